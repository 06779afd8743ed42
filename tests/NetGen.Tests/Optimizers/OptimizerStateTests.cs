using Xunit;

namespace NetGen.Tests;

/// <summary>An optimizer that is saved and restored goes on with the same bits.</summary>
public class OptimizerStateTests
{
    private const int Length = 37;

    public static TheoryData<string> Kinds => new(Create.Keys);

    internal static Dictionary<string, Func<Optimizer>> Create { get; } = new()
    {
        ["sgd"] = () => new SGD(0.1),
        ["sgd momentum"] = () => new SGD(0.1, 0.9, 0.2),
        ["sgd nesterov"] = () => new SGD(0.1, 0.9, nesterov: true),
        ["adam"] = () => new Adam(),
        ["amsgrad"] = () => new Adam(amsgrad: true),
        ["adamw"] = () => new AdamW(),
        ["adamax"] = () => new Adamax(),
        ["nadam"] = () => new NAdam(),
        ["radam"] = () => new RAdam(0.01, beta2: 0.9),
        ["rmsprop"] = () => new RMSProp(),
        ["rmsprop momentum"] = () => new RMSProp(momentum: 0.9),
        ["rmsprop centered"] = () => new RMSProp(momentum: 0.9, centered: true),
        ["adagrad"] = () => new Adagrad(learningRateDecay: 0.1, initialAccumulator: 0.1),
        ["adadelta"] = () => new Adadelta(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_restored_optimizer_goes_on_with_the_same_bits(string kind)
    {
        Optimizer optimizer = Create[kind]();
        float[] parameters = Values(0);
        Run(optimizer, parameters, 1, 7);
        TrainerState<float> state = new();
        optimizer.Save(state);
        float[] copy = [.. parameters];
        Run(optimizer, parameters, 8, 15);

        Optimizer restored = Create[kind]();
        restored.LearningRate = 99;
        restored.Load(state);
        Run(restored, copy, 8, 15);
        Assert.Equal(parameters, copy);
        Assert.Equal(15, restored.StepCount);
        Assert.Equal(optimizer.LearningRate, restored.LearningRate);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_widths_and_cuts_give_the_bits_of_each_element_alone(string kind)
    {
        float[] whole = Values(0), wide = Values(0), narrow = Values(0), alone = Values(0);
        Optimizer optimizer = Create[kind](), by512 = Create[kind](), by128 = Create[kind]();
        Run(optimizer, whole, 1, 9);
        for (int k = 1; k <= 9; k++)
        {
            by512.Step<Float32x16, float>(null, wide, Values(k));
            by128.Step<Float32x4, float>(null, narrow, Values(k));
        }

        for (int i = 0; i < Length; i++)
        {
            Optimizer one = Create[kind]();
            for (int k = 1; k <= 9; k++)
                one.Step(alone.AsSpan(i, 1), Values(k).AsSpan(i, 1));
        }

        Assert.Equal(whole, wide);
        Assert.Equal(whole, narrow);
        Assert.Equal(whole, alone);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_after_the_first_allocate_nothing(string kind)
    {
        Optimizer optimizer = Create[kind]();
        float[] parameters = Values(0), gradients = Values(1);
        optimizer.Step(parameters, gradients);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 20; i++)
                optimizer.Step(parameters, gradients);
        }));
    }

    [Fact]
    public void The_state_has_the_names_of_the_formulas()
    {
        Adam optimizer = new();
        Run(optimizer, Values(0), 1, 2);
        TrainerState<float> state = new();
        optimizer.Save(state);
        Assert.Equal(["optimizer.m", "optimizer.v"], state.Tensors.Keys);
        Assert.Equal("Adam", state.GetText("optimizer"));
        Assert.Equal(2, state.GetInt64("optimizer.step"));
    }

    [Fact]
    public void An_optimizer_that_never_stepped_is_restored_too()
    {
        TrainerState<float> state = new();
        new Adam(0.5).Save(state);
        Adam restored = new();
        restored.Load(state);
        Assert.Equal(0.5, restored.LearningRate);
        Run(restored, Values(0), 1, 1);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        SGD sgd = new(0.1, 0.9);
        Run(sgd, Values(0), 1, 1);
        TrainerState<float> state = new();
        sgd.Save(state);
        Adam adam = new(0.3);
        Assert.Contains("SGD", Assert.Throws<InvalidDataException>(() => adam.Load(state)).Message, StringComparison.Ordinal);

        state.Tensors["optimizer.v"] = new float[Length - 1];
        Assert.Contains("optimizer.v", Assert.Throws<InvalidDataException>(() => sgd.Load(state)).Message, StringComparison.Ordinal);
        state.Set("optimizer.step", "many");
        Assert.Throws<InvalidDataException>(() => sgd.Load(state));
        state.Values.Remove("optimizer.step");
        Assert.Throws<InvalidDataException>(() => sgd.Load(state));
        Assert.Equal(1, sgd.StepCount);
        Assert.Throws<InvalidOperationException>(() => sgd.Save(new TrainerState<double>()));
    }

    private static void Run(Optimizer optimizer, float[] parameters, int first, int last)
    {
        for (int k = first; k <= last; k++)
            optimizer.Step(parameters, Values(k));
    }

    private static float[] Values(int k) => [.. Enumerable.Range(0, Length).Select(i => MathF.Sin((1.3f * k) + (0.7f * i)))];
}
