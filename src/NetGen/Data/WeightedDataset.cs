using System.Globalization;
using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// A data set whose examples have weights, which <c>Fit</c>, <c>CrossValidate</c> and the trainer's <c>Evaluate</c> give to the loss: Σ weight·ℓ / N. Metrics count
/// every example once.
/// </summary>
/// <typeparam name="TInput">The type of an input, and of a weight: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTarget">The type of a target.</typeparam>
public sealed class WeightedDataset<TInput, TTarget> : IDataset<TInput, TTarget>, IExampleWeights<TInput>, IParallelReading, IAnticipating, ISubset
    where TInput : unmanaged, IBinaryFloatingPointIeee754<TInput>
    where TTarget : unmanaged
{
    private readonly IDataset<TInput, TTarget> _dataset;
    private readonly TInput[] _weights;

    /// <summary>Gives the examples of a data set weights, which are copied.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="weights">A weight for each, finite and at least 0; not all 0.</param>
    /// <exception cref="ArgumentException">There are not as many weights as examples, or one is negative or not finite, or all are 0.</exception>
    public WeightedDataset(IDataset<TInput, TTarget> dataset, ReadOnlySpan<TInput> weights)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Guard.Length(weights.Length, dataset.Count, nameof(weights));
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= TInput.Zero && TInput.IsFinite(weights[i])))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected weights that are finite and at least 0, got {weights[i]} for example {i}."), nameof(weights));
        }

        if (!weights.ContainsAnyExcept(TInput.Zero))
            throw new ArgumentException("Expected a weight greater than 0 for one example at least, got 0 for all.", nameof(weights));
        _dataset = dataset;
        _weights = weights.ToArray();
    }

    /// <inheritdoc/>
    public int Count => _dataset.Count;

    /// <inheritdoc/>
    public int InputSize => _dataset.InputSize;

    /// <inheritdoc/>
    public int TargetSize => _dataset.TargetSize;

    /// <summary>The weights, one for each example.</summary>
    public ReadOnlySpan<TInput> Weights => _weights;

    /// <inheritdoc/>
    bool IExampleWeights<TInput>.HasWeights => true;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => _dataset is IParallelReading { CanReadInParallel: true };

    /// <inheritdoc/>
    int ISubset.NumberInWhole(int index) => _dataset is ISubset subset ? subset.NumberInWhole(index) : index;

    /// <inheritdoc/>
    void IAnticipating.Anticipate(ReadOnlySpan<int> indices) => (_dataset as IAnticipating)?.Anticipate(indices);

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<TInput> inputs, Span<TTarget> targets) => _dataset.CopyTo(indices, inputs, targets);

    /// <inheritdoc/>
    void IExampleWeights<TInput>.CopyWeightsTo(ReadOnlySpan<int> indices, Span<TInput> weights)
    {
        for (int i = 0; i < indices.Length; i++)
            weights[i] = _weights[Guard.Index(indices[i], Count, nameof(indices))];
    }
}

/// <summary>A data set whose examples may have weights.</summary>
internal interface IExampleWeights<T>
{
    /// <summary>Whether they do.</summary>
    bool HasWeights { get; }

    /// <summary>Copies the weights of the chosen examples.</summary>
    void CopyWeightsTo(ReadOnlySpan<int> indices, Span<T> weights);
}
