using System.Globalization;
using NetGen;
using ScottPlot;

namespace Generating;

/// <summary>Trains autoencoders, and draws what they make.</summary>
internal static class Autoencoding
{
    private const int Batch = 128;
    private const double LearningRate = 1e-3;

    /// <summary>Trains one with long codes for good images and one with two numbers for a map of them; the last line is the first one's −ELBO on what it has not seen.</summary>
    public static void Run(GenerativeOptions options, CancellationToken cancellation)
    {
        (ImageDataset train, ImageDataset test) = Pictures.Load(options);
        float[] pixels = Pictures.Numbers(train), unseen = Pictures.Numbers(test);
        DigitAutoencoder network = new(options.Seed);
        DigitDecoder decoder = new();
        double nats = Train<DigitAutoencoder, DigitDecoder>(network, decoder, pixels, unseen, options, cancellation);
        PhiloxRandom random = new((ulong)options.Seed, stream: 21);

        Drawn(Pictures.Draw(Reconstructions(network, unseen.AsSpan(0, 20 * Pictures.Pixels)), 20, "Digits, and their reconstructions from 20 numbers", options.Output, "reconstructions.png"));
        float[] codes = new float[200 * DigitAutoencoder.CodeSize];
        Adversaries<DigitGenerator, DigitJudge>.FillNoise(random, codes);
        Drawn(Pictures.Draw(decoder.Predict(codes), 20, "Digits of random codes", options.Output, "samples.png"));
        Drawn(Pictures.Draw(Interpolations(network, decoder, unseen), 16, "From one digit to another, by way of codes between theirs", options.Output, "interpolations.png"));

        PlaneAutoencoder plane = new(options.Seed);
        PlaneDecoder ofPlane = new();
        Console.WriteLine();
        Console.WriteLine("With codes of two numbers");
        Train<PlaneAutoencoder, PlaneDecoder>(plane, ofPlane, pixels, unseen, options, cancellation);
        Drawn(Pictures.Draw(ofPlane.Predict(Grid()), 20, "The plane of codes: what lies where", options.Output, "plane.png"));
        Drawn(DrawCodes(plane, test, unseen, options.Output));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test -ELBO {nats:F1} nats"));
    }

