using Xunit;

namespace NetGen.Tests;

/// <summary>Tokens, padding, and losses and metrics of single steps.</summary>
public sealed class TokenTests
{
    private const int Seed = 4;
    private const double Tolerance = 1e-8;
    private readonly Random _random = new(Seed);

    [Fact]
    public void Gradients_are_those_of_central_differences()
    {
        TokenNets.Steps steps = new(1);
        Check(steps.CheckGradients(steps.CreateWorkspace(9, threads: 2), Tokens(9, 7, 11, 0), Labels(63, 3, ignored: -1)));
        TokenNets.Tied tied = new(1);
        Check(tied.CheckGradients(tied.CreateWorkspace(9, threads: 2), Tokens(9, 6, 11, 0), Labels(54, 11)));
        TokenNets.FrozenTied frozen = new(1);
        Check(frozen.CheckGradients(frozen.CreateWorkspace(9), Tokens(9, 6, 11, 0), Labels(54, 11)));
        TokenNets.PaddedSteps padded = new(1);
        Check(padded.CheckGradients(padded.CreateWorkspace(9, inputGradients: true), PaddedNumbers(9), Numbers(90)));
        TokenNets.WithNumbers numbers = new(1);
        Check(numbers.CheckGradients(numbers.CreateWorkspace(9, inputGradients: true, threads: 3), Numbers(27), Tokens(9, 4, 5, 2), Numbers(18)));
        TokenNets.Likelihood likelihood = new(1);
        Check(likelihood.CheckGradients(likelihood.CreateWorkspace(9), Tokens(9, 5, 7, 0), Labels(45, 5)));
        TokenNets.Margins margins = new(1);
        Check(margins.CheckGradients(margins.CreateWorkspace(9), Tokens(9, 5, 7, 0), Labels(45, 3)));
        TokenNets.Smoothed smoothed = new(1);
        Check(smoothed.CheckGradients(smoothed.CreateWorkspace(9), Tokens(9, 5, 7, 0), Labels(45, 3)));
        TokenNets.Distributions distributions = new(1);
        Check(distributions.CheckGradients(distributions.CreateWorkspace(9), Tokens(9, 5, 7, 0), Shares(45)));

        static void Check(double error) => Assert.True(error < Tolerance, $"seed {Seed}: {error:E2}");
    }

    [Fact]
    public void Evaluate_is_Loss_of_the_rows_that_count_whatever_the_batches()
    {
        TokenNets.Steps net = new(1);
        int[] tokens = Tokens(150, 7, 11, 0), labels = Labels(1050, 3, ignored: -1);
        Workspace<double> workspace = net.CreateWorkspace(150);
        double[] logits = net.Forward(workspace, tokens, training: false).ToArray();
        double loss = net.Loss(workspace, labels);
        Assert.Equal(loss, net.Evaluate(tokens, labels), 1e-13);

        double sum = 0;
        int count = 0;
        foreach (int row in Counted(tokens, labels))
        {
            ReadOnlySpan<double> y = logits.AsSpan(3 * row, 3);
            sum += Math.Log(Math.Exp(y[0]) + Math.Exp(y[1]) + Math.Exp(y[2])) - y[labels[row]];
            count++;
        }

        Assert.True(count is > 100 and < 1000, $"{count}");
        Assert.Equal(sum / count, loss, 1e-12);
    }

