using System.Globalization;
using System.Numerics;

namespace NetGen;

/// <summary>What a learning-rate range test (Smith, 2017) came to: the loss while the rate rises by the same factor at every step.</summary>
public sealed class LearningRateTest
{
    private const double Smoothing = 0.98;
    private const double WorseThanBest = 4;

    private LearningRateTest(IReadOnlyList<LearningRatePoint> points) => Points = points;

    /// <summary>The steps, in the order of their rates. Fewer than were asked for where the smoothed loss was four times the least so far, or the training diverged.</summary>
    public IReadOnlyList<LearningRatePoint> Points { get; }

    /// <summary>The rate at which the smoothed loss falls most for each factor of the rate: a rate to train with. NaN with fewer than three points.</summary>
    public double Steepest
    {
        get
        {
            (double rate, double slope) = (double.NaN, double.PositiveInfinity);
            for (int i = 1; i + 1 < Points.Count; i++)
            {
                double change = Points[i + 1].SmoothedLoss - Points[i - 1].SmoothedLoss; // rates are the same factor apart
                if (change < slope)
                    (rate, slope) = (Points[i].LearningRate, change);
            }

            return rate;
        }
    }

    /// <summary>A table of about twenty rates with their losses, and the steepest.</summary>
    public override string ToString()
    {
        int step = Math.Max(1, Points.Count / 20);
        IEnumerable<string[]> rows = Points.Where((_, i) => i % step == 0 || i == Points.Count - 1)
            .Select(point => new[] { TextTable.Number(point.LearningRate), TextTable.Number(point.Loss), TextTable.Number(point.SmoothedLoss) });
        return TextTable.Of([["rate", "loss", "smoothed"], .. rows]) + $"falls most at {TextTable.Number(Steepest)}\n";
    }

    /// <summary>The losses by rate as a small chart, an SVG file's text; equal factors of the rate are equally far apart.</summary>
    public string ToSvg()
    {
        LineChart chart = new() { XTitle = "learning rate", IsLogarithmic = true };
        chart.Add("smoothed loss", Points.Select(point => (point.LearningRate, point.SmoothedLoss)));
        chart.Add("loss", Points.Select(point => (point.LearningRate, point.Loss)));
        return chart.ToString();
    }

    internal static LearningRateTest Run<TNetwork, T, TTarget>(TNetwork network, IDataset<T, TTarget> train, double from, double to, int steps, FitOptions? options, CancellationToken cancellation)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        if (!(from > 0 && to > from && double.IsFinite(to)))
            throw new ArgumentOutOfRangeException(nameof(to), string.Create(CultureInfo.InvariantCulture, $"Expected rates from more than 0 to more than that, got {from} to {to}."));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        options ??= new();
        Optimizer optimizer = options.Optimizer ?? new Adam();
        if (optimizer.IsOwned)
            throw new InvalidOperationException($"The {optimizer.GetType().Name} belongs to a network: a range test needs one that has not begun.");
        double rate = optimizer.LearningRate;
        using Trainer<TNetwork, T, TTarget> trainer = new(network.Clone(), train, null, new()
        {
            Optimizer = optimizer,
            BatchSize = options.BatchSize,
            GradientAccumulation = options.GradientAccumulation,
            Epochs = int.MaxValue,
            Threads = options.Threads,
            Seed = options.Seed,
            Shuffle = options.Shuffle,
            DropLast = options.DropLast,
            Adapt = options.Adapt,
            ClipNorm = options.ClipNorm,
            ClipValue = options.ClipValue,
            Metrics = [],
        });
        try
        {
            return new(Steps(trainer, from, to, steps, cancellation));
        }
        finally
        {
            optimizer.Reset();
            optimizer.LearningRate = rate;
        }
    }

    private static List<LearningRatePoint> Steps<TNetwork, T, TTarget>(Trainer<TNetwork, T, TTarget> trainer, double from, double to, int steps, CancellationToken cancellation)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        List<LearningRatePoint> points = [];
        double sum = 0, weight = 0, least = double.PositiveInfinity;
        while (points.Count < steps)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!trainer.NextBatch())
            {
                trainer.EndEpoch();
                continue;
            }

            double rate = points.Count == steps - 1 ? to : from * PortableMath.Power(to / from, points.Count / (steps - 1.0)), loss;
            trainer.Optimizer.LearningRate = rate;
            try
            {
                loss = trainer.Step();
            }
            catch (TrainingDivergedException)
            {
                break;
            }

            // An average that looks back fifty steps, of those there have been.
            sum = Smoothing * sum + (1 - Smoothing) * loss;
            weight = Smoothing * weight + (1 - Smoothing);
            points.Add(new() { LearningRate = rate, Loss = loss, SmoothedLoss = sum / weight });
            least = Math.Min(least, sum / weight);
            if (sum / weight > WorseThanBest * least && least > 0)
                break;
        }

        return points;
    }
}

/// <summary>A step of a learning-rate range test.</summary>
public sealed record LearningRatePoint
{
    /// <summary>The learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The cost of the step's batch, before the update at this rate.</summary>
    public required double Loss { get; init; }

    /// <summary>An exponential average of the costs so far, with the decay 0.98 and corrected for its beginning.</summary>
    public required double SmoothedLoss { get; init; }
}
