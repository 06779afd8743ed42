namespace NetGen;

/// <summary>
/// Goes through a data set in batches: for training in an order that depends on the seed and the epoch alone, for
/// evaluation in the data set's own. Nothing is allocated after construction.
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
    private readonly PhiloxRandom _random;
    private readonly int[] _order;
    private readonly TInput[] _inputs;
    private readonly TTarget[] _targets;
    private readonly IExampleWeights<TInput>? _weighted;
    private readonly TInput[] _weights;
    private readonly int _unit;
    private readonly (BatchParts Parts, int First, int End)? _share;
    private int _next;
    private int _current;

    /// <summary>Batches of a data set, in its own order until <see cref="Shuffle"/>.</summary>
    /// <param name="dataset">The examples, at least one.</param>
    /// <param name="batchSize">The number of examples of a batch, at least 1; more than there are means all.</param>
    /// <param name="seed">What, with the epoch, decides the order.</param>
    /// <param name="dropLast">Leave out the last batch of an epoch where it is smaller than the others, so that all have the same size.</param>
    /// <exception cref="ArgumentException">The data set is empty, or a batch of it is larger than an array can be.</exception>
    public MiniBatches(IDataset<TInput, TTarget> dataset, int batchSize, long seed = 0, bool dropLast = false)
        : this(dataset, batchSize, batchSize, seed, dropLast)
    {
    }

    /// <summary>
    /// Groups of batches: where the last batch is left out if it is smaller, the last group still has those before it. With a share, some parts of every batch, which may be none
    /// of its examples, instead of all.
    /// </summary>
    internal MiniBatches(IDataset<TInput, TTarget> dataset, int groupSize, int batchSize, long seed, bool dropLast, (BatchParts Parts, int First, int End)? share = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1, nameof(batchSize));
        if (dataset.Count == 0)
            throw new ArgumentException("Expected a data set of at least one example, got none.", nameof(dataset));

        BatchSize = Math.Min(groupSize, dataset.Count);
        _unit = Math.Min(batchSize, BatchSize);
        _share = share;
        LargestCount = ShareOf(BatchSize).Count;
        long values = (long)LargestCount * Math.Max(dataset.InputSize, dataset.TargetSize);
        if (values > Array.MaxLength)
            throw new ArgumentException($"Expected a batch of at most {Array.MaxLength} values, got {LargestCount} examples of {values / LargestCount} values.", nameof(batchSize));

        DropLast = dropLast;
        _dataset = dataset;
        _random = new PhiloxRandom(Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Shuffle, 0));
        _order = new int[dataset.Count];
        _inputs = new TInput[LargestCount * dataset.InputSize];
        _targets = new TTarget[LargestCount * dataset.TargetSize];
        _weighted = dataset is IExampleWeights<TInput> { HasWeights: true } weighted ? weighted : null;
        _weights = _weighted is null ? [] : new TInput[LargestCount];
        Rewind();
    }

    /// <summary>The number of examples of a batch, but perhaps the last.</summary>
    public int BatchSize { get; }

    /// <summary>Whether a smaller last batch is left out.</summary>
    public bool DropLast { get; }

    /// <summary>The number of batches of an epoch.</summary>
    public int BatchCount => (_order.Length / BatchSize) + (_order.Length % BatchSize < (DropLast ? _unit : 1) ? 0 : 1);

    /// <summary>The number of examples of the current batch.</summary>
    public int Count { get; private set; }

    /// <summary>The examples of the current batch, by their numbers in the data set: a view that the next epoch overwrites.</summary>
    public ReadOnlySpan<int> Indices => _order.AsSpan(_current, Count);

    /// <summary>The inputs of the current batch, <see cref="Count"/> · InputSize values: a view that <see cref="Next"/> overwrites.</summary>
    public ReadOnlySpan<TInput> Inputs => _inputs.AsSpan(0, Count * _dataset.InputSize);

    /// <summary>The targets of the current batch, <see cref="Count"/> · TargetSize values: a view that <see cref="Next"/> overwrites.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets.AsSpan(0, Count * _dataset.TargetSize);

    /// <summary>The weights of the current batch's examples: a view that <see cref="Next"/> overwrites. Empty where the data set has none, so that all are 1.</summary>
    public ReadOnlySpan<TInput> Weights => _weighted is null ? [] : _weights.AsSpan(0, Count);

    /// <summary>Starts an epoch in the data set's own order.</summary>
    public void Rewind()
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        _next = 0;
        (Count, WholeCount) = (0, 0);
    }

    /// <summary>Starts an epoch in random order (Fisher and Yates' shuffle); the same seed and epoch give the same order.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void Shuffle(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Rewind();

        // Every epoch has 2³² words of the sequence to itself, about twice as many as the longest shuffle draws.
        _random.Position = (ulong)epoch << 32;
        _random.Shuffle<int>(_order);
    }

    /// <summary>Leaves out batches: the next one is so many further on, or there is none.</summary>
    /// <param name="batches">The number of batches, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void Skip(int batches)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batches);
        _next = (int)Math.Min(_next + ((long)batches * BatchSize), _order.Length);
        (Count, WholeCount) = (0, 0);
    }

    /// <summary>Gathers the next batch.</summary>
    /// <returns>False at the end of the epoch.</returns>
    public bool Next()
    {
        (Count, WholeCount) = GatherNext(_inputs, _targets, [], _weights);
        return WholeCount > 0;
    }

    /// <summary>The number of examples of the current batch, those that are not in the share included; 0 at the end of the epoch.</summary>
    internal int WholeCount { get; private set; }

    /// <summary>The largest number of examples that the share of a batch has.</summary>
    internal int LargestCount { get; }

    /// <summary>Whether it goes through a network in one piece, as far as parts decide.</summary>
    internal bool IsOnePart => _share is not { } share || share.End - share.First <= 1;

    /// <summary>The position in a batch of so many examples where the share begins.</summary>
    internal int FirstOf(int wholeCount) => ShareOf(wholeCount).First;

    /// <summary>Whether examples have weights.</summary>
    internal bool HasWeights => _weighted is not null;

    /// <summary>Copies the weights of the chosen examples, where they have some.</summary>
    internal void CopyWeightsTo(ReadOnlySpan<int> examples, Span<TInput> weights) => _weighted?.CopyWeightsTo(examples, weights);

    /// <summary>The number of examples of the batch that comes next, those that are not in the share included; 0 at the end of the epoch.</summary>
    internal int ComingWhole => WholeFrom(_next);

    /// <summary>The examples of the batch that comes next, by their numbers in the data set; none at the end of the epoch.</summary>
    internal ReadOnlySpan<int> Coming => BatchFrom(_next);

    /// <summary>The examples of the batch after that.</summary>
    internal ReadOnlySpan<int> Following => BatchFrom(_next + ComingWhole);

    /// <summary>Goes past the batch that comes next.</summary>
    internal void Pass()
    {
        int whole = ComingWhole;
        _current = _next + FirstOf(whole);
        _next += whole;
    }

    /// <summary>Gathers the next batch into other memory. Returns its number of examples, and that of the whole of which they are a share, 0 at the end of the epoch.</summary>
    internal (int Count, int Whole) GatherNext(Span<TInput> inputs, Span<TTarget> targets, Span<int> indices, Span<TInput> weights)
    {
        ReadOnlySpan<int> examples = Coming;
        int count = examples.Length, whole = ComingWhole;
        if (whole == 0)
            return (0, 0);
        if (count > 0)
            _dataset.CopyTo(examples, inputs[..(count * _dataset.InputSize)], targets[..(count * _dataset.TargetSize)]);
        if (!indices.IsEmpty)
            examples.CopyTo(indices);
        CopyWeightsTo(examples, weights);
        Pass();
        return (count, whole);
    }

    private int WholeFrom(int first)
    {
        int count = Math.Min(BatchSize, _order.Length - first);
        return DropLast ? count - (count % _unit) : count;
    }

    private ReadOnlySpan<int> BatchFrom(int first)
    {
        (int start, int count) = ShareOf(WholeFrom(first));
        return _order.AsSpan(first + start, count);
    }

    private (int First, int Count) ShareOf(int count)
    {
        if (_share is not { } share)
            return (0, count);
        int first = share.Parts.FirstExample(share.First, count);
        return (first, share.Parts.FirstExample(share.End, count) - first);
    }
}
