using System.Globalization;
using NetGen;
using ScottPlot;

namespace Generating;

/// <summary>Eight Gaussians on a circle: whether a GAN finds all of them, and stays near them, can be counted.</summary>
internal static class Ring
{
    private const int Modes = 8, Batch = 256, Samples = 10_000;
    private const double Radius = 2, Deviation = 0.05, Near = 0.2, LearningRate = 1e-3;

    /// <summary>Trains, counts, draws; the last line is what it came to.</summary>
    public static void Run(GenerativeOptions options, CancellationToken cancellation)
    {
        RingGenerator generator = new(options.Seed);
        RingJudge judge = new(options.Seed + 1);
        Adversaries<RingGenerator, RingJudge> adversaries = new(generator, judge, Batch, LearningRate, options.Seed);
        PhiloxRandom random = new((ulong)options.Seed, stream: 3);
        float[] real = new float[Batch * 2];
        int steps = options.Epochs ?? 12_000;
        RingGenerator average = generator.Clone();
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            double done = (double)step / steps;
            judge.SetRate("gaussianNoise1", 0.5 * Math.Max(0, 1 - (1.5 * done)));
            adversaries.LearningRate = LearningRate * (1 - done);
            Fill(random, real);
            float cost = adversaries.Step(real);
            Blend(average, generator, step < 1000 ? 1f : 0.002f);
            if ((step + 1) % Math.Max(1, steps / 6) == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step + 1,6}: cost of the judge {cost:F3}, {Count(average, options.Seed).Text}"));
        }

        Console.WriteLine($"drawn: {Draw(average, options)}");
        Console.WriteLine(Count(average, options.Seed).Text);
    }

    /// <summary>The share of samples near a mode, and the smallest share of a mode.</summary>
    private static (double Near, double Least, string Text) Count(RingGenerator generator, long seed)
    {
        float[] samples = Sample(generator, seed);
        int[] counts = new int[Modes];
        for (int i = 0; i < Samples; i++)
        {
            for (int mode = 0; mode < Modes; mode++)
            {
                (double x, double y) = Centre(mode);
                if (Math.Sqrt(((samples[2 * i] - x) * (samples[2 * i] - x)) + ((samples[(2 * i) + 1] - y) * (samples[(2 * i) + 1] - y))) <= Near)
                    counts[mode]++;
            }
        }

        double near = (double)counts.Sum() / Samples, least = (double)counts.Min() / Samples;
        return (near, least, string.Create(CultureInfo.InvariantCulture, $"samples near a mode {100 * near:F1} %, in the rarest mode {100 * least:F1} %"));
    }

    private static float[] Sample(RingGenerator generator, long seed)
    {
        float[] noise = new float[Samples * RingGenerator.InputSize];
        Adversaries<RingGenerator, RingJudge>.FillNoise(new PhiloxRandom((ulong)seed, stream: 11), noise);
        return generator.Predict(noise);
    }

    private static void Blend(RingGenerator average, RingGenerator network, float share)
    {
        Span<float> to = average.Parameters;
        ReadOnlySpan<float> from = network.Parameters;
        for (int i = 0; i < to.Length; i++)
            to[i] += share * (from[i] - to[i]);
    }

    private static void Fill(PhiloxRandom random, Span<float> points)
    {
        for (int i = 0; i < points.Length; i += 2)
        {
            (double x, double y) = Centre(random.NextInt32(Modes));
            points[i] = (float)random.NextNormal(x, Deviation);
            points[i + 1] = (float)random.NextNormal(y, Deviation);
        }
    }

    private static (double X, double Y) Centre(int mode) => (Radius * Math.Cos(2 * Math.PI * mode / Modes), Radius * Math.Sin(2 * Math.PI * mode / Modes));

    private static string Draw(RingGenerator generator, GenerativeOptions options)
    {
        Directory.CreateDirectory(options.Output);
        float[] made = Sample(generator, options.Seed), real = new float[4000];
        Fill(new PhiloxRandom((ulong)options.Seed, stream: 12), real);
        using Plot plot = new();
        Add(plot, made.AsSpan(0, 6000), "made", Colors.C0, 3);
        Add(plot, real, "real", Colors.C1, 3);
        plot.Axes.SquareUnits();
        plot.Title("Points of the ring, and points made from noise");
        plot.XLabel("x");
        plot.YLabel("y");
        plot.ShowLegend(Alignment.UpperRight);
        string png = Path.Combine(options.Output, "ring.png");
        plot.SavePng(png, 700, 700);
        return png;
    }

    private static void Add(Plot plot, ReadOnlySpan<float> points, string legend, Color color, float size)
    {
        double[] xs = new double[points.Length / 2], ys = new double[points.Length / 2];
        for (int i = 0; i < xs.Length; i++)
            (xs[i], ys[i]) = (points[2 * i], points[(2 * i) + 1]);
        ScottPlot.Plottables.Markers markers = plot.Add.Markers(xs, ys, MarkerShape.FilledCircle, size, color.WithAlpha(0.5));
        markers.LegendText = legend;
    }
}
