using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// A number that says how good predictions are, gathered batch by batch. <c>Fit</c> reports those of
/// its options for the training and the validation part of every epoch.
/// </summary>
/// <example>
/// <code>
/// double accuracy = new Accuracy().Compute&lt;float&gt;(net.Predict(images), labels);
/// </code>
/// </example>
public abstract class Metric
{
    /// <summary>The name in histories and progress.</summary>
    public abstract string Name { get; }

    /// <summary>The value over all examples since <see cref="Reset"/>; NaN where it is not defined, as without examples.</summary>
    public abstract double Value { get; }

    /// <summary>Forgets all examples.</summary>
    public abstract void Reset();

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
    /// <exception cref="NotSupportedException">The metric needs class labels.</exception>
    /// <exception cref="ArgumentException">There is not one target for each output, or not a whole number of examples.</exception>
    public void Add<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        CompilerServices.Guard.Examples(outputs.Length, outputSize, nameof(outputs));
        CompilerServices.Guard.Length(targets.Length, outputs.Length, nameof(targets));
        AddTargets(outputs, targets, outputSize);
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
        throw new NotSupportedException($"{Name} is for class labels, not for targets that are numbers.");

    /// <summary>The class of the largest output; the first of several.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static int LargestOf<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = 0;
        for (int i = 1; i < row.Length; i++)
            largest = row[i] > row[largest] ? i : largest;
        return largest;
    }
}
