using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// The batches of a data set, gathered by a thread of its own while the step of the batch before runs, unless gathering takes
/// no longer than fetching what another core has just written, or there are no threads; then they are gathered in the workspace, where Forward reads
/// them. The order is that of <see cref="MiniBatches{TInput, TTarget}"/>. Nothing is allocated after the start, but for one copy
/// of a batch when the workspace is given other inputs between.
/// </summary>
internal sealed class BatchLoader<T, TTarget> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    private readonly Work _work;

    /// <summary>Prepares to gather.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="batches">Their order.</param>
    /// <param name="shuffle">Whether it is random.</param>
    /// <param name="workspace">The workspace that all batches go through.</param>
    public BatchLoader(IDataset<T, TTarget> dataset, MiniBatches<T, TTarget> batches, bool shuffle, Workspace<T> workspace) =>
        _work = new(dataset, batches, shuffle, workspace);

    // Only the thread that gathers holds the work for its life, so that a loader nobody uses is collected and ends it.
    ~BatchLoader() => _work.Stop();

    public int BatchSize => _work.Batches.BatchSize;

    public int BatchCount => _work.Batches.BatchCount;

    /// <summary>The examples of the current batch, by their numbers in the data set.</summary>
    public ReadOnlySpan<int> Indices => _work.Current.Indices.AsSpan(0, _work.Current.Count);

    public ReadOnlySpan<T> Inputs => _work.Inputs;

    public ReadOnlySpan<TTarget> Targets => _work.Current.Targets.AsSpan(0, _work.Current.Count * _work.Dataset.TargetSize);

    /// <summary>The weights of the examples; empty where the data set has none.</summary>
    public ReadOnlySpan<T> Weights => _work.Current.Weights.AsSpan(0, _work.Batches.HasWeights ? _work.Current.Count : 0);

    /// <summary>The number of examples of the current batch.</summary>
    public int Count => _work.Current.Count;

    /// <summary>The number of examples of the batch of which the current one is this rank's share.</summary>
    public int WholeCount => _work.Current.WholeCount;

    /// <summary>The position of the share's first example in that batch.</summary>
    public int First => _work.Batches.FirstOf(WholeCount);

    /// <summary>Begins an epoch at a batch of it.</summary>
    public void Begin(int epoch, int firstBatch) => _work.Begin(epoch, firstBatch);

    /// <summary>Moves to the next batch; false at the end of the epoch.</summary>
    public bool Next() => _work.Next();

    public void Dispose()
    {
        _work.Stop();
        GC.SuppressFinalize(this);
    }

    private sealed class Buffer(int batchSize, int inputSize, int targetSize, bool hasWeights)
    {
        private T[]? _inputs;

        /// <summary>None where all batches are gathered in the workspace.</summary>
        public T[] Inputs => _inputs ??= new T[batchSize * inputSize];

        public readonly TTarget[] Targets = new TTarget[batchSize * targetSize];
        public readonly T[] Weights = hasWeights ? new T[batchSize] : [];
        public readonly int[] Indices = new int[batchSize];
        public int Count;
        public int WholeCount;
    }

    /// <summary>
    /// Two buffers: one is the current batch, the other is free, being filled or full. All fields but <see cref="Current"/> are
    /// read and written under the lock, and the batches by the thread that gathers alone while a fill is wanted.
    /// </summary>
    private sealed class Work(IDataset<T, TTarget> dataset, MiniBatches<T, TTarget> batches, bool shuffle, Workspace<T> workspace) : IBatchInPlace, ICrewJob
    {
        // Gathering is timed in the first batches, and the best time counts.
        private const int Trials = 8;

        // About what it takes to wake a thread, and to read memory that is in the cache of another core. Where the threads of the
        // step need all cores, one more takes its time from them: then it pays only for data that are waited for, on a disk.
        private const double HandOverSeconds = 5e-6, SecondsPerByte = 1 / 4e9, BusyHandOverSeconds = 500e-6;

        // Less than this is copied before other threads have noticed that there is something to do.
        private const int LeastBytesForThreads = 1 << 16;

        private readonly object _lock = new();
        private Buffer _next = new(batches.LargestCount, dataset.InputSize, dataset.TargetSize, batches.HasWeights);
        private Thread? _thread;
        private double _bestSeconds = double.PositiveInfinity;
        private int _trials;
        private bool _isInPlace;
        private bool _isWanted;
        private bool _isStopped;
        private bool _isAlone;
        private Exception? _failure;

        public IDataset<T, TTarget> Dataset => dataset;

        public MiniBatches<T, TTarget> Batches => batches;

        /// <summary>The inputs of the current batch, wherever they are.</summary>
        public ReadOnlySpan<T> Inputs => _isInPlace ? workspace.InputsInPlace(Current.Count) : Current.Inputs.AsSpan(0, Current.Count * dataset.InputSize);

        public Buffer Current { get; private set; } = new(batches.LargestCount, dataset.InputSize, dataset.TargetSize, batches.HasWeights);

        public void Begin(int epoch, int firstBatch)
        {
            lock (_lock)
            {
                while (_isWanted)
                    Monitor.Wait(_lock);
                if (shuffle)
                    batches.Shuffle(epoch);
                else
                    batches.Rewind();
                batches.Skip(firstBatch);
                (Current.Count, Current.WholeCount, _failure) = (0, 0, null);
                if (GathersAhead)
                    Want();
            }
        }

        public bool Next() => GathersAhead ? NextGathered() : GatherHere();

        /// <summary>Whether it pays to gather on another thread, as far as it is known.</summary>
        private bool GathersAhead => !_isAlone && _trials == Trials && _bestSeconds > HandOver;

        private double HandOver => Environment.ProcessorCount > workspace.Threads ? HandOverSeconds + (SecondsPerByte * Bytes) : BusyHandOverSeconds;

        private double Bytes => batches.LargestCount * (((double)dataset.InputSize * Unsafe.SizeOf<T>()) + ((double)dataset.TargetSize * Unsafe.SizeOf<TTarget>()));

        private bool GatherHere()
        {
            ObjectDisposedException.ThrowIf(_isStopped, typeof(BatchLoader<T, TTarget>));
            long start = Stopwatch.GetTimestamp();
            try
            {
                (Current.Count, Current.WholeCount) = (0, 0);
                _isInPlace = workspace.CanGatherInPlace && batches.IsOnePart && batches.LargestCount <= workspace.BatchCapacity && !batches.Coming.IsEmpty;
                if (_isInPlace)
                    GatherInPlace();
                else
                    (Current.Count, Current.WholeCount) = batches.GatherNext(Current.Inputs, Current.Targets, Current.Indices, Current.Weights);
            }
            catch (Exception exception)
            {
                throw Failure(exception);
            }

            if (Current.WholeCount == 0)
                return false;
            if (_trials < Trials)
            {
                _bestSeconds = Math.Min(_bestSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
                _trials++;
            }

            if (GathersAhead)
            {
                lock (_lock)
                    Want();
            }

            return true;
        }

        /// <summary>Where Forward reads it, and on the threads of the step, which have nothing else to do.</summary>
        private void GatherInPlace()
        {
            (int count, int whole) = (batches.Coming.Length, batches.ComingWhole);
            using WorkspaceFrame<T> use = workspace.Use();
            workspace.TakeInputs(this);
            if (Bytes >= LeastBytesForThreads && dataset is IParallelReading { CanReadInParallel: true })
                workspace.Run(this);
            else
                GatherShare(0, count);
            batches.Coming.CopyTo(Current.Indices);
            batches.CopyWeightsTo(batches.Coming, Current.Weights);
            batches.Pass();
            (Current.Count, Current.WholeCount) = (count, whole);
        }

        /// <inheritdoc/>
        void ICrewJob.Run(Share share)
        {
            int count = batches.Coming.Length;
            GatherShare(share.First(count), share.Count(count));
        }

        private void GatherShare(int first, int count)
        {
            // By the thread that will read them: they come to its cache while the step runs.
            if (dataset is IAnticipating anticipating && batches.Following is var following && first < following.Length)
                anticipating.Anticipate(following.Slice(first, Math.Min(count, following.Length - first)));
            if (count > 0)
            {
                dataset.CopyTo(
                    batches.Coming.Slice(first, count),
                    workspace.InputsInPlace(first + count)[(first * dataset.InputSize)..],
                    Current.Targets.AsSpan(first * dataset.TargetSize, count * dataset.TargetSize));
            }
        }

        /// <inheritdoc/>
        void IBatchInPlace.Leave()
        {
            if (!_isInPlace)
                return;
            Inputs.CopyTo(Current.Inputs);
            _isInPlace = false;
        }

        private static InvalidOperationException Failure(Exception exception) =>
            new($"The data set failed to deliver a batch: {exception.Message}", exception);

        private bool NextGathered()
        {
            lock (_lock)
            {
                while (_isWanted)
                    Monitor.Wait(_lock);
                if (_failure is { } failure)
                {
                    _failure = null;
                    throw Failure(failure);
                }

                (Current, _next, _isInPlace) = (_next, Current, false);
                if (Current.WholeCount == 0)
                    return false;
                Want();
                return true;
            }
        }

        public void Stop()
        {
            lock (_lock)
            {
                _isStopped = true;
                Monitor.PulseAll(_lock);
            }
        }

        private void Want()
        {
            ObjectDisposedException.ThrowIf(_isStopped, typeof(BatchLoader<T, TTarget>));
            try
            {
                _thread ??= BackgroundThread.Start(Gather, "NetGen batches");
            }
            catch (PlatformNotSupportedException)
            {
                _isAlone = true; // no thread but this one: every batch is gathered when it is asked for
                return;
            }

            _isWanted = true;
            Monitor.PulseAll(_lock);
        }

        private void Gather()
        {
            while (true)
            {
                lock (_lock)
                {
                    while (!_isWanted && !_isStopped)
                        Monitor.Wait(_lock);
                    if (_isStopped)
                        return;
                }

                Exception? failure = null;
                try
                {
                    (_next.Count, _next.WholeCount) = batches.GatherNext(_next.Inputs, _next.Targets, _next.Indices, _next.Weights);
                }
                catch (Exception exception)
                {
                    failure = exception; // thrown again where the batch is asked for
                }

                lock (_lock)
                {
                    (_failure, _isWanted) = (failure, false);
                    Monitor.PulseAll(_lock);
                }
            }
        }
    }
}
