using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// A number that says how good predictions are, gathered batch by batch. <c>Fit</c> reports those of
/// its options for the training and the validation part of every epoch.
/// </summary>
/// <remarks>
/// Outputs that are NaN are wrong: they count as wrong predictions, and make errors, and areas under curves, NaN. Targets are
/// finite numbers.
/// </remarks>
/// <example>
/// <code>
/// double accuracy = new Accuracy().Compute&lt;float&gt;(net.Predict(images), labels);
/// </code>
/// </example>
public abstract class Metric
{
    /// <summary>Above this, a target is yes: right for 0 and 1, −1 and 1, and probabilities.</summary>
    private protected const double TargetBound = 0.5;

    private OutputMeaning? _ofNetwork;
    private int _rowSize;
    private int[] _labels = [];

    /// <summary>The name in histories and progress.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// What outputs mean, where that is not what the network's loss says. Null, the default: <c>Fit</c>, <c>CrossValidate</c> and the
    /// trainer's <c>Evaluate</c> ask the network; elsewhere, outputs that have a class label are scores of classes, and those
    /// that have a number are logits or margins.
    /// </summary>
    public OutputMeaning? Outputs { get; init; }

    /// <summary>
    /// Of a network with several heads, the head that is measured: the name of its value, or of the loss that compares it. Null, the default: the first. In histories the
    /// name of the head then stands before that of the metric: <c>policy.accuracy</c>.
    /// </summary>
    public string? Head { get; init; }

    /// <summary>The value over all examples since <see cref="Reset"/>; NaN where it is not defined, as without examples.</summary>
    public abstract double Value { get; }

    /// <summary>The value under its name, or several with a name each: what histories record.</summary>
    public virtual IReadOnlyList<MetricValue> Values => [new(Name, Value)];

    /// <summary>The values under their names: <c>accuracy 0.9733</c>.</summary>
    public override string ToString() => string.Join(", ", Values);

    /// <summary>Forgets all examples.</summary>
    public abstract void Reset();

    /// <summary>The mark of the training that has begun to use it last: what is counted is of that one alone.</summary>
    internal object? Training { get; set; }

