using NetGen.CompilerServices;

namespace NetGen;

/// <summary>Some examples of a data set, in an order of their own. The examples are not copied.</summary>
/// <typeparam name="TInput">The type of an input.</typeparam>
/// <typeparam name="TTarget">The type of a target.</typeparam>
public sealed class Subset<TInput, TTarget> : IDataset<TInput, TTarget>, IExampleWeights<TInput>, IParallelReading, ISubset
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private const int ChunkLength = 256;
    private readonly IDataset<TInput, TTarget> _whole;
    private readonly int[] _indices;

    /// <summary>The chosen examples of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="indices">The examples, each from 0 to its count − 1; one may occur several times.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public Subset(IDataset<TInput, TTarget> dataset, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (int index in indices)
            Guard.Index(index, dataset.Count, nameof(indices));
        _whole = dataset;
        _indices = indices.ToArray();
    }

    /// <inheritdoc/>
    public int Count => _indices.Length;

    /// <summary>The examples of the whole data set that this has, in its order.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <inheritdoc/>
    public int InputSize => _whole.InputSize;

    /// <inheritdoc/>
    public int TargetSize => _whole.TargetSize;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => _whole is IParallelReading { CanReadInParallel: true };

    /// <inheritdoc/>
    bool IExampleWeights<TInput>.HasWeights => _whole is IExampleWeights<TInput> { HasWeights: true };

    /// <inheritdoc/>
    void IExampleWeights<TInput>.CopyWeightsTo(ReadOnlySpan<int> indices, Span<TInput> weights)
    {
        IExampleWeights<TInput> whole = (IExampleWeights<TInput>)_whole;
        for (int i = 0; i < indices.Length; i++)
            whole.CopyWeightsTo([_indices[Guard.Index(indices[i], Count, nameof(indices))]], weights.Slice(i, 1));
    }

    /// <inheritdoc/>
    int ISubset.NumberInWhole(int index) => _whole is ISubset subset ? subset.NumberInWhole(_indices[index]) : _indices[index];

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<TInput> inputs, Span<TTarget> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        Guard.Outputs(targets.Length, indices.Length, TargetSize, nameof(targets));

        // Translated in pieces that fit on the stack: a batch may be of any size.
        Span<int> translated = stackalloc int[ChunkLength];
        for (int start = 0; start < indices.Length; start += ChunkLength)
        {
            int count = Math.Min(ChunkLength, indices.Length - start);
            for (int i = 0; i < count; i++)
                translated[i] = _indices[Guard.Index(indices[start + i], Count, nameof(indices))];
            _whole.CopyTo(
                translated[..count],
                inputs.Slice(start * InputSize, count * InputSize),
                targets.Slice(start * TargetSize, count * TargetSize));
        }
    }
}

/// <summary>A data set that is part of another.</summary>
internal interface ISubset
{
    /// <summary>The number of an example in the whole that this is a part of, or a part of a part.</summary>
    int NumberInWhole(int index);
}
