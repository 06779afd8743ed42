using System.Collections.Concurrent;

namespace NetGen;

/// <summary>Trains many networks that differ in their settings, and says which does best.</summary>
/// <example>
/// <code>
/// SweepSpace space = new SweepSpace().LogRange("rate", 1e-4, 1e-1).Values("batch", 16, 32, 64);
/// SweepResult result = Sweep.Run(
///     space.Random(trials: 27, seed: 1),
///     c => Trial.Of(new IrisNet(seed: 1).CreateTrainer(train, validation, new FitOptions { Epochs = 90, Optimizer = new Adam(c.Number("rate")), BatchSize = c.Whole("batch") })),
///     new SweepOptions { Epochs = 90, HalvingFrom = 10, ResultFile = "sweep.jsonl" });
/// Console.Write(result);
/// </code>
/// </example>
public static class Sweep
{
    /// <summary>
    /// Runs the trials, several at the same time, each on one thread. The lines are the same whatever the number of cores, and whether or not the sweep was ended anywhere and continued
    /// with its result file.
    /// </summary>
    /// <param name="configurations">What to try: <see cref="SweepSpace.Grid"/> or <see cref="SweepSpace.Random"/>.</param>
    /// <param name="create">
    /// Makes a trial, on its thread; several may be made at the same time, so that it shares nothing that one of them changes. In later rounds of successive halving, and after a
    /// restart, a trial is made anew and trained from its beginning where it is not there any more: the same one, for it depends on the configuration alone.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the sweep: trials that have ended are kept, those that run are not.</param>
    /// <returns>What came of it; a trial that threw has its message in place of a score.</returns>
    /// <exception cref="InvalidDataException">The result file is of another sweep.</exception>
    /// <exception cref="IOException">The result file cannot be written.</exception>
    /// <exception cref="ArgumentException">There is no configuration, or the options do not go together.</exception>
    public static SweepResult Run(IReadOnlyList<SweepConfiguration> configurations, Func<SweepConfiguration, Trial> create, SweepOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configurations);
        ArgumentNullException.ThrowIfNull(create);
        options ??= new();
        options.Validate();
        if (configurations.Count == 0)
            throw new ArgumentException("Expected at least one configuration, got none.", nameof(configurations));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ConsoleCancelEventHandler handler = (_, e) =>
        {
            e.Cancel = !stop.IsCancellationRequested; // a second one ends the program
            stop.Cancel();
        };
        if (options.StopsOnCtrlC)
            Console.CancelKeyPress += handler;
        using SweepRun run = new(configurations, create, options, stop.Token);
        try
        {
            return run.Run();
        }
        finally
        {
            if (options.StopsOnCtrlC)
                Console.CancelKeyPress -= handler;
        }
    }

    /// <summary>What is least for the best line; infinite where there is no score.</summary>
    internal static double Cost(SweepLine line, bool maximizes) =>
        line.Error is not null || double.IsNaN(line.Score) ? double.PositiveInfinity : maximizes ? -line.Score : line.Score;

    private sealed class SweepRun(IReadOnlyList<SweepConfiguration> configurations, Func<SweepConfiguration, Trial> create, SweepOptions options, CancellationToken stop) : IDisposable
    {
        private readonly ConcurrentDictionary<(int Trial, int Epochs), SweepLine> _lines = [];
        private readonly ConcurrentDictionary<int, Trial> _trials = [];
        private readonly Lock _reports = new();
        private readonly SweepFile? _file = options.ResultFile is null ? null : new(options.ResultFile, configurations, options);

        public SweepResult Run()
        {
            foreach (SweepLine line in _file?.Lines ?? [])
                _lines[(line.Configuration.Trial, line.Epochs)] = line;
            SweepConfiguration[] going = [.. configurations.Where(configuration => configuration.Trial % options.Shards == options.Shard)];
            IReadOnlyList<int> rounds = options.Rounds;
            bool isComplete = true;
            for (int round = 0; round < rounds.Count && isComplete; round++)
            {
                int epochs = rounds[round];
                isComplete = RunRound(going, epochs, isLast: round == rounds.Count - 1);
                if (isComplete)
                    going = Best(going, epochs);
            }

            SweepLine[] lines = [.. _lines.Values.OrderBy(line => line.Epochs).ThenBy(line => line.Configuration.Trial)];
            _file?.Write(lines);
            return new(lines, options.Maximize, isComplete);
        }

        public void Dispose()
        {
            foreach (Trial trial in _trials.Values)
                trial.Dispose();
        }

        private bool RunRound(SweepConfiguration[] going, int epochs, bool isLast)
        {
            SweepConfiguration[] missing = [.. going.Where(configuration => !_lines.ContainsKey((configuration.Trial, epochs)))];
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = stop };
            try
            {
                Parallel.ForEach(Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering), parallel, configuration => RunTrial(configuration, epochs, isLast));
                return true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
            catch (AggregateException e) when (e.InnerExceptions is [var only, ..])
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only); // of the file, or of who is told of progress
                throw;
            }
        }

        private void RunTrial(SweepConfiguration configuration, int epochs, bool isLast)
        {
            Trial? trial = null;
            SweepLine line;
            try
            {
                if (!_trials.TryRemove(configuration.Trial, out trial))
                    trial = create(configuration);
                IReadOnlyList<MetricValue> values = trial.Train(epochs, stop);
                line = new() { Configuration = configuration, Epochs = epochs, Score = values[0].Value, Values = [.. values.Skip(1)] };
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                trial?.Dispose();
                throw;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                line = new() { Configuration = configuration, Epochs = epochs, Score = double.NaN, Values = [], Error = $"{e.GetType().Name}: {e.Message}" };
            }

            if (stop.IsCancellationRequested)
            {
                trial?.Dispose(); // it may have ended for that, and not at its end
                throw new OperationCanceledException(stop);
            }

            if (isLast || line.Error is not null)
                trial?.Dispose();
            else
                _trials[configuration.Trial] = trial!;
            lock (_reports)
            {
                _lines[(configuration.Trial, epochs)] = line;
                _file?.Add(line);
                options.Progress?.Report(line);
            }
        }

        /// <summary>Those that go on to the next round, in the order of their numbers; the others are not needed any more.</summary>
        private SweepConfiguration[] Best(SweepConfiguration[] going, int epochs)
        {
            int count = (going.Length + options.HalvingFactor - 1) / options.HalvingFactor;
            SweepConfiguration[] best =
            [
                .. going.Where(configuration => _lines[(configuration.Trial, epochs)].Error is null)
                    .OrderBy(configuration => Cost(_lines[(configuration.Trial, epochs)], options.Maximize)).ThenBy(configuration => configuration.Trial)
                    .Take(count).OrderBy(configuration => configuration.Trial),
            ];
            foreach (SweepConfiguration gone in going.Except(best))
            {
                if (_trials.TryRemove(gone.Trial, out Trial? trial))
                    trial.Dispose();
            }

            return best;
        }
    }
}
