namespace Playground;

/// <summary>A weight, or a bias, of a network of the family.</summary>
/// <param name="Layer">The layer, 1 the first.</param>
/// <param name="Unit">The unit that it leads to, from 0.</param>
/// <param name="Input">The unit or feature that it comes from, from 0; −1 of a bias.</param>
public readonly record struct WeightPlace(int Layer, int Unit, int Input)
{
    /// <summary>Whether it is a bias.</summary>
    public bool IsBias => Input < 0;

    /// <summary>As formulas write it: <c>W2[3,1]</c>, row and column from 1.</summary>
    public override string ToString() => IsBias ? $"b{Layer}[{Unit + 1}]" : $"W{Layer}[{Unit + 1},{Input + 1}]";
}

/// <summary>What a network of the family lets be seen and changed: each weight by its place.</summary>
public interface IWeights
{
    /// <summary>The widths from the features to the output.</summary>
    IReadOnlyList<int> Sizes { get; }

    /// <summary>A weight's value.</summary>
    float this[WeightPlace place] { get; set; }

    /// <summary>Looks at one weight's gradient for a batch, without a step.</summary>
    GradientView Explain(WeightPlace place, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);
}

/// <summary>The numbers behind the gradient of one weight: w̄ = Σ z̄·h over the examples of a batch, and what penalties add.</summary>
/// <param name="Place">The weight.</param>
/// <param name="Value">w.</param>
/// <param name="Deltas">z̄ of the unit, for each example: ∂cost/∂z.</param>
/// <param name="Sources">h of the unit before, or the feature, for each example; 1 of a bias.</param>
/// <param name="Gradient">The sum, as the generated code has it.</param>
/// <param name="Penalty">What L1 and L2 add to it.</param>
public sealed record GradientView(WeightPlace Place, float Value, IReadOnlyList<float> Deltas, IReadOnlyList<float> Sources, float Gradient, float Penalty);
