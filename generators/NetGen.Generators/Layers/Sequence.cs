using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>A block in place of its layers.</summary>
internal sealed class Sequence : CompositeLayer
{
    public override bool TakesBlock => true;

    public override IReadOnlyList<LayerSpec> Unfold(LayerSpec spec, IReadOnlyList<LayerSpec> block) => block;
}
