using System.Runtime.InteropServices;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>Outputs may take the place of the inputs; any other overlap is refused, for it would change inputs that are still to be read.</summary>
public sealed partial class OverlappingSpansTests
{
    // More than one piece of Predict, and one example alone.
    private static readonly int[] s_examples = [1, 3, 48, 120];

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i))];

    [Fact]
    public void Outputs_that_overlap_the_inputs_elsewhere_are_refused()
    {
        Refuses(new SmallNet(), new SmallNet().Predict);
        Refuses(new WideNet(), new WideNet().Predict);
        Refuses(new ImageNet(), new ImageNet().Predict);
        Refuses(new ClassNet(), new ClassNet().Predict);
        Refuses(new ClassNet(), new ClassNet().PredictProbabilities);
        Refuses(new TwoInputsNet(), ((IPredictor<float>)new TwoInputsNet()).Predict);
    }

    [Fact]
    public void Outputs_in_the_place_of_the_inputs_have_the_right_bits()
    {
        AllowsInPlace(new SmallNet());
        AllowsInPlace(new ImageNet());
        AllowsInPlace(new ClassNet());
        AllowsInPlace(new TwoInputsNet());
        foreach (int examples in s_examples)
        {
            ClassNet net = new();
            float[] inputs = Numbers(examples * ClassNet.InputSize), expected = new float[examples * ClassNet.OutputSize];
            int[] labels = new int[examples];
            net.PredictProbabilities(inputs, expected);
            net.PredictLabels(inputs, labels);
            float[] both = [.. inputs];
            net.PredictProbabilities(both, both.AsSpan(0, expected.Length));
            Assert.Equal(expected, both[..expected.Length]);
            both = [.. inputs];
            Span<int> inPlace = MemoryMarshal.Cast<float, int>(both.AsSpan())[..examples];
            net.PredictLabels(both, inPlace);
            Assert.Equal(labels, inPlace.ToArray());
        }
    }

    [Fact]
    public void Outputs_longer_than_the_inputs_may_not_start_where_they_do()
    {
        WideNet net = new();
        float[] both = new float[3 * WideNet.OutputSize];
        Assert.Throws<ArgumentException>("outputs", () => net.Predict(both.AsSpan(0, 3 * WideNet.InputSize), both));
        Assert.Throws<ArgumentException>("outputs", () => net.Predict(both.AsSpan(0, WideNet.InputSize), both.AsSpan(0, WideNet.OutputSize)));
    }

    [Fact]
    public void Labels_that_overlap_the_inputs_elsewhere_are_refused()
    {
        ClassNet net = new();
        float[] both = Numbers(10 * ClassNet.InputSize);
        foreach (int start in (int[])[1, 5, (10 * ClassNet.InputSize) - 10])
        {
            Assert.Throws<ArgumentException>("labels", () => net.PredictLabels(both, MemoryMarshal.Cast<float, int>(both.AsSpan()).Slice(start, 10)));
        }

        Assert.Equal(Numbers(10 * ClassNet.InputSize), both);
    }

    [Fact]
    public void Each_of_several_inputs_is_looked_at()
    {
        TwoInputsNet net = new();
        float[] memory = Numbers(200), other = Numbers(30);
        float[] expected = net.Predict(memory.AsSpan(0, 50), other);
        Assert.Throws<ArgumentException>("outputs", () => net.Predict(memory.AsSpan(0, 50), other, memory.AsSpan(49, 20)));
        Assert.Throws<ArgumentException>("outputs", () => net.Predict(memory.AsSpan(0, 50), memory.AsSpan(100, 30), memory.AsSpan(90, 20)));
        float[] second = [.. other], both = [.. memory];
        net.Predict(both.AsSpan(0, 50), other, both.AsSpan(0, 20));
        Assert.Equal(expected, both[..20]);
        net.Predict(memory.AsSpan(0, 50), second, second.AsSpan(0, 20));
        Assert.Equal(expected, second[..20]);
    }

    [Fact]
    public void Copies_in_another_order_may_not_overlap()
    {
        SmallNet net = new(seed: 4);
        float[] before = net.Parameters.ToArray();
        int weights = SmallNet.Description.Parameters[0].Count;
        Assert.Throws<ArgumentException>("destination", () => net.GetParameter("dense1.weight", net.Parameters[..weights]));
        Assert.Throws<ArgumentException>("source", () => net.SetParameter("dense1.weight", net.Parameters.Slice(3, weights)));
        Assert.Throws<ArgumentException>("packed", () => net.CopyParametersTo(net.Parameters[..SmallNet.ParameterCount]));
        Assert.Throws<ArgumentException>("packed", () => net.CopyParametersFrom(net.Parameters[..SmallNet.ParameterCount]));
        Assert.Equal(before, net.Parameters.ToArray());
        float[] memory = new float[40];
        Assert.Throws<ArgumentException>("gradients", () => new SGD(0.1).Step(memory.AsSpan(1, 30), memory.AsSpan(0, 30)));
        double[] numbers = [.. Enumerable.Range(1, 30).Select(i => (double)i)];
        Assert.Throws<ArgumentException>("logarithms", () => ScalarMath.Log(numbers.AsSpan(0, 20), numbers.AsSpan(1, 20)));
        Assert.Throws<ArgumentException>("labels", () => OneHot.Decode<float>(memory, 4, MemoryMarshal.Cast<float, int>(memory.AsSpan()).Slice(1, 10)));
        Assert.Throws<ArgumentException>("destination", () => OneHot.Encode(MemoryMarshal.Cast<float, int>(memory.AsSpan())[..10], 4, memory.AsSpan()));
    }

    private static void Refuses(IPredictor<float> net, PredictSpans predict)
    {
        foreach (int examples in s_examples)
        {
            int read = examples * net.InputSize, written = examples * net.OutputSize;
            float[] memory = Numbers(read + 2 * written), before = [.. memory];
            foreach (int start in (int[])[1, written - 1, written + 1, written + read - 1])
            {
                if (start != written)
                {
                    ArgumentException refusal = Assert.Throws<ArgumentException>("outputs", () => predict(memory.AsSpan(written, read), memory.AsSpan(start, written)));
                    Assert.Contains("overlap", refusal.Message, StringComparison.Ordinal);
                }
            }

            Assert.Equal(before, memory);

            // Side by side is no overlap.
            predict(memory.AsSpan(written, read), memory.AsSpan(0, written));
            predict(memory.AsSpan(written, read), memory.AsSpan(written + read, written));
            Assert.Equal(memory[..written], memory[(written + read)..]);
        }
    }

    private static void AllowsInPlace(IPredictor<float> net)
    {
        foreach (int examples in s_examples)
        {
            float[] inputs = Numbers(examples * net.InputSize), expected = new float[examples * net.OutputSize];
            net.Predict(inputs, expected);
            net.Predict(inputs, inputs.AsSpan(0, expected.Length));
            Assert.Equal(expected, inputs[..expected.Length]);
        }
    }

    private delegate void PredictSpans(ReadOnlySpan<float> inputs, Span<float> outputs);

    [Network]
    [Input(4)]
    [Dense(4), Tanh]
    [Dense(3)]
    [MeanSquaredError]
    internal sealed partial class SmallNet;

    [Network]
    [Input(5)]
    [Dense(40), Tanh]
    [MeanSquaredError]
    internal sealed partial class WideNet;

    [Network]
    [Input(2, 6, 5)]
    [Conv2D(3, 3, Padding = 1), Tanh]
    [Conv2D(2, 3, Padding = 1)]
    [MeanSquaredError]
    internal sealed partial class ImageNet;

    [Network]
    [Input(20)]
    [BatchNorm, Dense(30), ReLU, LayerNorm]
    [Dense(4)]
    [SoftmaxCrossEntropy]
    internal sealed partial class ClassNet;

    [Network]
    [Input(5, Name = "state")]
    [Input(3, Name = "action")]
    [Concat("state", From = "action")]
    [Dense(2)]
    [MeanSquaredError]
    internal sealed partial class TwoInputsNet;
}
