using Xunit;

namespace NetGen.Tests;

/// <summary>Predict: any number of examples, the same bits alone, in a batch, on any thread.</summary>
public sealed class PredictTests
{
    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void An_example_has_the_same_bits_alone_in_any_batch_and_in_Forward(string name)
    {
        foreach (int examples in (int[])[0, 1, 4, 5, 9, 17, 47, 48, 49, 54, 55, 200])
        {
            NetCase.All[name].CheckPredict(examples, seed: 20 + examples);
        }
    }

    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void Outputs_are_those_of_a_plain_evaluation(string name)
    {
        (double[] actual, double[] expected) = NetCase.All[name].Outputs(examples: 13, seed: 2);
        double error = GoldenCase.Error(actual, expected), allowed = NetCase.All[name].Description.Precision == "double" ? 1e-12 : 1e-5;
        Assert.True(error <= allowed, $"error {error:E2}");
    }

    [Fact]
    public void Eight_threads_may_predict_at_once()
    {
        Nets.Single33 net = new(seed: 9);
        Random random = new(9);
        float[] inputs = [.. Enumerable.Range(0, 300 * 33).Select(_ => random.NextSingle())];
        float[] expected = net.Predict(inputs);
        var results = new float[8][];
        using Barrier start = new(8);
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            for (int round = 0; round < 20; round++)
            {
                results[i] = net.Predict(inputs);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Labels_are_the_largest_outputs_and_probabilities_sum_to_one()
    {
        Nets.Single33 net = new(seed: 9);
        float[] inputs = [.. Enumerable.Range(0, 100 * 33).Select(i => MathF.Sin(i))];
        var labels = new int[100];
        var probabilities = new float[300];
        net.PredictLabels(inputs, labels);
        net.PredictProbabilities(inputs, probabilities);
        Assert.Equal(net.Predict(inputs).Chunk(3).Select(row => Array.IndexOf(row, row.Max())), labels);
        Assert.All(probabilities.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-6));
        Assert.Equal(labels, probabilities.Chunk(3).Select(row => Array.IndexOf(row, row.Max())));
    }

    [Fact]
    public void Binary_labels_and_probabilities_are_those_of_the_sigmoid()
    {
        Nets.From5 net = new(seed: 9);
        double[] inputs = [.. Enumerable.Range(0, 60 * 5).Select(i => Math.Sin(i))];
        var labels = new int[60 * 13];
        var probabilities = new double[60 * 13];
        net.PredictLabels(inputs, labels);
        net.PredictProbabilities(inputs, probabilities);
        double[] expected = [.. net.Predict(inputs).Select(logit => 1 / (1 + Math.Exp(-logit)))];
        Assert.True(GoldenCase.Error(probabilities, expected) < 1e-14);
        Assert.Equal(expected.Select(p => p > 0.5 ? 1 : 0), labels);
        Assert.Equal([0, 1], labels.Distinct().Order());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)]
    public void Inputs_that_are_no_ordinary_numbers_spoil_their_own_example_alone(float value)
    {
        Nets.Single33 net = new(seed: 9);
        float[] inputs = [.. Enumerable.Range(0, 60 * 33).Select(i => MathF.Sin(i))];
        float[] expected = net.Predict(inputs);
        Array.Fill(inputs, value, 20 * 33, 33);
        float[] outputs = net.Predict(inputs);
        Assert.Equal(expected[..60], outputs[..60]);
        Assert.Equal(expected[63..], outputs[63..]);

        Workspace<float> workspace = net.CreateWorkspace(60, inputGradients: true);
        net.Forward(workspace, inputs);
        Assert.False(float.IsFinite(net.Loss(workspace, new int[60])));
        net.Backward(workspace);
        Assert.All(workspace.InputGradients[..(20 * 33)].ToArray(), gradient => Assert.True(float.IsFinite(gradient)));
        var labels = new int[60];
        net.PredictLabels(inputs, labels);
        Assert.Equal(-1, labels[20]); // outputs that are not numbers are of no class
        labels[20] = 0;
        Assert.All(labels, label => Assert.InRange(label, 0, 2));
    }
}
