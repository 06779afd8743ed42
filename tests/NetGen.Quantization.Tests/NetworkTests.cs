using NetGen;
using Quantization.Nets;

namespace Quantization;

public sealed class NetworkTests
{
    /// <summary>Every kind of layer: outputs are near the float network's, by the steps of 7 bits.</summary>
    [Fact]
    public void NearTheFloatNetwork()
    {
        Near(new MapsNet(3), 0.06);
        Near(new StepsNet(4), 0.06);
        Near(new LeNet(5), 0.06);
    }

    /// <summary>Trained on drawn digits: the same labels, but for a few.</summary>
    [Fact]
    public void SameLabels()
    {
        ImageDataset train = StrokeDigits.Create(2000, 1), test = StrokeDigits.Create(1000, 2);
        FitOptions options = new() { Epochs = 3, BatchSize = 32, Seed = 4 };
        DigitNet dense = new(1);
        dense.Fit(train, options: options);
        Assert.InRange(Same(dense, test), 990, 1000);
        LeNet convolutions = new(1);
        convolutions.Fit(train, options: options);
        Assert.InRange(Same(convolutions, test), 990, 1000);
    }

    /// <summary>A row of a weight reaches 127, and what the network takes is a quarter.</summary>
    [Fact]
    public void AQuarterOfTheMemory()
    {
        QuantizedNetwork quantized = new DigitNet(1).Quantize(Inputs(new DigitNet(1), 8));
        Assert.InRange(quantized.WeightBytes, DigitNet.ParameterCount, DigitNet.ParameterCount * 1.1);
        Assert.Equal((784, 10, "DigitNet"), (quantized.InputSize, quantized.OutputSize, quantized.Name));
    }

    [Fact]
    public void SavedAndLoaded()
    {
        Round<DigitNet>(new DigitNet(1));
        Round<MapsNet>(new MapsNet(2));
        Round<StepsNet>(new StepsNet(3));
    }

    /// <summary>Files of another kind, network or range are refused, by tensor.</summary>
    [Fact]
    public void HostileFiles()
    {
        string path = Path.GetTempFileName();
        try
        {
            DigitNet network = new(1);
            network.Save(path);
            Refused("expected a quantized network");
            QuantizedNetwork quantized = network.Quantize(Inputs(network, 4));
            quantized.Save(path);
            Assert.Contains("conv2D1.weight", Assert.Throws<InvalidDataException>(() => QuantizedNetwork.FromFile<LeNet>(path)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
            Refused(path);
            Write(scale: -1, zero: 3);
            Refused("finite scales above 0");
            Write(scale: 1, zero: 128);
            Refused("a zero from 0 to 127");
            Write(scale: float.NaN, zero: 3);
            Refused("finite scales above 0");
        }
        finally
        {
            File.Delete(path);
        }

        void Refused(string why) => Assert.Contains(why, Assert.Throws<InvalidDataException>(() => QuantizedNetwork.FromFile<DigitNet>(path)).Message, StringComparison.Ordinal);

        void Write(float scale, byte zero)
        {
            SafetensorsWriter file = new();
            file.Metadata["netgen.quantized"] = "DigitNet";
            file.Add("dense1.weight", [64, 784], new sbyte[64 * 784]);
            file.Add("dense1.scale", [64], Enumerable.Repeat(scale, 64).ToArray());
            file.Add("dense1.bias", [64], new float[64]);
            file.Add("dense1.inputScale", [1], new[] { 1f });
            file.Add("dense1.inputZero", [1], new[] { zero });
            file.Save(path);
        }
    }

    [Fact]
    public void RefusedByName()
    {
        Assert.Equal(
            "GraphNet cannot be quantized because of add1, Add(a): supported are chains alone, of layers that take the one before.",
            Assert.Throws<NotSupportedException>(() => new GraphNet(1).Quantize(new float[4])).Message);
        Assert.Contains("because of gru1, GRU(4)", Assert.Throws<NotSupportedException>(() => new RecurrentNet(1).Quantize(new float[15])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DigitNet(1).Quantize([]));
        Assert.Throws<ArgumentException>(() => new DigitNet(1).Quantize(new float[785]));
        DigitNet broken = new(1);
        broken.Parameters[0] = float.NaN;
        Assert.Contains("dense1", Assert.Throws<ArgumentException>(() => broken.Quantize(new float[784])).Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing is allocated after the first call, an example has the same bits alone or among others, in place or not, on any thread.</summary>
    [Fact]
    public void PredictKeepsItsPromises()
    {
        LeNet network = new(1);
        float[] inputs = Inputs(network, 6), together = new float[60], one = new float[10];
        QuantizedNetwork quantized = network.Quantize(inputs);
        quantized.Predict(inputs, together);
        long before = GC.GetAllocatedBytesForCurrentThread();
        quantized.Predict(inputs, together);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        for (int i = 0; i < 6; i++)
        {
            quantized.Predict(inputs.AsSpan(i * 784, 784), one);
            Assert.Equal(together[(i * 10)..(i * 10 + 10)], one);
        }

        Parallel.For(0, 8, _ =>
        {
            float[] outputs = new float[60];
            quantized.Predict(inputs, outputs);
            Assert.Equal(together, outputs);
        });
        Assert.Throws<ArgumentException>(() => quantized.Predict(inputs.AsSpan(1), together));
        Assert.Throws<ArgumentException>(() => quantized.Predict(inputs, together.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => quantized.Predict(inputs.AsSpan(0, 784), inputs.AsSpan(3, 10)));
    }

    private static void Near<TNetwork>(TNetwork network, double most)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] inputs = Inputs(network, 20), expected = new float[20 * network.OutputSize], actual = new float[expected.Length];
        network.Predict(inputs, expected);
        network.Quantize(inputs).Predict(inputs, actual);
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < most * largest, $"{TNetwork.Description.Name}, {i}: {actual[i]} instead of {expected[i]}");
    }

    private static int Same<TNetwork>(TNetwork network, ImageDataset test)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] inputs = new float[test.Count * network.InputSize], expected = new float[test.Count * 10], actual = new float[expected.Length];
        test.CopyTo([.. Enumerable.Range(0, test.Count)], inputs, new int[test.Count]);
        network.Predict(inputs, expected);
        network.Quantize(inputs.AsSpan(0, 100 * network.InputSize)).Predict(inputs, actual);
        return Enumerable.Range(0, test.Count).Count(i => Label(expected, i) == Label(actual, i));

        static int Label(float[] outputs, int example) => Enumerable.Range(0, 10).MaxBy(label => outputs[example * 10 + label]);
    }

    private static void Round<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        string path = Path.GetTempFileName();
        try
        {
            float[] inputs = Inputs(network, 5), expected = new float[5 * network.OutputSize], actual = new float[expected.Length];
            QuantizedNetwork quantized = network.Quantize(inputs);
            quantized.Predict(inputs, expected);
            quantized.Save(path);
            QuantizedNetwork.FromFile<TNetwork>(path).Predict(inputs, actual);
            Assert.Equal(expected, actual);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static float[] Inputs<TNetwork>(INetwork<TNetwork, float> network, int examples)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, examples * network.InputSize).Select(_ => 3 * random.NextSingle() - 1)];
    }
}
