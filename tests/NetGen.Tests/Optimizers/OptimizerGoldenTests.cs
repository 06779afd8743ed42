using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

/// <summary>The optimizers, fed the gradients of reference trainings.</summary>
public class OptimizerGoldenTests
{
    public static TheoryData<string> Names => new(
        "opt_sgd",
        "opt_sgd_small",
        "opt_sgd_weight_decay",
        "opt_sgd_momentum",
        "opt_sgd_momentum_weight_decay",
        "opt_sgd_nesterov",
        "opt_adam",
        "opt_adam_weight_decay",
        "opt_adamw");

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
        double rate = GoldenCase.Number(o, "lr"), decay = GoldenCase.Number(o, "weightDecay");
        string type = o.GetProperty("type").GetString()!;
        if (type == "sgd")
            return new SGD(rate, GoldenCase.Number(o, "momentum"), GoldenCase.Number(o, "dampening"), GoldenCase.Flag(o, "nesterov"), decay);

        double beta1 = GoldenCase.Number(o, "beta1"), beta2 = GoldenCase.Number(o, "beta2"), epsilon = GoldenCase.Number(o, "eps");
        return type switch
        {
            "adam" => new Adam(rate, beta1, beta2, epsilon, decay),
            "adamw" => new AdamW(rate, beta1, beta2, epsilon, decay),
            _ => throw new InvalidDataException(type),
        };
    }
}
