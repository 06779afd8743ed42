using NetGen;
using Standalone.Nets;

namespace Standalone;

[Collection("Compiled")]
public sealed class StreamTests(Compiled compiled)
{
    /// <summary>Every step of a stream gives what the network's own stream does, also after a reset.</summary>
    [Fact]
    public void Steps()
    {
        RecurrentNet recurrent = new(10);
        Compare("RecurrentNet", 9, 5, recurrent.CreateStream(1), recurrent.Predict, 3);
        WaveNet wave = new(14);
        Compare("WaveNet", 10, 3, wave.CreateStream(1), wave.Predict, 2);
    }

    [Fact]
    public void Tokens()
    {
        TextNet network = new(12);
        SequenceStream<float> stream = network.CreateStream(1);
        dynamic standalone = compiled.Create("TextNet").CreateStream();
        float[] expected = new float[40], actual = new float[40];
        for (int t = 0; t < 12; t++)
        {
            network.Predict(stream, [t * 7 % 40], expected);
            standalone.Step(t * 7 % 40, actual);
            PredictTests.Close("TextNet", expected, actual);
        }

        Assert.Throws<InvalidOperationException>(() => { standalone.Step(0, actual); });
        standalone.Reset();
        standalone.Step(0, actual);
    }

    /// <summary>Two streams of one network know nothing of each other.</summary>
    [Fact]
    public void StreamsAreSeparate()
    {
        dynamic network = compiled.Create("RecurrentNet"), one = network.CreateStream(), other = network.CreateStream();
        float[] x = [1, 2, 3, 4, 5], first = new float[3], second = new float[3];
        one.Step(x, first);
        one.Step(x, second);
        Assert.NotEqual(first, second);
        other.Step(x, second);
        Assert.Equal(first, second);
    }

    /// <summary>Where a layer needs later steps there is no stream.</summary>
    [Fact]
    public void NoStreamWhereLaterStepsCount()
    {
        foreach (string name in new[] { "BothWaysNet", "StepsNet", "LeNet", "CrossNet" })
            Assert.DoesNotContain("CreateStream", compiled[name].Code, StringComparison.Ordinal);
    }

    private delegate void Predict(SequenceStream<float> stream, ReadOnlySpan<float> inputs, Span<float> outputs);

    private void Compare(string name, int steps, int features, SequenceStream<float> stream, Predict predict, int outputs)
    {
        dynamic standalone = compiled.Create(name).CreateStream();
        Random random = new(5);
        float[] expected = new float[outputs], actual = new float[outputs];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int t = 0; t < steps; t++)
            {
                float[] x = Compiled.Numbers(random, features, -2, 2);
                predict(stream, x, expected);
                standalone.Step(x, actual);
                PredictTests.Close(name, expected, actual);
            }

            stream.Reset();
            standalone.Reset();
        }
    }
}
