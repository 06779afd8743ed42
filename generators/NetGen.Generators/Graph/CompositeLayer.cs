using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>
/// A layer that stands for others: they take its place, with names after its own, <c>residual1.2.dense1</c>. One kind is one class, named like its
/// attribute without "Attribute"; <c>Repeat</c> and <c>Trainable</c> of the attribute need nothing from it.
/// </summary>
internal abstract class CompositeLayer
{
    /// <summary>Whether its attribute names a block, a class with [Block], for a part of the layers.</summary>
    public virtual bool TakesBlock => false;

    /// <summary>
    /// The layers of one repetition, in order, each following the one before unless it says otherwise: those of the block, and its own, made by
    /// <see cref="LayerSpec.Part"/>, which go by the names that it gives them. <c>"input"</c> is what the repetition takes.
    /// </summary>
    /// <param name="spec">The attribute.</param>
    /// <param name="block">The layers of the block; empty without one.</param>
    public abstract IReadOnlyList<LayerSpec> Unfold(LayerSpec spec, IReadOnlyList<LayerSpec> block);
}
