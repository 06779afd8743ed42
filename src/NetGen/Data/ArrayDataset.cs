using NetGen.CompilerServices;

namespace NetGen;

/// <summary>Examples in memory, example after example.</summary>
/// <typeparam name="TInput">The type of an input.</typeparam>
/// <typeparam name="TTarget">The type of a target.</typeparam>
public sealed class ArrayDataset<TInput, TTarget> : IDataset<TInput, TTarget>, IParallelReading
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly TInput[] _inputs;
    private readonly TTarget[] _targets;

    /// <summary>A data set over two arrays, which are kept, not copied.</summary>
    /// <param name="inputs">Count · <paramref name="inputSize"/> values.</param>
    /// <param name="targets">Count · <paramref name="targetSize"/> values.</param>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <param name="targetSize">The number of targets of one example; 0 for a network whose losses take none.</param>
    /// <exception cref="ArgumentException">A length is no whole number of examples, or the two differ in their number.</exception>
    public ArrayDataset(TInput[] inputs, TTarget[] targets, int inputSize, int targetSize = 1)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 0);
        Count = Guard.Examples(inputs.Length, inputSize, nameof(inputs));
        Guard.Outputs(targets.Length, Count, targetSize, nameof(targets));
        _inputs = inputs;
        _targets = targets;
        InputSize = inputSize;
        TargetSize = targetSize;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <summary>The inputs of all examples, example after example: the array that was given.</summary>
    public ReadOnlySpan<TInput> Inputs => _inputs;

    /// <summary>The targets of all examples: the array that was given.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => true;

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<TInput> inputs, Span<TTarget> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        Guard.Outputs(targets.Length, indices.Length, TargetSize, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
        {
            int example = Guard.Index(indices[i], Count, nameof(indices));
            _inputs.AsSpan(example * InputSize, InputSize).CopyTo(inputs.Slice(i * InputSize, InputSize));
            _targets.AsSpan(example * TargetSize, TargetSize).CopyTo(targets.Slice(i * TargetSize, TargetSize));
        }
    }
}
