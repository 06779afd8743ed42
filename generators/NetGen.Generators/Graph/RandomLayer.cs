using System.Globalization;
using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>A layer that acts in training alone, by random numbers.</summary>
internal abstract class RandomLayer : ElementWiseLayer, IRandomLayer
{
    private Buffer? _numbers;

    public sealed override bool IsTrainingOnly => true;

    public sealed override bool IsForwardCheap => true;

    public sealed override bool IsDerivativeCheap => true;

    public sealed override IEnumerable<string> Locals => [];

    public sealed override IEnumerable<Buffer> ForwardReads => [Numbers];

    /// <inheritdoc/>
    public abstract double Rate { get; }

    /// <inheritdoc/>
    public abstract string RatesOfKind { get; }

    /// <inheritdoc/>
    public abstract string NumbersOfKind { get; }

    /// <inheritdoc/>
    public int Index { get; set; }

    /// <inheritdoc/>
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
