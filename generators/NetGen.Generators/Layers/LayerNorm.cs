
namespace NetGen.Generators.Layers;

/// <summary>Layer normalization: y = γ ⊙ (x − μ) / σ + β, with μ the mean and σ² the variance of a row, plus ε.</summary>
internal sealed class LayerNorm : RowNorm
{
    public override long Flops => 8L * Output.Size;

    protected override bool IsCentered => true;
}
