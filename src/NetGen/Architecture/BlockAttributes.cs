namespace NetGen;

/// <summary>
/// Declares a reusable piece of architecture: the layers are the attributes that follow. Use it by
/// <see cref="ResidualAttribute{TBlock}"/> and <see cref="SequenceAttribute{TBlock}"/>, in networks and in other blocks. Names within
/// a block are its own; <c>"input"</c> is what it takes.
/// </summary>
/// <example>
/// <code>
/// [Block]
/// [Dense(64), ReLU]
/// [Dense(64)]
/// public sealed class Bottleneck;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BlockAttribute : Attribute;

/// <summary>The base of the attributes that put a block into a network.</summary>
/// <typeparam name="TBlock">The class with <see cref="BlockAttribute"/>. It is never created.</typeparam>
public abstract class BlockLayerAttribute<TBlock> : TrainableLayerAttribute
    where TBlock : class
{
    /// <summary>
    /// How often the block is applied, one after the other, each time with parameters of its own: <c>residual1.2.dense1.weight</c>
    /// is of the second. At least 1. Default 1.
    /// </summary>
    public int Repeat { get; set; } = 1;
}

/// <summary>
/// A residual block: h = z + block(z), so block(z) has the shape of z. Backward: z̄ = h̄ + ∂block/∂zᵀ·h̄.
/// He et al., Deep residual learning for image recognition, 2016.
/// </summary>
/// <typeparam name="TBlock">The class with <see cref="BlockAttribute"/>.</typeparam>
public sealed class ResidualAttribute<TBlock> : BlockLayerAttribute<TBlock>
    where TBlock : class;

/// <summary>A block in place of its layers: h = block(z).</summary>
/// <typeparam name="TBlock">The class with <see cref="BlockAttribute"/>.</typeparam>
public sealed class SequenceAttribute<TBlock> : BlockLayerAttribute<TBlock>
    where TBlock : class;
