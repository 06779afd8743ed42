using System.Globalization;
using NetGen;

namespace Generating;

/// <summary>A generator of digits and its judge.</summary>
internal static class MadeDigits
{
    private const int Batch = 64, Shown = 200;
    private const double LearningRate = 2e-4;

    /// <summary>Trains, draws; the last line says how well the judge can tell digits that it has not seen from made ones.</summary>
    public static void Run(GenerativeOptions options, CancellationToken cancellation)
    {
        (ImageDataset train, ImageDataset test) = Pictures.Load(options);
        DigitGenerator generator = new(options.Seed);
        DigitJudge judge = new(options.Seed + 1);
        Adversaries<DigitGenerator, DigitJudge> adversaries = new(generator, judge, Batch, LearningRate, options.Seed);
        MiniBatches<float, int> batches = new(train, Batch, options.Seed, dropLast: true);
        float[] noise = new float[Shown * DigitGenerator.NoiseSize];
        Adversaries<DigitGenerator, DigitJudge>.FillNoise(new PhiloxRandom((ulong)options.Seed, stream: 31), noise);
        for (int epoch = 0; epoch < (options.Epochs ?? 20); epoch++)
        {
            double cost = 0;
            batches.Shuffle(epoch);
            while (batches.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                cost += adversaries.Step(batches.Inputs);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1,2}: cost of the judge {cost / batches.BatchCount:F3}"));
        }

        Console.WriteLine($"drawn: {Pictures.Draw(generator.Predict(noise), 20, "Digits made from noise", options.Output, "made.png")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the judge is right about {100 * Right(generator, judge, test, options.Seed):F1} %"));
    }

    /// <summary>The share of unseen and of made digits, as many of each, that the judge takes for what they are.</summary>
    private static double Right(DigitGenerator generator, DigitJudge judge, ImageDataset test, long seed)
    {
        float[] noise = new float[test.Count * DigitGenerator.NoiseSize];
        Adversaries<DigitGenerator, DigitJudge>.FillNoise(new PhiloxRandom((ulong)seed, stream: 32), noise);
        int[] ofReal = new int[test.Count], ofMade = new int[test.Count];
        judge.PredictLabels(Pictures.Numbers(test), ofReal);
        judge.PredictLabels(generator.Predict(noise), ofMade);
        return (ofReal.Average() + 1 - ofMade.Average()) / 2;
    }
}
