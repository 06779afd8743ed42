using NetGen;
using NetGen.Tests;
using Quantization.Nets;

namespace Quantization;

/// <summary>What quantization costs on real data: less than 0.2 points, and 99.5 % of the labels are the float network's.</summary>
public sealed class DigitTests
{
    [DataTheory("mnist", "fashion-mnist")]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void Accuracy(string set)
    {
        (ImageDataset train, ImageDataset test) = IdxFile.ReadDirectory(SharedData.Folder(set));
        FitOptions options = new() { Epochs = 2, BatchSize = 64, Seed = 4 };
        WideDigitNet dense = new(1);
        dense.Fit(train, options: options);
        Judge(dense, train, test);
        LeNet convolutions = new(1);
        convolutions.Fit(train, options: options);
        Judge(convolutions, train, test);
    }

    private static void Judge<TNetwork>(TNetwork network, ImageDataset train, ImageDataset test)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        const int Calibration = 500;
        float[] calibration = new float[Calibration * network.InputSize], inputs = new float[test.Count * network.InputSize];
        int[] labels = new int[test.Count];
        train.CopyTo([.. Enumerable.Range(0, Calibration)], calibration, new int[Calibration]);
        test.CopyTo([.. Enumerable.Range(0, test.Count)], inputs, labels);
        float[] whole = new float[test.Count * 10], small = new float[whole.Length];
        network.Predict(inputs, whole);
        network.Quantize(calibration).Predict(inputs, small);

        int[] of = Labels(whole), ofQuantized = Labels(small);
        int right = Count(of, labels), rightQuantized = Count(ofQuantized, labels), same = Count(of, ofQuantized);
        string found = $"{TNetwork.Description.Name}: {right} right in float, {rightQuantized} with int8, {same} labels the same, of {test.Count}";
        Assert.True(right > test.Count * 0.8, found);
        Assert.True(Math.Abs(right - rightQuantized) <= test.Count * 0.002, found);
        Assert.True(same >= test.Count * 0.995, found);
    }

    private static int[] Labels(float[] outputs) => [.. Enumerable.Range(0, outputs.Length / 10).Select(example => Enumerable.Range(0, 10).MaxBy(label => outputs[example * 10 + label]))];

    private static int Count(int[] a, int[] b) => a.Zip(b).Count(pair => pair.First == pair.Second);
}