    [Fact]
    public void Metrics_leave_out_what_does_not_count()
    {
        TokenNets.Steps net = new(1);
        int[] tokens = Tokens(50, 7, 11, 0), labels = Labels(350, 3, ignored: -1), predicted = new int[350];
        FitOptions options = new() { Epochs = 1, BatchSize = 7, Optimizer = new SGD(1e-300), Metrics = [new Accuracy()] };
        double accuracy = net.Fit(tokens, labels, options).Epochs[0].Metrics[0].Value;
        net.PredictLabels(tokens, predicted);
        int[] counted = [.. Counted(tokens, labels)];
        Assert.Equal(counted.Count(row => predicted[row] == labels[row]) / (double)counted.Length, accuracy, 1e-15);

        TokenNets.PaddedSteps numbers = new(1);
        double[] inputs = PaddedNumbers(20), targets = Numbers(200), outputs = numbers.Predict(inputs);
        options = new() { Epochs = 1, BatchSize = 6, Optimizer = new SGD(1e-300), Metrics = [new MAE()] };
        TrainingHistory history = numbers.Fit(inputs, targets, options);
        int[] rows = [.. Enumerable.Range(0, 100).Where(row => row % 5 < Length(inputs.AsSpan(row / 5 * 15, 15), 3))];
        Assert.Equal(rows.Average(row => (Math.Abs(outputs[2 * row] - targets[2 * row]) + Math.Abs(outputs[(2 * row) + 1] - targets[(2 * row) + 1])) / 2), history.Epochs[0].Metrics[0].Value, 1e-12);
        Assert.Equal(rows.Average(row => (Math.Pow(outputs[2 * row] - targets[2 * row], 2) + Math.Pow(outputs[(2 * row) + 1] - targets[(2 * row) + 1], 2)) / 2), history.Epochs[0].Loss, 1e-12);
    }

    [Fact]
    public void Nothing_that_counts_is_a_loss_of_zero_with_a_gradient_of_zero()
    {
        TokenNets.Steps net = new(1);
        Workspace<double> workspace = net.CreateWorkspace(3);
        int[] labels = [.. Enumerable.Repeat(-1, 21)];
        net.Forward(workspace, Tokens(3, 7, 11, 0));
        Assert.Equal(0, net.Loss(workspace, labels));
        net.Backward(workspace);
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Equal(0, net.Evaluate(Tokens(3, 7, 11, 0), labels));
    }

    [Fact]
    public void A_weight_of_an_example_multiplies_all_its_steps_and_leaves_the_divisor()
    {
        TokenNets.Tied net = new(1);
        Workspace<double> workspace = net.CreateWorkspace(2);
        int[] tokens = Tokens(2, 6, 11, 0), labels = Labels(12, 11);
        net.Forward(workspace, tokens, training: false);
        double first = net.Loss(workspace, labels, [1, 0]), second = net.Loss(workspace, labels, [0, 1]);
        Assert.Equal((2 * first) + (3 * second), net.Loss(workspace, labels, [2, 3]), 1e-12);
        Assert.Equal(first + second, net.Loss(workspace, labels), 1e-12);
    }

    [Fact]
    public void Training_has_the_same_bits_on_any_number_of_threads()
    {
        int[] tokens = Tokens(40, 6, 11, 10), labels = Labels(240, 11);
        float[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            TokenNets.SingleTied net = new(2);
            Workspace<float> workspace = net.CreateWorkspace(40, threads: threads);
            workspace.DividesAlways = true;
            Adam adam = new(0.01);
            for (int step = 0; step < 5; step++)
            {
                net.Forward(workspace, tokens);
                net.Loss(workspace, labels);
                net.Step(workspace, adam);
            }

            float[] results = [.. net.Parameters, .. workspace.Gradients];
            expected ??= results;
            Assert.True(expected.AsSpan().SequenceEqual(results), $"{threads} threads");
        }
    }

