using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>A residual block, h = z + block(z): the block's layers and a sum.</summary>
internal sealed class Residual : CompositeLayer
{
    public override bool TakesBlock => true;

    public override IReadOnlyList<LayerSpec> Unfold(LayerSpec spec, IReadOnlyList<LayerSpec> block) =>
        [.. block, spec.Part(nameof(Add), "add", Argument.Names("input"))];
}
