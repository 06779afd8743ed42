using System.Globalization;
using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>A layer that combines the current value with others, element by element.</summary>
internal abstract class CombiningLayer : ElementWiseLayer
{
    public sealed override string Definition => Equation(Input.Symbol);

    public override string Declaration =>
        $"{Spec.Kind}({string.Join(", ", DeclaredBy is null ? Spec.Arguments.Texts("names") : Inputs.Skip(1).Select(input => input.Name))})";

    public override bool Combines => true;

    public sealed override string? SharedLetter => "a";

    public sealed override Arrangement Arrangement => Arrangement.Any;

    public sealed override bool IsForwardCheap => true;

    public sealed override bool IsDerivativeCheap => true;

    public sealed override IEnumerable<Buffer> ForwardReads => Inputs.Skip(1).Select(input => input.Data);

    public sealed override IEnumerable<string> Locals => [];

    public sealed override long Flops => (long)(Inputs.Count - 1) * Output.Size;

    public sealed override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        foreach (Value other in inputs.Skip(1))
        {
            if (!other.Shape.Equals(inputs[0].Shape))
            {
                problems.Report(new Problem("NG0032", Spec.Attribute, DeclaredBy ?? Name, inputs[0].Name, inputs[0].Shape.ToString(), other.Name, other.Shape.ToString())
                {
                    Suggestion = DeclaredBy is null && inputs[0].Producer is { HasFreeSize: true } ? other.Shape.Last.ToString(CultureInfo.InvariantCulture) : null,
                });
                return null;
            }
        }

        return inputs[0].Shape;
    }

    /// <summary>The values that the gradient of an input is multiplied by.</summary>
    public abstract IEnumerable<Value> FactorsOf(int input);

    /// <summary>Whether the gradient of an input has the other sign.</summary>
    public virtual bool IsNegated(int input) => false;
}
