namespace NetGen;

/// <summary>A network with <c>[Normalization]</c>, whose mean and variance are fitted to the inputs before training.</summary>
/// <typeparam name="T">The network's precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IAdaptable<T>
    where T : unmanaged
{
    /// <summary>Fits mean and variance to examples: those of the training part, and of no other.</summary>
    /// <param name="inputs">At least one example; several inputs of an example lie side by side.</param>
    /// <exception cref="ArgumentException">No example, or not a whole number of them.</exception>
    void Adapt(ReadOnlySpan<T> inputs);

    /// <summary>Fits mean and variance to moments that were gathered batch by batch, from examples that do not fit memory.</summary>
    /// <param name="moments">The moments of the inputs, of at least one example.</param>
    /// <exception cref="ArgumentException">No example was added, or the moments are of examples of another size.</exception>
    void Adapt(InputMoments moments);
}
