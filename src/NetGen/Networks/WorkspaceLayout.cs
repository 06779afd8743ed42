using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The memory that the generator planned for a network's workspace.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkspaceLayout
{
    /// <summary>The network's name, for messages.</summary>
    public required string Network { get; init; }

    /// <summary>The network's input.</summary>
    public required ArenaValue Input { get; init; }

    /// <summary>The inputs that are token numbers.</summary>
    public TokenColumns[] Tokens { get; init; } = [];

    /// <summary>The inputs with padding.</summary>
    public PaddedColumns[] Padding { get; init; } = [];

    /// <summary>The network's output.</summary>
    public required ArenaValue Output { get; init; }

    /// <summary>For each loss: where targets that are numbers are kept; null for class labels.</summary>
    public ArenaValue?[] Targets { get; init; } = [];

    /// <summary>For each loss: how its class labels are counted; null for other targets, empty where each example has one that counts.</summary>
    public LabelRows?[] Labels { get; init; } = [];

    /// <summary>The losses.</summary>
    internal LossPlace[] Losses { get; private set; } = [];

    /// <summary>This layout with one more loss.</summary>
    /// <param name="name">The name in histories: that of its attribute, or of the value it compares, or its kind.</param>
    /// <param name="kind">Its kind, with a number where there are several of it: another name for it.</param>
    /// <param name="targets">The number of its targets for each example; 0 for a loss without target.</param>
    /// <param name="start">Where they start in a row that holds those of all losses.</param>
    /// <param name="classes">The number of classes where targets are labels; 0 where they are numbers.</param>
    /// <param name="weight">Its factor in the cost.</param>
    /// <param name="range">Which numbers its targets may be.</param>
    /// <param name="paddedSteps">Where it compares numbers with steps of which some may be padding, the steps.</param>
    public WorkspaceLayout WithLoss(string name, string kind, int targets, int start = 0, int classes = 0, double weight = 1, TargetRange range = TargetRange.Numbers, LabelRows? paddedSteps = null)
    {
        Losses = [.. Losses, new(name, kind, targets, start, classes, weight) { Range = range, PaddedSteps = paddedSteps }];
        return this;
    }

    /// <summary>The heads, where there are several, in the order in which they lie side by side in the row of outputs.</summary>
    public HeadPlace[] Heads { get; init; } = [];

    /// <summary>The number of outputs of an example: of all heads.</summary>
    internal int OutputSize => Heads.Length == 0 ? Output.Size : Heads[^1].Start + Heads[^1].Value.Size;

    /// <summary>The number of targets of an example, of all losses that have some.</summary>
    internal int TargetSize => Losses.Sum(loss => loss.Targets);

    /// <summary>The loss of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal int FindLoss(string name)
    {
        int index = Array.FindIndex(Losses, loss => loss.IsCalled(name));
        return index >= 0 ? index
            : throw new ArgumentException($"{Network} has no loss named '{name}': {(Losses.Length == 0 ? "it has none" : string.Join(", ", Losses.Select(loss => loss.Name)))}.", nameof(name));
    }

    /// <summary>Gradients that only losses write, at the offsets of the values: they are zero when Backward starts from the caller's gradients.</summary>
    public ArenaValue[] GradientsOfLosses { get; init; } = [];

    /// <summary>The number of examples from which it pays to divide a Forward among threads.</summary>
    public required int LeastSharedForward { get; init; }

    /// <summary>Likewise a Backward.</summary>
    public required int LeastSharedBackward { get; init; }

    /// <summary>The largest number of examples that inference computes at a time.</summary>
    public required int PredictBatch { get; init; }

    /// <summary>So many examples, and fewer, are faster one by one.</summary>
    public int PredictOneByOne { get; init; }

    /// <summary>Examples that inference computes in the lanes of a vector: whole vectors of them first.</summary>
    public int PredictLanes { get; init; } = 1;

    /// <summary>Whether a cost has a derivative with respect to an input: to no token, and none to padding, which stops being it.</summary>
    internal bool IsContinuous<T>(ReadOnlySpan<T> inputs, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int column = index % Input.Size;
        ReadOnlySpan<T> row = inputs.Slice(index - column, Input.Size);
        foreach (TokenColumns tokens in Tokens)
        {
            if (column >= tokens.Start && column < tokens.Start + tokens.Size)
                return false;
        }

        foreach (PaddedColumns steps in Padding)
        {
            if (column >= steps.End(row) && column < steps.Start + (steps.Steps * steps.Features))
                return false;
        }

        return true;
    }

    /// <summary>How many examples inference computes next, of so many that are left.</summary>
    internal int ExamplesAtOnce(int left) =>
        left <= PredictOneByOne ? 1 : left < PredictLanes ? left : Math.Min(PredictBatch, left / PredictLanes * PredictLanes);

    /// <summary>Elements for one example.</summary>
    public required int ExampleLength { get; init; }

    /// <summary>Elements after the examples, for what does not depend on their number: transposed weights.</summary>
    public required int FixedLength { get; init; }

    /// <summary>Likewise, in a workspace that computes the gradients of the inputs.</summary>
    public required int FixedLengthForInputGradients { get; init; }

    /// <summary>Elements of the parameters and of their gradients, padding included.</summary>
    public required int ParameterLength { get; init; }

    /// <summary>Whether examples of some values lie in lanes, in blocks of up to sixteen.</summary>
    public bool HasLanes { get; init; }

    /// <summary>The masks of the dropout layers, under the names of the layers.</summary>
    public ArenaValue[] DropoutMasks { get; init; } = [];

    /// <summary>The noise of the layers of Gaussian noise, under the names of the layers.</summary>
    public ArenaValue[] Noises { get; init; } = [];

    /// <summary>The values that <c>GetOutput</c> finds.</summary>
    public ArenaValue[] NamedValues { get; init; } = [];

    /// <summary>
    /// What the backward pass reads of activations that saturate, under the names of the layers: their outputs, or the inputs of
    /// those whose derivative takes the input. It outlives a step, named or not.
    /// </summary>
    public ArenaValue[] Saturating { get; init; } = [];
}
