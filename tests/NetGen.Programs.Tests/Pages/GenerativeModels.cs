namespace NetGen.Programs.Tests.Pages.OfGenerativeModels;

[Network, Input(2)]
[Dense(64), Tanh, Dense(64), Tanh(Name = "seen"), Dense(2, Name = "mean"), Dense(2, From = "seen", Name = "logVariance"), Sampling("mean", "logVariance")]
[Dense(64, Name = "hidden"), Tanh, Dense(64, Name = "hidden2"), Tanh, Dense(2, Name = "point")]
[MeanSquaredError(Weight = 200)]
[GaussianKL(Mean = "mean", LogVariance = "logVariance")]
public sealed partial class Autoencoder;

[Network, Input(2)]
[Dense(64, Name = "hidden"), Tanh, Dense(64, Name = "hidden2"), Tanh, Dense(2, Name = "point")]   // the names, and so the weights, of the autoencoder's second half
public sealed partial class Decoder;

[Network, Input(8)]
[Dense(64), ReLU, Dense(64), ReLU, Dense(2)]
public sealed partial class Generator;

[Network, Input(2)]
[Dense(64), LeakyReLU, Dense(64), LeakyReLU, Dense(1)]
[BinaryCrossEntropy]
public sealed partial class Judge;

/// <summary>The code of the page on generative models, which shows every line.</summary>
internal static class GenerativeModels
{
    public static void Run(TextWriter output)
    {
        PhiloxRandom random = new(1);
        float[] ring = new float[2 * 2000];                            // points of a circle, with noise
        for (int i = 0; i < ring.Length; i += 2)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            (ring[i], ring[i + 1]) = ((float)(cos + random.NextNormal(0, 0.05)), (float)(sin + random.NextNormal(0, 0.05)));
        }

        Autoencoder autoencoder = new(seed: 1);
        TrainingHistory history = autoencoder.Fit(ring, ring, new FitOptions { Epochs = 100, Optimizer = new Adam(3e-3) });
        output.WriteLine($"loss {history.Last.Loss:F2}, of which the codes' divergence {history.Last.Losses[1].Value:F2}");

        Decoder decoder = new();
        foreach (ParameterDescription parameter in Decoder.Description.Parameters)
        {
            float[] values = new float[parameter.Count];
            autoencoder.GetParameter(parameter.Name, values);
            decoder.SetParameter(parameter.Name, values);
        }

        output.WriteLine(Describe(decoder.Predict(Normal(2 * 1000))));

        Generator generator = new(seed: 1);
        Judge judge = new(seed: 2);
        const int Batch = 128;
        Workspace<float> making = generator.CreateWorkspace(Batch), judging = judge.CreateWorkspace(Batch, inputGradients: true);
        Adam ofGenerator = new(1e-3, beta1: 0.5), ofJudge = new(1e-3, beta1: 0.5);
        float[] ones = new float[Batch], zeros = new float[Batch];
        Array.Fill(ones, 1f);
        for (int step = 0; step < 3000; step++)
        {
            // The judge learns that points of the ring are real, and what the generator makes is not.
            int first = 2 * random.NextInt32(2000 - Batch);
            judge.Forward(judging, ring.AsSpan(first, 2 * Batch));
            judge.Loss(judging, ones);
            judge.Step(judging, ofJudge);
            ReadOnlySpan<float> made = generator.Forward(making, Normal(Batch * 8));
            judge.Forward(judging, made);
            judge.Loss(judging, zeros);
            judge.Step(judging, ofJudge);

            // The generator learns what the judge would take for real: the gradient goes through the judge, whose parameters stay.
            judge.Forward(judging, made);
            judge.Loss(judging, ones);
            judge.Backward(judging);
            generator.Backward(making, judging.InputGradients);
            ofGenerator.Step(generator.Parameters, making.Gradients);
        }

        output.WriteLine(Describe(generator.Predict(Normal(8 * 1000))));

        float[] Normal(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];

        static string Describe(float[] points)
        {
            double[] radii = [.. Enumerable.Range(0, points.Length / 2).Select(i => Math.Sqrt(points[2 * i] * points[2 * i] + points[2 * i + 1] * points[2 * i + 1]))];
            return $"{points.Length / 2} points, {100.0 * radii.Count(radius => Math.Abs(radius - 1) < 0.2) / radii.Length:F0} % within 0.2 of the circle";
        }
    }
}
