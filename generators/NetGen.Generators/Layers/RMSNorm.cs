
namespace NetGen.Generators.Layers;

/// <summary>Root mean square normalization: y = γ ⊙ x / σ, with σ² the mean square of a row, plus ε.</summary>
internal sealed class RMSNorm : RowNorm
{
    public override long Flops => 4L * Output.Size;

    protected override bool IsCentered => false;
}
