using NetGen;
using Standalone.Nets;

namespace Standalone;

[Collection("Compiled")]
public sealed class PredictTests(Compiled compiled)
{
    private const int Examples = 5;

    [Fact]
    public void Features()
    {
        Compare(new DigitNet(1));
        Compare(new SmallNet(2));
        Compare(new ActivationsNet(4));
        Compare(new FunctionsNet(5));
    }

    [Fact]
    public void Images()
    {
        Compare(new LeNet(6));
        Compare(Compiled.Moved(new MapsNet(7)));
    }

    [Fact]
    public void Sequences()
    {
        Compare(Compiled.Moved(new StepsNet(8)));
        Compare(new RecurrentNet(10));
        Compare(new BothWaysNet(11));
        Compare(new WaveNet(14));
    }

    [Fact]
    public void DoublePrecision()
    {
        dynamic standalone = compiled.Create("DoubleNet");
        DoubleNet network = new(3);
        double[] input = new double[5], expected = new double[3], actual = new double[3];
        for (int example = 0; example < Examples; example++)
        {
            for (int i = 0; i < input.Length; i++)
                input[i] = Math.Sin(example * 5 + i) * 3;
            network.Predict(input, expected);
            standalone.Predict(input, actual);
            for (int i = 0; i < actual.Length; i++)
                Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"{actual[i]:R} instead of {expected[i]:R}");
        }
    }

    [Fact]
    public void SeveralInputsAndHeads()
    {
        dynamic standalone = compiled.Create("GraphNet");
        GraphNet network = new(9);
        Random random = new(1);
        float[] features = Compiled.Numbers(random, 4, -2, 2), rows = Compiled.Numbers(random, 12, -2, 2), classes = new float[3], value = new float[2], actualClasses = new float[3], actualValue = new float[2];
        network.Predict(features, rows, classes, value);
        standalone.Predict(features, rows, actualClasses, actualValue);
        Close("GraphNet", classes, actualClasses);
        Close("GraphNet", value, actualValue);
        Assert.Equal((4, 12, 3, 2), (Constant("FeaturesSize"), Constant("RowsSize"), Constant("ClassesSize"), Constant("ValueSize")));

        int Constant(string name) => (int)((object)standalone).GetType().GetField(name)!.GetRawConstantValue()!;
    }

    [Fact]
    public void AttentionToAContext()
    {
        dynamic standalone = compiled.Create("CrossNet");
        Random random = new(1);
        float[] queries = Compiled.Numbers(random, 24, -2, 2), memory = Compiled.Numbers(random, 72, -2, 2), expected = new float[1], actual = new float[1];
        new CrossNet(13).Predict(queries, memory, expected);
        standalone.Predict(queries, memory, actual);
        Close("CrossNet", expected, actual);
    }

    [Fact]
    public void Tokens()
    {
        dynamic standalone = compiled.Create("TextNet");
        int[] tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 39, 0, 8];
        float[] expected = new float[12 * 40], actual = new float[12 * 40];
        new TextNet(12).Predict(tokens, expected);
        standalone.Predict(tokens, actual);
        Close("TextNet", expected, actual);

        tokens[2] = 40;
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => { standalone.Predict(tokens, actual); });
        Assert.Contains("from 0 to 39 at position 2", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Arrays of other lengths are refused, by name.</summary>
    [Fact]
    public void Lengths()
    {
        dynamic standalone = compiled.Create("SmallNet");
        float[] expected = new float[1];
        Assert.Equal("Expected 2 elements, got 1.", Assert.Throws<ArgumentException>(() => { standalone.Predict(expected, expected); }).Message.Split(" (")[0]);
        Assert.Throws<ArgumentNullException>(() => { standalone.Predict((float[]?)null, expected); });
    }

    [Fact]
    public void NothingIsAllocated()
    {
        foreach (string name in new[] { "DigitNet", "MapsNet", "StepsNet", "RecurrentNet", "BothWaysNet" })
        {
            NetworkDescription network = compiled.Networks.Single(other => other.Name == name);
            object standalone = compiled.Create(name);
            Action<float[], float[]> predict = standalone.GetType().GetMethod("Predict")!.CreateDelegate<Action<float[], float[]>>(standalone);
            float[] input = new float[network.Layers[0].OutputShape.Aggregate(1, (n, axis) => n * axis)], output = new float[network.Heads[0].Size];
            predict(input, output);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
                predict(input, output);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private void Compare<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        string name = TNetwork.Description.Name;
        dynamic standalone = compiled.Create(name);
        Random random = new(11);
        float[] expected = new float[Examples * network.OutputSize], output = new float[network.OutputSize];
        float[] inputs = Compiled.Numbers(random, Examples * network.InputSize, -1, 1);
        if (network.InputSize == 784)
        {
            // Like an image of a digit. Of 784 inputs of any value, the network's sums in single precision are off by 1e-6 themselves.
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = i / 7 % 4 == 0 ? Math.Abs(inputs[i]) : 0;
        }

        network.Predict(inputs, expected);
        for (int example = 0; example < Examples; example++)
        {
            standalone.Predict(inputs[(example * network.InputSize)..][..network.InputSize], output);
            Close(name, expected.AsSpan(example * output.Length, output.Length), output);
        }
    }

    internal static void Close(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs((double)actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= 1e-6, $"{name}, output {i}: {actual[i]:R} instead of {expected[i]:R}, {error:G2}");
        }
    }
}
