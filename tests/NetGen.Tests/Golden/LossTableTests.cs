using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

/// <summary>Losses, softmax and their gradients at logits up to a million, where a naive exponential overflows.</summary>
public sealed partial class LossTableTests
{
    [Fact]
    public void Softmax_cross_entropy_is_exact_at_extreme_logits()
    {
        CrossEntropy net = new();
        foreach (JsonElement row in Rows("table_softmax_ce"))
        {
            CheckRow<CrossEntropy, int>(net, row, [row.GetProperty("target").GetInt32()]);
        }
    }

    [Fact]
    public void Binary_cross_entropy_is_exact_at_extreme_logits()
    {
        BinaryEntropy net = new();
        foreach (JsonElement row in Rows("table_bce_with_logits"))
        {
            CheckRow<BinaryEntropy, double>(net, row, Numbers(row, "target"));
        }
    }

    [Fact]
    public void Softmax_is_exact_at_extreme_logits()
    {
        SoftmaxAlone layer = new();
        CrossEntropy net = new();
        foreach (JsonElement row in Rows("table_softmax"))
        {
            double[] logits = Numbers(row, "input"), expected = Numbers(row, "softmax");
            AssertClose(expected, layer.Predict(logits));
            double[] probabilities = new double[3];
            net.PredictProbabilities(logits, probabilities);
            AssertClose(expected, probabilities);
        }
    }

    /// <summary>The networks pass their inputs on, so that the inputs' gradients are those of the loss.</summary>
    private static void CheckRow<TNetwork, TTarget>(TNetwork net, JsonElement row, TTarget[] target)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        double[] logits = Numbers(row, "output");
        double[] expected = [row.GetProperty("lossValue").GetDouble()];
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, logits);
        AssertClose(expected, [net.Loss(workspace, target)]);
        AssertClose(expected, [net.Evaluate(logits, target)]);
        net.Backward(workspace);
        AssertClose(Numbers(row, "outputGrad"), workspace.InputGradients);
    }

    private static JsonElement[] Rows(string name)
    {
        JsonElement[] rows = [.. GoldenCase.Read(name).Root.GetProperty("rows").EnumerateArray()];
        Assert.NotEmpty(rows);
        return rows;
    }

    private static double[] Numbers(JsonElement row, string key) => [.. row.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual)
    {
        double error = GoldenCase.Error(actual, expected);
        Assert.True(error <= 1e-13, $"error {error:E2}, expected {string.Join(", ", expected)}");
    }

    [Network<double>]
    [Input(3)]
    [Identity]
    [SoftmaxCrossEntropy]
    internal sealed partial class CrossEntropy;

    [Network<double>]
    [Input(1)]
    [Identity]
    [BinaryCrossEntropy]
    internal sealed partial class BinaryEntropy;

    [Network<double>]
    [Input(3)]
    [Softmax]
    internal sealed partial class SoftmaxAlone;
}