    private static double Train<TNetwork, TDecoder>(TNetwork network, TDecoder decoder, float[] pixels, float[] unseen, GenerativeOptions options, CancellationToken cancellation)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, float>
        where TDecoder : class, INetwork<TDecoder, float>
    {
        ArrayDataset<float, float> data = new(pixels, pixels, Pictures.Pixels, Pictures.Pixels);
        network.Fit(data, new FitOptions { Epochs = options.Epochs ?? 20, BatchSize = Batch, Optimizer = new Adam(LearningRate), Seed = options.Seed, Threads = options.Threads, Metrics = [], Progress = new EpochLines() }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        foreach (ParameterDescription parameter in TDecoder.Description.Parameters)
        {
            float[] values = new float[parameter.Count];
            network.GetParameter(parameter.Name, values);
            decoder.SetParameter(parameter.Name, values);
        }

        (double ofPixels, double ofCodes) = Nats(network, unseen);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  unseen digits: {ofPixels:F1} nats for the pixels, {ofCodes:F1} for the codes"));
        return ofPixels + ofCodes;
    }

    /// <summary>−ELBO of images, with one sample of each code.</summary>
    private static (double Pixels, double Codes) Nats<TNetwork>(TNetwork network, float[] images)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, float>
    {
        Workspace<float> workspace = network.CreateWorkspace(Batch);
        double ofPixels = 0, ofCodes = 0;
        int count = images.Length / Pictures.Pixels;
        for (int first = 0; first < count; first += Batch)
        {
            int examples = Math.Min(Batch, count - first);
            ReadOnlySpan<float> batch = images.AsSpan(first * Pictures.Pixels, examples * Pictures.Pixels);
            network.Forward(workspace, batch, training: true); // with samples of the codes
            network.Loss(workspace, batch);
            ofPixels += workspace.Loss("binaryCrossEntropy") * examples;
            ofCodes += workspace.Loss("gaussianKL") * examples;
        }

        return (ofPixels / count, ofCodes / count);
    }

    private static float[] Reconstructions(DigitAutoencoder network, ReadOnlySpan<float> images)
    {
        float[] both = new float[2 * images.Length];
        images.CopyTo(both);
        network.PredictProbabilities(images, both.AsSpan(images.Length));
        return both;
    }

    /// <summary>Eight pairs of digits, with fourteen codes between each.</summary>
    private static float[] Interpolations(DigitAutoencoder network, DigitDecoder decoder, float[] images)
    {
        const int Pairs = 8, Steps = 16, Size = DigitAutoencoder.CodeSize;
        float[] ends = Codes<DigitAutoencoder>(network, images.AsSpan(0, 2 * Pairs * Pictures.Pixels), Size), codes = new float[Pairs * Steps * Size];
        for (int i = 0; i < codes.Length; i++)
        {
            int pair = i / (Steps * Size), step = i / Size % Steps, number = i % Size;
            float share = step / (Steps - 1f);
            codes[i] = ((1 - share) * ends[(2 * pair * Size) + number]) + (share * ends[(((2 * pair) + 1) * Size) + number]);
        }

        return decoder.Predict(codes);
    }

    /// <summary>Codes in the plane, closer where more of them are: at quantiles of the normal distribution, approximately.</summary>
    private static float[] Grid()
    {
        const int Side = 20;
        float[] codes = new float[Side * Side * 2];
        for (int i = 0; i < Side * Side; i++)
            (codes[2 * i], codes[(2 * i) + 1]) = (Quantile((i % Side) + 0.5), -Quantile((i / Side) + 0.5));
        return codes;

        static float Quantile(double place) => (float)(Math.Log(place / (Side - place)) / 1.702); // of the logistic distribution, scaled
    }

    private static float[] Codes<TNetwork>(TNetwork network, ReadOnlySpan<float> images, int size)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        Workspace<float> workspace = network.CreateWorkspace(images.Length / Pictures.Pixels, parameterGradients: false);
        network.Forward(workspace, images, training: false);
        float[] codes = new float[images.Length / Pictures.Pixels * size];
        network.GetOutput(workspace, "mean", codes);
        return codes;
    }

    private static string DrawCodes(PlaneAutoencoder network, ImageDataset test, float[] images, string folder)
    {
        int count = Math.Min(test.Count, 2000);
        float[] codes = Codes<PlaneAutoencoder>(network, images.AsSpan(0, count * Pictures.Pixels), 2);
        using Plot plot = new();
        for (int label = 0; label < StrokeDigits.Classes; label++)
        {
            int[] members = [.. Enumerable.Range(0, count).Where(i => test.Label(i) == label)];
            double[] xs = [.. members.Select(i => (double)codes[2 * i])], ys = [.. members.Select(i => (double)codes[(2 * i) + 1])];
            ScottPlot.Plottables.Markers markers = plot.Add.Markers(xs, ys, MarkerShape.FilledCircle, 4);
            markers.LegendText = label.ToString(CultureInfo.InvariantCulture);
        }

        plot.Title("Codes of unseen digits");
        plot.XLabel("first number of the code");
        plot.YLabel("second number");
        plot.ShowLegend(Alignment.UpperRight);
        string path = Path.Combine(folder, "codes.png");
        plot.SavePng(path, 800, 800);
        return path;
    }

    private static void Drawn(string path) => Console.WriteLine($"  drawn: {path}");

    /// <summary>A line for every epoch.</summary>
    private sealed class EpochLines : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  epoch {epoch.Epoch,2}: {epoch.Losses[0].Value:F1} nats for the pixels, {epoch.Losses[1].Value:F1} for the codes"));
        }
    }
}
