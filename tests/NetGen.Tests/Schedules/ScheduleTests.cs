using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

public class ScheduleTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "schedule_*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_follow_the_reference(string name)
    {
        GoldenCase golden = GoldenCase.Read(name);
        JsonElement s = golden.Root.GetProperty("schedule");
        Schedule schedule = Create(s);
        double rate = GoldenCase.Number(s, "lr");
        double[] expected = [.. golden.Root.GetProperty("lr").EnumerateArray().Select(e => e.GetDouble())];
        double[] actual = [.. Enumerable.Range(0, expected.Length).Select(k => schedule.LearningRate(k, rate))];
        Assert.Equal(31, actual.Length);
        Assert.InRange(GoldenCase.Error(actual, expected), 0, 1e-14);
    }

    private static Schedule Create(JsonElement s) => s.GetProperty("type").GetString() switch
    {
        "step" => new StepSchedule((long)GoldenCase.Number(s, "every"), GoldenCase.Number(s, "gamma")),
        "exponential" => new ExponentialSchedule(GoldenCase.Number(s, "gamma")),
        "multi_step" => new MultiStepSchedule(s.GetProperty("milestones").EnumerateArray().Select(e => e.GetInt64()), GoldenCase.Number(s, "gamma")),
        "cosine" => new CosineSchedule((long)GoldenCase.Number(s, "steps"), GoldenCase.Number(s, "minLr")),
        "linear" => new LinearSchedule((long)GoldenCase.Number(s, "steps"), GoldenCase.Number(s, "startFactor"), GoldenCase.Number(s, "endFactor")),
        "warmup_cosine" => new WarmupCosineSchedule((long)GoldenCase.Number(s, "warmup"), (long)GoldenCase.Number(s, "steps"), GoldenCase.Number(s, "minLr")),
        "polynomial" => new PolynomialSchedule((long)GoldenCase.Number(s, "steps"), GoldenCase.Number(s, "power")),
        string type => throw new InvalidDataException(type),
        _ => throw new InvalidDataException(),
    };

    [Fact]
    public void Every_formula_holds()
    {
        for (int k = 0; k <= 40; k++)
        {
            double left = 1 - (Math.Min(k, 30) / 30.0);
            Assert.Equal(0.2, new ConstantSchedule().LearningRate(k, 0.2));
            Equal(0.2 * (0.1 + (0.9 * Math.Min(k, 30) / 30)), new LinearSchedule(30, 0.1, 1));
            Equal(0.2 * Math.Pow(left, 2.5), new PolynomialSchedule(30, 2.5));
            Equal(0.2 * left, new PolynomialSchedule(30));
            Equal(0.2 * Math.Pow(0.97, k), new ExponentialSchedule(0.97));
            Equal(0.01 + (0.19 * (1 + Math.Cos(Math.PI * Math.Min(k, 30) / 30)) / 2), new CosineSchedule(30, 0.01));
            Equal(0.01 + (0.19 * (1 + Math.Cos(Math.PI * (k % 30) / 30)) / 2), new CosineSchedule(30, 0.01) { Restarts = true });
            Equal(k < 5 ? 0.2 * (k + 1) / 5 : 0.1 * (1 + Math.Cos(Math.PI * Math.Min(k - 5, 25) / 25)), new WarmupCosineSchedule(5, 30));
            Equal(k < 5 ? 0.2 * (k + 1) / 5 : 0.1 * (1 + Math.Cos(Math.PI * ((k - 5) % 25) / 25)), new WarmupCosineSchedule(5, 30) { Restarts = true });

            void Equal(double expected, Schedule schedule) => Assert.Equal(expected, schedule.LearningRate(k, 0.2), 1e-15);
        }
    }

    [Fact]
    public void After_their_end_schedules_stay_where_they_ended()
    {
        Schedule[] all = [new WarmupCosineSchedule(5, 10, 0.01), new WarmupCosineSchedule(0, 10, 0.01), new WarmupCosineSchedule(9, 10), new CosineSchedule(10, 0.01), new LinearSchedule(10, 1, 0.1), new PolynomialSchedule(10, 2), new OneCycleSchedule(10)];
        foreach (Schedule schedule in all)
        {
            double end = schedule.LearningRate(10, 0.2);
            Assert.All(new long[] { 11, 15, 20, 1000, long.MaxValue }, step => Assert.Equal(end, schedule.LearningRate(step, 0.2)));
            Assert.True(end < 0.05);
        }

        Assert.Equal(0.01, new WarmupCosineSchedule(5, 10, 0.01).LearningRate(10, 0.2));
        Assert.Equal(0, new WarmupCosineSchedule(5, 10).LearningRate(1000, 0.2));
        Assert.Equal(0.2, new WarmupCosineSchedule(0, 10).LearningRate(0, 0.2));
        Assert.Equal(0.2, new WarmupCosineSchedule(0, 1).LearningRate(0, 0.2));
        Assert.Equal(0.2, new WarmupCosineSchedule(5, 10) { Restarts = true }.LearningRate(10, 0.2));
        Assert.Equal(0.2, new CosineSchedule(10) { Restarts = true }.LearningRate(10_000_000_000, 0.2));
    }

    [Theory]
    [InlineData(10, 0.1)] // the rise is one step long
    [InlineData(4, 0.25)]
    [InlineData(10, 0.05)] // shorter than a step
    [InlineData(2, 0.5)]
    public void One_cycle_with_a_rise_of_a_step_begins_at_its_peak(int steps, double fraction)
    {
        OneCycleSchedule schedule = new(steps, fraction);
        double[] rates = [.. Enumerable.Range(0, steps).Select(step => schedule.LearningRate(step, 1))];
        Assert.All(rates, rate => Assert.InRange(rate, 1 / 25.1e4, 1));
        Assert.InRange(rates[0], 0.9, 1);
        Assert.Equal(1 / 25e4, rates[^1], 1e-12);
    }

    /// <summary>The rates that PyTorch's OneCycleLR gives for max_lr = 1, 10 steps and its defaults.</summary>
    [Fact]
    public void One_cycle_rises_and_falls()
    {
        OneCycleSchedule schedule = new(10);
        Assert.Equal(0.04, schedule.LearningRate(0, 1), 1e-15);
        Assert.Equal(0.52, schedule.LearningRate(1, 1), 1e-15);
        Assert.Equal(1, schedule.LearningRate(2, 1), 1e-15);
        Assert.Equal(4e-6 + ((1 - 4e-6) / 2 * (1 + Math.Cos(Math.PI * 3 / 7))), schedule.LearningRate(5, 1), 1e-15);
        Assert.Equal(4e-6, schedule.LearningRate(9, 1), 1e-15);
        Assert.Equal(4e-6, schedule.LearningRate(90, 1), 1e-15);
    }

    [Fact]
    public void A_plateau_reduces_the_rate_after_patience_and_not_during_cooldown()
    {
        ReduceOnPlateauSchedule schedule = new(gamma: 0.5, patience: 1, cooldown: 2, minimum: 0.3);
        double[] losses = [1, 0.9, 0.95, 0.91, 0.92, 0.93, 0.94, 0.95, 0.5, 0.6, 0.6];
        double[] rates = [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3];
        for (int i = 0; i < losses.Length; i++)
        {
            schedule.Report(losses[i]);
            Assert.Equal(rates[i], schedule.LearningRate(i, 1));
        }

        TrainerState<float> state = new();
        schedule.Save(state);
        ReduceOnPlateauSchedule restored = new(gamma: 0.5, patience: 1, cooldown: 2);
        restored.Load(state);
        Assert.Equal(2, restored.Reductions);
        restored.Reset();
        Assert.Equal(1, restored.LearningRate(0, 1));
    }

    [Fact]
    public void Cosine_and_powers_are_accurate_and_exact_where_they_can_be()
    {
        Assert.Equal([1, 0, -1, 0, 1, 0], new[] { 0, 0.5, 1, 1.5, 2, -0.5 }.Select(PortableMath.CosPi));
        for (double x = -3; x < 3; x += 0.01)
            Assert.Equal(Math.Cos(Math.PI * x), PortableMath.CosPi(x), 3e-15);
        for (double x = 0.01; x < 3; x += 0.13)
            Assert.Equal(1, PortableMath.Power(x, 1.7) / Math.Pow(x, 1.7), 1e-14);
        Assert.Equal(0.3, PortableMath.Power(0.3, 1));
        Assert.Equal(0, PortableMath.Power(0, 0.5));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialSchedule(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmupCosineSchedule(30, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiStepSchedule([3, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateauSchedule(gamma: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule().LearningRate(-1, 1));
    }
}
