using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

/// <summary>The optimizers, fed the gradients of reference trainings.</summary>
public class OptimizerGoldenTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "opt_*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_kind_with_a_reference_is_here() => Assert.True(Names.Count >= 16, $"{Names.Count} cases");

    [Theory]
    [MemberData(nameof(Names))]
    public void Double_precision_follows_the_reference(string name)
    {
        GoldenCase golden = GoldenCase.Read(name);
        Optimizer running = Create(golden), single = Create(golden);
        double[] own = GoldenCase.Flatten(golden.Tensors("params"));
        double[] step = [.. own];
        int steps = 0;
        foreach (GoldenStep expected in golden.Trajectory())
        {
            double[] gradients = GoldenCase.Flatten(expected.Grads), after = GoldenCase.Flatten(expected.Params);
            running.Step(own, gradients);
            Assert.InRange(GoldenCase.Error(own, after), 0, 1e-9);

            // One step from the reference's own parameters.
            single.Step(step, gradients);
            Assert.InRange(GoldenCase.Error(step, after), 0, 1e-11);
            after.CopyTo(step, 0);
            steps++;
        }

        Assert.Equal(20, steps);
        Assert.Equal(20, running.StepCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_follows_the_reference(string name)
    {
        GoldenCase golden = GoldenCase.Read(name);
        Optimizer optimizer = Create(golden);
        float[] own = Array.ConvertAll(GoldenCase.Flatten(golden.Tensors("params")), value => (float)value);
        foreach (GoldenStep expected in golden.Trajectory())
        {
            optimizer.Step(own, Array.ConvertAll(GoldenCase.Flatten(expected.Grads), value => (float)value));
            Assert.InRange(GoldenCase.Error(Array.ConvertAll(own, value => (double)value), GoldenCase.Flatten(expected.Params)), 0, 1e-5);
        }
    }

    private static Optimizer Create(GoldenCase golden)
    {
        JsonElement o = golden.Root.GetProperty("optimizer");
        double rate = Value("lr"), decay = Value("weightDecay"), epsilon = Value("eps"), beta1 = Value("beta1"), beta2 = Value("beta2"), momentum = Value("momentum");
        string type = o.GetProperty("type").GetString()!;
        return type switch
        {
            "sgd" => new SGD(rate, momentum, Value("dampening"), GoldenCase.Flag(o, "nesterov"), decay),
            "adam" => new Adam(rate, beta1, beta2, epsilon, decay, GoldenCase.Flag(o, "amsgrad")),
            "adamw" => new AdamW(rate, beta1, beta2, epsilon, decay, GoldenCase.Flag(o, "amsgrad")),
            "adamax" => new Adamax(rate, beta1, beta2, epsilon, decay),
            "nadam" => new NAdam(rate, beta1, beta2, epsilon, decay, Value("momentumDecay")),
            "radam" => new RAdam(rate, beta1, beta2, epsilon, decay),
            "rmsprop" => new RMSProp(rate, Value("alpha"), epsilon, momentum, GoldenCase.Flag(o, "centered"), decay),
            "adagrad" => new Adagrad(rate, Value("lrDecay"), epsilon, Value("initialAccumulator"), decay),
            "adadelta" => new Adadelta(rate, Value("rho"), epsilon, decay),
            _ => throw new InvalidDataException(type),
        };

        double Value(string key) => GoldenCase.Number(o, key);
    }
}
