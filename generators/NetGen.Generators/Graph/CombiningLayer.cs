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

    public override Arrangement Arrangement => Arrangement.Any;

    public override bool IsForwardCheap => true;

    public sealed override bool IsDerivativeCheap => true;

    public override IEnumerable<Buffer> ForwardReads => Inputs.Skip(1).Select(input => input.Data);

    public sealed override IEnumerable<string> Locals => [];

    public sealed override long Flops => (long)(Inputs.Count - 1) * Output.Size;

    /// <summary>
    /// The current value's shape: another must have it, or one that is repeated along the axes that it lacks at the front or has with one element.
    /// </summary>
    public sealed override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        // A block that is wider than its input, or a mean with more elements than its variance, would be a mistake.
        bool mayRepeat = DeclaredBy is null && InputArguments.Count == 0;
        foreach (Value other in inputs.Skip(1))
        {
            if (mayRepeat ? !other.Shape.Repeats(inputs[0].Shape) : !other.Shape.Equals(inputs[0].Shape))
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

    /// <summary>What the gradient of an input is multiplied by; null where it is the output's.</summary>
    public abstract CombiningFactor? FactorOf(int input);

    /// <summary>Whether the gradient of an input has the other sign.</summary>
    public virtual bool IsNegated(int input) => false;
}

/// <summary>A factor of a gradient.</summary>
/// <param name="Reads">The memory that it reads.</param>
/// <param name="Expression">The factor after a sign of multiplication, for the type of vectors, at offset <c>at</c>.</param>
/// <param name="Equation">Likewise in the lectures' notation.</param>
internal sealed record CombiningFactor(IReadOnlyList<Buffer> Reads, Func<string, string> Expression, string Equation);
