using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>What happens to a gradient on its way from the layer that computes it to memory.</summary>
internal abstract record SinkStep
{
    public abstract IEnumerable<Buffer> Reads { get; }

    public virtual IEnumerable<KernelArgument> Arguments => [];

    public virtual IEnumerable<string> Locals => [];

    /// <summary>The factor in the lectures' notation.</summary>
    public virtual string Equation => "";

    /// <summary>The value whose gradient it is after the step, where that is another.</summary>
    public virtual Value? Before => null;

    /// <summary>The channels that the step has parameters for.</summary>
    public virtual ChannelAxis? Channels => null;

    /// <summary>The expression after the step, for an expression of the gradient before it that is no sum.</summary>
    public abstract string Apply(string gradient, string vector, VectorPlace place);

    /// <summary>The contributions of other readers of the same value, which stand in memory already: added in a fixed order.</summary>
    public sealed record Sum(IReadOnlyList<Value> Contributions) : SinkStep
    {
        public override IEnumerable<Buffer> Reads => Contributions.Select(contribution => contribution.Gradient);

        public override string Apply(string gradient, string vector, VectorPlace place) =>
            Contributions.Aggregate(gradient, (sum, contribution) => $"{sum} + {vector}.Load(ref {contribution.Gradient.Symbol}, {place.At})");
    }

    /// <summary>The derivative of an element-wise layer, which computed the value from another.</summary>
    public sealed record Derivative(ElementWiseLayer Layer) : SinkStep
    {
        public override IEnumerable<Buffer> Reads => Layer.BackwardReads;

        public override IEnumerable<KernelArgument> Arguments => Layer.Arguments;

        public override IEnumerable<string> Locals => Layer.DerivativeLocals;

        public override string Equation => Layer.DerivativeEquation;

        public override Value? Before => Layer.Input;

        public override ChannelAxis? Channels => Layer.Channels;

        public override string Apply(string gradient, string vector, VectorPlace place) =>
            Layer.Derivative(vector, place) is { } derivative ? $"{gradient} * {derivative}" : gradient;
    }
}