    [Fact]
    public void Tokens_and_labels_out_of_range_are_refused_by_their_place()
    {
        TokenNets.Steps net = new(1);
        ArgumentException token = Assert.Throws<ArgumentException>(() => net.Predict([1, 2, 3, 4, 5, 6, 11], new double[21]));
        Assert.Contains("tokens from 0 to 10, got 11 at position 6 of example 0", token.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.Predict([1, 2, 3, 4, 5, 6, -1], new double[21]));
        IPredictor<double> rows = net;
        foreach (double wrong in (double[])[3.5, -1, 11, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentException>(() => rows.Predict([1, 2, wrong, 4, 5, 6, 7], new double[21]));
        }

        Workspace<double> workspace = net.CreateWorkspace(2);
        Assert.Throws<ArgumentException>(() => net.Forward(workspace, [1, 2, 3, 4, 5, 6, 11]).Length);
        net.Forward(workspace, Tokens(2, 7, 11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Loss(workspace, [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0]));
        Assert.Contains("tokens alone", Assert.Throws<ArgumentException>(() => net.CreateWorkspace(4, inputGradients: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.Fit([1, 2, 3, 4, 5, 6, 11], Labels(7, 3)));
    }

    [Fact]
    public void Folds_of_labels_of_steps_are_dealt_out_at_random()
    {
        ArrayDataset<double, int> dataset = new([.. Tokens(30, 7, 11, 0).Select(token => (double)token)], Labels(210, 3, ignored: -1), 7, 7);
        CrossValidationResult result = TokenNets.Steps.CrossValidate(dataset, 3, _ => new FitOptions { Epochs = 1, BatchSize = 4, Metrics = [new Accuracy(), new Perplexity()] });
        Assert.Equal(Enumerable.Range(0, 30), result.Folds.SelectMany(fold => fold.HeldOut).Order());
        Assert.All(result.Folds, fold => Assert.Equal(Math.Exp(fold.Loss), fold.Metrics.Single(metric => metric.Name == "perplexity").Value, 1e-9));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        TokenNets.SingleTied net = new(1);
        Workspace<float> workspace = net.CreateWorkspace(9);
        Adam adam = new();
        int[] tokens = Tokens(9, 6, 11, 10), labels = Labels(54, 11);
        float[] outputs = new float[9 * 66];
        Round();
        Assert.Equal(0, Allocations.Of(Round));

        void Round()
        {
            net.Forward(workspace, tokens);
            net.Loss(workspace, labels);
            net.Step(workspace, adam);
            net.Predict(tokens, outputs);
            net.Evaluate(tokens, labels);
        }
    }

    [Fact]
    public void A_model_with_a_shared_embedding_is_saved_and_loaded()
    {
        TokenNets.Tied net = new(3), other = new(4);
        using TemporaryFolder folder = new();
        net.Save(folder["tied.safetensors"]);
        other.Load(folder["tied.safetensors"]);
        Assert.Equal(net.Parameters.ToArray(), other.Parameters.ToArray());
        int[] tokens = Tokens(5, 6, 11, 0);
        Assert.Equal(net.Predict(tokens), other.Predict(tokens));
    }

    /// <summary>Rows whose step is no padding, and whose label is not ignored, of <see cref="TokenNets.Steps"/>.</summary>
    private static IEnumerable<int> Counted(int[] tokens, int[] labels) =>
        Enumerable.Range(0, labels.Length).Where(row => labels[row] >= 0 && row % 7 < Length<int>(tokens.AsSpan(row / 7 * 7, 7), 1));

    private static int Length<T>(ReadOnlySpan<T> example, int features)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        int length = example.Length / features;
        while (length > 1 && !example.Slice((length - 1) * features, features).ContainsAnyExcept(T.Zero))
        {
            length--;
        }

        return length;
    }

    /// <summary>Examples of any length from 0 on, the rest padding, which may stand in between, too.</summary>
    private int[] Tokens(int examples, int steps, int count, int padding) =>
        [.. Enumerable.Range(0, examples).Select(_ => _random.Next(steps + 1)).SelectMany(length => Enumerable.Range(0, steps).Select(s => s < length ? _random.Next(count) : padding))];

    private int[] Labels(int count, int classes, int? ignored = null) =>
        [.. Enumerable.Range(0, count).Select(_ => ignored is { } label && _random.Next(4) == 0 ? label : _random.Next(classes))];

    private double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * _random.NextDouble()) - 1)];

    private double[] PaddedNumbers(int examples)
    {
        double[] numbers = Numbers(15 * examples);
        for (int example = 0; example < examples; example++)
        {
            int length = _random.Next(6);
            numbers.AsSpan((15 * example) + (3 * length), 15 - (3 * length)).Clear();
        }

        return numbers;
    }

    private double[] Shares(int rows) => [.. Enumerable.Range(0, rows).SelectMany(_ => { double share = _random.NextDouble(); return new[] { share, 0, 1 - share }; })];
}
