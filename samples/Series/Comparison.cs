using NetGen;

namespace Forecasting;

/// <summary>A way to forecast, and what it says of the held-out values.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">Its forecasts: of each held-out window, each lead.</param>
/// <param name="Error">The root of their mean squared error.</param>
internal sealed record Forecast(string Name, double[][] Values, double Error);

/// <summary>A network and the simple forecasts, all made from the same values before a row and tested on those from it on.</summary>
internal sealed class Comparison
{
    private readonly SeriesData _series;
    private readonly WindowDataset<float> _heldOut;

    private Comparison(SeriesData series, WindowDataset<float> heldOut, IReadOnlyList<Forecast> forecasts)
    {
        _series = series;
        _heldOut = heldOut;
        Forecasts = forecasts;
    }

    /// <summary>The network's forecast first, then autoregression, then the naive ones.</summary>
    public IReadOnlyList<Forecast> Forecasts { get; }

    /// <summary>The held-out windows, and where what they forecast is in the series, given the lead.</summary>
    public IEnumerable<int> Rows(int lead) => Enumerable.Range(0, _heldOut.Count).Select(window => _heldOut.TargetRowOf(window) + lead - 1);

    /// <summary>Trains a network and fits the others.</summary>
    public static Comparison Run<TNet>(SeriesData series, SeriesOptions options, CancellationToken cancellation)
        where TNet : class, IForecastNet<TNet>
    {
        int length = TNet.Length, horizon = TNet.Horizon, cut = series.Values.Length - (int)Math.Round(series.Values.Length * options.HeldOut);
        if (cut < length + horizon + 10)
            throw new InvalidDataException($"{series.Name}: expected at least {length + horizon + 10} values to learn from, got {cut}.");

        // Scaled by what was known: the mean and the deviation of the values before the cut.
        ReadOnlySpan<double> known = series.Values.AsSpan(0, cut);
        double mean = SeriesData.Mean(known), deviation = Math.Sqrt(known.ToArray().Average(value => (value - mean) * (value - mean)));
        float[] scaled = [.. series.Values.Select(value => (float)((value - mean) / deviation))];
        (WindowDataset<float> train, WindowDataset<float> heldOut) = Sequences.Windows(scaled, length, horizon).SplitAt(cut);

        var net = TNet.Create(options.Seed);
        int steps = options.Epochs * ((train.Count + options.BatchSize - 1) / options.BatchSize);
        Console.WriteLine($"{typeof(TNet).Name}: {TNet.Description.ParameterCount} parameters, {horizon} from {length} values; {train.Count} windows to learn from, {heldOut.Count} held out");
        TrainingHistory history = net.Fit(train, null, new FitOptions
        {
            Optimizer = new AdamW(options.LearningRate, weightDecay: options.WeightDecay) { NoDecay = ["*.bias"] },
            BatchSize = options.BatchSize,
            Epochs = options.Epochs,
            Seed = options.Seed,
            ClipNorm = 1,
            Schedule = new WarmupCosineSchedule(steps / 20, steps),
            Progress = new Lines(options.Epochs),
        }, cancellation);
        if (history.StopReason == StopReason.Cancelled)
            throw new OperationCanceledException(cancellation);

        Comparison empty = new(series, heldOut, []);
        float[] inputs = new float[heldOut.Count * heldOut.InputSize], targets = new float[heldOut.Count * horizon], outputs = new float[targets.Length];
        heldOut.CopyTo([.. Enumerable.Range(0, heldOut.Count)], inputs, targets);
        net.Predict(inputs, outputs);
        Autoregression linear = Autoregression.Fit(known, length, horizon);
        int season = SeriesData.SeasonOf(known);
        return new(series, heldOut,
        [
            empty.Of("GRU", horizon, (window, lead, _) => (outputs[(window * horizon) + lead - 1] * deviation) + mean),
            empty.Of($"autoregression of order {linear.Order}", horizon, (_, lead, row) => linear.Forecast(series.Values.AsSpan(0, row), lead)),
            empty.Of("last value", horizon, (_, _, row) => series.Values[row - 1]),
            empty.Of($"last season, {season} before", horizon, (_, lead, row) => series.Values[row + lead - 1 - (season * ((lead + season - 1) / season))]),
        ]);
    }

    /// <summary>The forecasts of a method, given the window, the lead and the row of the first value that is not known.</summary>
    private Forecast Of(string name, int horizon, Func<int, int, int, double> forecast)
    {
        double[][] values = [.. Enumerable.Range(0, _heldOut.Count).Select(window => Enumerable.Range(1, horizon).Select(lead => forecast(window, lead, _heldOut.TargetRowOf(window))).ToArray())];
        double squares = values.Select((leads, window) => leads.Select((value, i) => Square(value - _series.Values[_heldOut.TargetRowOf(window) + i])).Sum()).Sum();
        return new(name, values, Math.Sqrt(squares / (values.Length * horizon)));
    }

    private static double Square(double value) => value * value;

    private sealed class Lines(int epochs) : IProgress<TrainingProgress>
    {
        private readonly int _every = Math.Max(1, epochs / 10);

        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch && epoch.Epoch % _every == 0)
                Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}: training loss {epoch.Loss:F5}"));
        }
    }
}
