using System.ComponentModel;
using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>A network with <c>[Normalization]</c>, whose mean and variance are fitted to the inputs before training.</summary>
/// <typeparam name="T">The network's precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IAdaptable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether every <c>[Normalization]</c> has a mean and variance that were fitted, set, loaded or copied from a network that has.
    /// Training needs them.
    /// </summary>
    bool IsAdapted { get; }

    /// <summary>Fits mean and variance to examples: those of the training part, and of no other.</summary>
    /// <param name="inputs">At least one example; several inputs of an example lie side by side.</param>
    /// <exception cref="ArgumentException">
    /// No example, not a whole number of them, a value that is not finite, or a mean or variance beyond the range of the precision. Nothing has changed.
    /// </exception>
    void Adapt(ReadOnlySpan<T> inputs);

    /// <summary>Fits mean and variance to moments that were gathered batch by batch, from examples that do not fit memory.</summary>
    /// <param name="moments">The moments of the inputs, of at least one example.</param>
    /// <exception cref="ArgumentException">
    /// No example was added, the moments are of examples of another size, or one is beyond the range of the precision. Nothing has changed.
    /// </exception>
    void Adapt(InputMoments moments);

    /// <summary>Which layers have their mean and variance: for the runtime.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    FittedLayers<T> FittedLayers { get; }
}
