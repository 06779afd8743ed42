using System.Globalization;
using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>
/// A layer that acts in training alone, by a random number for each element of its input, at a rate that the attribute gives and the user may set. The
/// network has the rates of all such layers in one table, and the workspace the numbers; both by kinds.
/// </summary>
internal abstract class RandomLayer : ElementWiseLayer
{
    private Buffer? _numbers;

    public sealed override bool IsTrainingOnly => true;

    public sealed override bool IsForwardCheap => true;

    public sealed override bool IsDerivativeCheap => true;

    public sealed override IEnumerable<string> Locals => [];

    public sealed override IEnumerable<Buffer> ForwardReads => [Numbers];

    /// <summary>The rate that it starts with.</summary>
    public abstract double Rate { get; }

    /// <summary>The kind in the table of rates, an argument of its constructor: <c>dropout</c>.</summary>
    public abstract string RatesOfKind { get; }

    /// <summary>The kind in the workspace's layout: <c>DropoutMasks</c>.</summary>
    public abstract string NumbersOfKind { get; }

    /// <summary>The number among the network's layers of the kind, from 0, in both.</summary>
    public int Index { get; set; }

    /// <summary>The random numbers.</summary>
    public Buffer Numbers => _numbers ??= new Buffer(NumbersSymbol + Number.ToString(CultureInfo.InvariantCulture), Place.PerExample, Input.Stride);

    /// <summary>Their symbol, without its number.</summary>
    protected abstract string NumbersSymbol { get; }

    /// <summary>What the attribute gives is wrong where this is not null: an id and the arguments of its message after the layer's name.</summary>
    protected abstract (string Id, string[] Arguments)? WrongRate { get; }

    public sealed override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (WrongRate is not { } wrong)
        {
            return input;
        }

        problems.Report(wrong.Id, Spec.Attribute, [Name, .. wrong.Arguments]);
        return null;
    }
}
