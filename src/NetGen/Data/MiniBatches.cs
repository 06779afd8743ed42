namespace NetGen;

/// <summary>
/// Goes through a data set in batches, in an order that depends on the seed and the epoch alone. <see cref="Next"/>
/// allocates nothing.
/// </summary>
/// <typeparam name="TInput">The type of an input.</typeparam>
/// <typeparam name="TTarget">The type of a target.</typeparam>
/// <example>
/// <code>
/// var batches = new MiniBatches&lt;float, int&gt;(train, batchSize: 64, seed: 1);
/// for (int epoch = 0; epoch &lt; 10; epoch++)
/// {
///     batches.Shuffle(epoch);
///     while (batches.Next())
///     {
///         net.Forward(workspace, batches.Inputs);
///         net.Loss(workspace, batches.Targets);
///         …
///     }
/// }
/// </code>
/// </example>
public sealed class MiniBatches<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly IDataset<TInput, TTarget> _dataset;
    private readonly ulong _seed;
    private readonly int[] _order;
    private readonly TInput[] _inputs;
    private readonly TTarget[] _targets;
    private int _next;

    /// <summary>Batches of a data set, in its own order until <see cref="Shuffle"/>.</summary>
    /// <param name="dataset">The examples, at least one.</param>
    /// <param name="batchSize">The number of examples of a batch, at least 1. The last one of an epoch may be smaller.</param>
    /// <param name="seed">What, with the epoch, decides the order.</param>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    public MiniBatches(IDataset<TInput, TTarget> dataset, int batchSize, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (dataset.Count == 0)
        {
            throw new ArgumentException("Expected a data set of at least one example, got none.", nameof(dataset));
        }

        BatchSize = Math.Min(batchSize, dataset.Count);
        _dataset = dataset;
        _seed = unchecked((ulong)seed);
        _order = new int[dataset.Count];
        _inputs = new TInput[checked(BatchSize * dataset.InputSize)];
        _targets = new TTarget[checked(BatchSize * dataset.TargetSize)];
        Rewind();
    }

    /// <summary>The number of examples of a batch, but perhaps the last.</summary>
    public int BatchSize { get; }

    /// <summary>The number of batches of an epoch.</summary>
    public int BatchCount => (_order.Length + BatchSize - 1) / BatchSize;

    /// <summary>The number of examples of the current batch.</summary>
    public int Count { get; private set; }

    /// <summary>The inputs of the current batch: a view that <see cref="Next"/> overwrites.</summary>
    public ReadOnlySpan<TInput> Inputs => _inputs.AsSpan(0, Count * _dataset.InputSize);

    /// <summary>The targets of the current batch: a view that <see cref="Next"/> overwrites.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets.AsSpan(0, Count * _dataset.TargetSize);

    /// <summary>Starts an epoch in the data set's own order.</summary>
    public void Rewind()
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _next = 0;
        Count = 0;
    }

    /// <summary>Starts an epoch in random order (Fisher and Yates' shuffle); the same seed and epoch give the same order.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    public void Shuffle(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Rewind();
        new PhiloxRandom(Philox.DeriveKey(_seed, KeyPurpose.Shuffle, 0), (ulong)epoch).Shuffle<int>(_order);
    }

    /// <summary>Gathers the next batch.</summary>
    /// <returns>False at the end of the epoch.</returns>
    public bool Next()
    {
        Count = Math.Min(BatchSize, _order.Length - _next);
        if (Count == 0)
        {
            return false;
        }

        _dataset.CopyTo(_order.AsSpan(_next, Count), _inputs.AsSpan(0, Count * _dataset.InputSize), _targets.AsSpan(0, Count * _dataset.TargetSize));
        _next += Count;
        return true;
    }
}
