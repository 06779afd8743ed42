using Xunit;

namespace NetGen.Tests;

/// <summary>Programs whose networks have several losses, or none with a target: an autoencoder with samples of codes, triplets, two towers, an actor and a critic.</summary>
public sealed partial class HeadProgramTests
{
    [Network<double>]
    [Input(6)]
    [Dense(8), Tanh(Name = "seen"), Dense(2, Name = "mean"), Dense(2, From = "seen", Name = "logVariance"), Sampling("mean", "logVariance", Name = "code")]
    [Dense(8), Tanh, Dense(6, Name = "pixels")]
    [BinaryCrossEntropy(Reduction = Reduction.BatchMean)]
    [GaussianKL(Mean = "mean", LogVariance = "logVariance")]
    internal sealed partial class Autoencoder;

    [Network<double>]
    [Input(4, Name = "first"), Input(4, Name = "second"), Input(4, Name = "third")]
    [Dense(8, From = "first", Name = "hidden"), Tanh, Dense(2, Name = "anchor")]
    [Dense(8, From = "second", Tie = "hidden"), Tanh, Dense(2, Tie = "anchor", Name = "positive")]
    [Dense(8, From = "third", Tie = "hidden"), Tanh, Dense(2, Tie = "anchor", Name = "negative")]
    [TripletMargin(Anchor = "anchor", Positive = "positive", Negative = "negative", Margin = 0.5)]
    internal sealed partial class Triplets;

    [Network]
    [Input<int>(1, Name = "user"), Input<int>(1, Name = "item")]
    [Embedding(12, 6, From = "user"), Flatten, Dense(6, Name = "taste")]
    [Embedding(20, 6, From = "item"), Flatten, Dense(6), Multiply("taste"), Dense(1)]
    [BinaryCrossEntropy]
    internal sealed partial class TwoTowers;

    [Fact]
    public void An_autoencoder_learns_its_pixels_and_its_codes()
    {
        double[] pixels = [.. Enumerable.Range(0, 60 * 6).Select(i => i / 6 % 3 == i % 3 ? 1.0 : 0.0)];
        Autoencoder net = new(1);
        Workspace<double> workspace = net.CreateWorkspace(60);
        Assert.InRange(net.CheckGradients(workspace, pixels, pixels), 0, 1e-7);
        net.Forward(workspace, pixels);
        double cost = net.Loss(workspace, pixels);
        Assert.Equal(cost, workspace.Loss("binaryCrossEntropy") + workspace.Loss("gaussianKL"), 1e-9);

        TrainingHistory history = net.Fit(pixels, pixels, new FitOptions { Epochs = 200, BatchSize = 20, Optimizer = new Adam(0.01), Metrics = [] });
        Assert.Equal(["pixels", "gaussianKL"], history.Last.Losses.Select(loss => loss.Name));
        Assert.True(history.Last.Loss < 0.6 * cost, $"{cost} became {history.Last.Loss}");
        Assert.Equal(net.Predict(pixels), net.Predict(pixels)); // no samples in inference
        Assert.Equal(6, Autoencoder.OutputSize);
    }

    [Fact]
    public void Triplets_have_no_targets_and_are_pulled_apart()
    {
        double[] first = Points(0), second = Points(1), third = Points(2);
        Triplets net = new(1);
        Assert.InRange(net.CheckGradients(net.CreateWorkspace(40), first, second, third), 0, 1e-7);
        double before = net.Evaluate(first, second, third);
        TrainingHistory history = net.Fit(first, second, third, new FitOptions { Epochs = 60, BatchSize = 10, Optimizer = new Adam(0.01) });
        Triplets again = new(1);
        again.Fit(first, second, third, new FitOptions { Epochs = 60, BatchSize = 10, Optimizer = new Adam(0.01), Threads = 3 });

        Assert.True(before > 0.1 && net.Evaluate(first, second, third) < 0.2 * before, $"{before} became {net.Evaluate(first, second, third)}");
        Assert.Empty(history.Last.Metrics);
        Assert.Equal(net.Parameters.ToArray(), again.Parameters.ToArray());
        Workspace<double> workspace = net.CreateWorkspace(40);
        net.Forward(workspace, first, second, third);
        Assert.Equal(net.Loss(workspace), workspace.Loss("tripletMargin"), 1e-12);
        Assert.Throws<ArgumentException>(() => net.Fit(new ArrayDataset<double, double>(new double[24], new double[2], 12), new FitOptions()));

        static double[] Points(int which) => [.. Enumerable.Range(0, 40 * 4).Select(i =>
        {
            int example = i / 4, group = (example + (which == 2 ? 1 : 0)) % 2; // the third is of the other group
            return Math.Sin((example * 0.7) + (which * 3) + i) + (group == 0 ? 0.3 : -0.3);
        })];
    }

    [Fact]
    public void Two_towers_learn_who_likes_what()
    {
        int[] users = [.. Enumerable.Range(0, 240).Select(i => i % 12)], items = [.. Enumerable.Range(0, 240).Select(i => i / 12)];
        float[] likes = [.. Enumerable.Range(0, 240).Select(i => (users[i] % 3) == (items[i] % 3) ? 1f : 0f)];
        TwoTowers net = new(3);
        TrainingHistory history = net.Fit(users, items, likes, new FitOptions { Epochs = 60, BatchSize = 20, Optimizer = new Adam(0.02), Metrics = [new Accuracy()] });
        Assert.True(history.Last.Metrics[0].Value > 0.95, history.ToCsv());
        int[] labels = new int[1];
        net.PredictLabels([4], [7], labels);
        Assert.Equal(1, labels[0]);
    }
}