    /// <summary>Adds examples with class labels.</summary>
    /// <typeparam name="T">The precision of the outputs.</typeparam>
    /// <param name="outputs">The outputs of the network, as many to each example as there are classes.</param>
    /// <param name="labels">The class of each example.</param>
    /// <exception cref="NotSupportedException">The metric is not one of classes.</exception>
    /// <exception cref="ArgumentException">The outputs are not a whole number for each label, or a label is none of their classes.</exception>
    public void Add<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (labels.IsEmpty ? !outputs.IsEmpty : outputs.Length % labels.Length != 0 || outputs.IsEmpty)
            throw new ArgumentException($"Expected as many outputs for each of {labels.Length} labels, got {outputs.Length}.", nameof(outputs));
        if (labels.IsEmpty)
            return;
        int classes = outputs.Length / labels.Length;
        CompilerServices.Guard.Labels(labels, classes, nameof(labels));
        AddLabels(outputs, labels, classes);
    }

    /// <summary>Adds examples whose targets are numbers: values to come near to, or yes and no as 1 and 0, or 1 and −1.</summary>
    /// <typeparam name="T">The precision of the outputs.</typeparam>
    /// <param name="outputs">The outputs of the network.</param>
    /// <param name="targets">A target for each output.</param>
    /// <param name="outputSize">The number of outputs of one example.</param>
    /// <exception cref="NotSupportedException">The metric needs class labels, or other outputs.</exception>
    /// <exception cref="ArgumentException">There is not one target for each output, or not a whole number of examples, or a target is not finite.</exception>
    public void Add<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        CompilerServices.Guard.Examples(outputs.Length, outputSize, nameof(outputs));
        CompilerServices.Guard.Length(targets.Length, outputs.Length, nameof(targets));
        CompilerServices.Guard.Targets(targets, outputSize, TargetRange.Numbers, nameof(targets));
        if (!IsOfClasses || Meaning is not { } meaning || !IsClasses(meaning))
        {
            AddTargets(outputs, targets, outputSize);
            return;
        }

        // The class of a distribution is that of its largest share.
        int examples = targets.Length / outputSize;
        if (_labels.Length < examples)
            _labels = new int[examples];
        for (int i = 0; i < examples; i++)
            _labels[i] = LargestOf(targets.Slice(i * outputSize, outputSize));
        if (examples > 0)
            AddLabels<T>(outputs, _labels.AsSpan(0, examples), outputSize);
    }

    /// <summary>The value of these examples alone.</summary>
    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T}, ReadOnlySpan{int})"/>
    public double Compute<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Reset();
        Add(outputs, labels);
        return Value;
    }

    /// <summary>The value of these examples alone.</summary>
    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, int)"/>
    public double Compute<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Reset();
        Add(outputs, targets, outputSize);
        return Value;
    }

    /// <summary>What outputs mean: <see cref="Outputs"/>, or what the network's loss says; null where neither is known.</summary>
    protected OutputMeaning? Meaning => Outputs ?? _ofNetwork;

    /// <summary>Whether targets that are distributions over classes become labels.</summary>
    private protected virtual bool IsOfClasses => false;

    /// <summary>Why the metric cannot be one of such outputs; null where it can. <c>Fit</c> asks before its first step.</summary>
    /// <param name="outputs">What outputs mean.</param>
    /// <param name="outputSize">Their number for each target or distribution of targets.</param>
    /// <param name="takesLabels">Whether targets are class labels rather than numbers.</param>
    protected internal virtual string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels) => null;

    /// <summary>Prepares for outputs of this kind, so that the names of the values are known before the first example.</summary>
    /// <param name="outputSize">The number of outputs of one example.</param>
    /// <param name="ofClasses">Whether they are of classes, of which each example has one.</param>
    protected internal virtual void Prepare(int outputSize, bool ofClasses)
    {
    }

    /// <summary>Forgets all examples, and prepares for the outputs of a network.</summary>
    /// <param name="head">What targets are compared with; null where it is not known.</param>
    /// <returns>Why it cannot; null where it can.</returns>
    internal string? Begin(HeadDescription? head)
    {
        Reset();
        (_ofNetwork, _rowSize) = (head?.Outputs, 0);
        if (head is null)
            return null;
        bool ofClasses = head.TakesLabels || (IsOfClasses && IsClasses(Outputs ?? head.Outputs));
        _rowSize = ofClasses || head.HasPadding ? head.Shape[^1] : head.Size;
        if (Refusal(Outputs ?? head.Outputs, _rowSize, head.TakesLabels) is { } refusal)
            return refusal;
        Prepare(_rowSize, ofClasses);
        return null;
    }

    /// <summary>The number of outputs of what a label belongs to: of each step, where classes are on the last axis.</summary>
    internal int SizeOfRow(int outputSize) => _rowSize == 0 ? outputSize : _rowSize;

    /// <summary>What the examples so far came to, for a checkpoint in the middle of an epoch.</summary>
    protected internal virtual IReadOnlyList<double> SaveCounts() => [];

    /// <summary>The inverse of <see cref="SaveCounts"/>.</summary>
    /// <param name="counts">What it gave.</param>
    /// <exception cref="InvalidDataException">They are of another metric.</exception>
    protected internal virtual void LoadCounts(IReadOnlyList<double> counts)
    {
    }

    /// <summary>Checks the number of saved counts.</summary>
    private protected void RequireCounts(IReadOnlyList<double> counts, int expected)
    {
        if (counts.Count != expected)
            throw new InvalidDataException($"Expected {expected} numbers of the metric {Name}, got {counts.Count}.");
    }

    /// <summary>Adds at least one example with class labels, which are in range.</summary>
    /// <typeparam name="T">The precision of the outputs.</typeparam>
    /// <param name="outputs">labels.Length · classes values.</param>
    /// <param name="labels">The class of each example.</param>
    /// <param name="classes">The number of classes.</param>
    protected virtual void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new NotSupportedException($"{Name} is for targets that are numbers, not for class labels.");

    /// <summary>Adds examples whose targets are numbers.</summary>
    /// <typeparam name="T">The precision of the outputs.</typeparam>
    /// <param name="outputs">A whole number of examples.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="outputSize">The number of outputs of one example.</param>
    protected virtual void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new NotSupportedException(Refusal(Meaning ?? OutputMeaning.BinaryLogits, outputSize, takesLabels: false) ?? $"{Name} is for class labels, not for targets that are numbers.");

    /// <summary>The class of the largest output, the first of several; −1 where one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static int LargestOf<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CompilerServices.Probabilities.LargestOf(row);

    /// <summary>Whether outputs are of classes, of which each example has one.</summary>
    private protected static bool IsClasses(OutputMeaning outputs) => outputs is OutputMeaning.ClassLogits or OutputMeaning.ClassLogProbabilities or OutputMeaning.ClassScores;

    /// <summary>What yes/no outputs are above for yes.</summary>
    private protected double ThresholdOf(double? given) => given ?? (Meaning is OutputMeaning.BinaryProbabilities or OutputMeaning.BinaryDecisions ? 0.5 : 0);

    private protected static double? CheckThreshold(double? threshold) => threshold is { } number && double.IsNaN(number)
        ? throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Expected a number.")
        : threshold;

    /// <summary>Numbers are neither yes nor no, unless a threshold is given.</summary>
    private protected string? RefusalOfNumbers(OutputMeaning outputs, bool takesLabels, double? threshold) =>
        outputs == OutputMeaning.Numbers && !takesLabels && threshold is null
            ? $"{Name} is for classes or answers of yes and no, but to the loss the outputs are numbers to come near to: measure MAE, RMSE or R2, or give a threshold above which an output is yes, new {GetType().Name}(threshold: 0.5)."
            : null;

    private protected string RefusalOfSeveral(int outputSize) => $"{Name} with Average.Binary is for one yes/no output, not for {outputSize}: take Macro, Micro, Weighted or PerLabel.";

    /// <summary>Requires what AddTargets gets to be answers of yes and no.</summary>
    private protected void RequireYesOrNo(int outputSize)
    {
        OutputMeaning meaning = Meaning ?? OutputMeaning.BinaryLogits;
        if (Refusal(meaning, outputSize, takesLabels: false) is { } refusal)
            throw new NotSupportedException(refusal);
    }

    private protected static string Plural(OutputMeaning outputs) => outputs == OutputMeaning.Numbers ? "numbers" : "answers of yes and no";

    /// <summary>The name of a value with its average, where there is more than one label: that of the mean over classes goes without.</summary>
    /// <param name="measure">What is measured.</param>
    /// <param name="average">The average.</param>
    /// <param name="yesNoOutputs">The number of yes/no outputs; 0 for classes.</param>
    private protected static string NameWith(string measure, Average average, int yesNoOutputs) =>
        yesNoOutputs == 1 || (yesNoOutputs == 0 && average == Average.Macro) ? measure : measure + average.ToString();

    /// <summary>A saved count.</summary>
    private protected long CountOf(double saved) => saved >= 0 && saved <= 1L << 53 && saved == Math.Truncate(saved)
        ? (long)saved
        : throw new InvalidDataException($"Expected a count of the metric {Name}, got {saved}.");
}
