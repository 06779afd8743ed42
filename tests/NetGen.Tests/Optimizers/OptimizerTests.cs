using Xunit;

namespace NetGen.Tests;

public class OptimizerTests
{
    public static TheoryData<string> Kinds => new("sgd", "momentum", "adam", "adamw");

    private static Optimizer Create(string kind) => kind switch
    {
        "sgd" => new SGD(0.1),
        "momentum" => new SGD(0.1, 0.9),
        "adam" => new Adam(),
        _ => new AdamW(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_after_the_first_allocate_nothing(string kind)
    {
        Optimizer optimizer = Create(kind), twin = Create(kind);
        float[] single = new float[1003], singleGradients = new float[1003];
        double[] both = new double[1003], bothGradients = new double[1003];
        optimizer.Step(single, singleGradients);
        twin.Step(both, bothGradients);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                optimizer.Step(single, singleGradients);
                twin.Step(both, bothGradients);
            }
        }));
    }

    [Fact]
    public void State_is_aligned_to_cache_lines_and_starts_at_0()
    {
        OptimizerState<float> state = new(13);
        state.Require(3);
        for (int index = 0; index < 3; index++)
        {
            Assert.Equal(new float[13], state[index].ToArray());
            Assert.Equal(0, BufferIdentity.Address<float>(state[index]) % 64);
        }

        Assert.Throws<InvalidOperationException>(() => state.Require(2));
        Assert.Throws<InvalidOperationException>(() => new OptimizerState<float>(13).Require(4));
    }

    [Fact]
    public void Another_length_or_precision_is_refused()
    {
        SGD optimizer = new(0.1);
        optimizer.Step(new float[4], new float[4]);
        InvalidOperationException length = Assert.Throws<InvalidOperationException>(() => optimizer.Step(new float[5], new float[5]));
        Assert.Contains("4 parameters of type Single", length.Message, StringComparison.Ordinal);
        Assert.Contains("5 of type Single", length.Message, StringComparison.Ordinal);
        Assert.Contains("Create one optimizer", length.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(new double[4], new double[4]));
        Assert.Equal(1, optimizer.StepCount);
    }

    [Fact]
    public void Another_buffer_of_the_same_length_is_refused()
    {
        float[] own = new float[4], foreign = new float[4], gradients = new float[4];
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            SGD optimizer = new(0.1);
            int collections = GC.CollectionCount(0);
            optimizer.Step(own, gradients);
            Exception? exception = Record.Exception(() => optimizer.Step(foreign, gradients));

            // Tests beside this one allocate: with a collection between the two steps nothing is promised.
            if (collections == GC.CollectionCount(0))
            {
                Assert.IsType<InvalidOperationException>(exception);
                return;
            }
        }

        Assert.Fail("There was a garbage collection between the steps of every attempt.");
    }

    [Fact]
    public void A_moved_buffer_is_accepted()
    {
        float[] gradients = [1, 2, 3, 4];
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            SGD optimizer = new(0.1);
            float[] parameters = BehindGarbage();
            optimizer.Step(parameters, gradients);
            nint before = BufferIdentity.Address<float>(parameters);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            bool moved = before != BufferIdentity.Address<float>(parameters);
            optimizer.Step(parameters, gradients);
            Assert.Equal(2, optimizer.StepCount);
            if (moved)
                return;
        }

        Assert.Fail("The garbage collector never moved the array.");
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static float[] BehindGarbage()
    {
        object garbage = new byte[10_000];
        float[] array = new float[4];
        GC.KeepAlive(garbage);
        return array;
    }

    [Fact]
    public void A_gradient_for_each_parameter_is_asked_for()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new SGD(0.1).Step(new float[4], new float[3]));
        Assert.Contains("4 parameters, got 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_parameters_are_no_error()
    {
        Adam optimizer = new();
        optimizer.Step(Array.Empty<float>(), []);
        optimizer.Step(Span<float>.Empty, []);
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void The_learning_rate_can_be_changed_between_steps()
    {
        double[] parameters = [1];
        SGD optimizer = new(0.5);
        optimizer.Step(parameters, [1]);
        optimizer.LearningRate = 0.25;
        optimizer.Step(parameters, [1]);
        optimizer.LearningRate = 0;
        optimizer.Step(parameters, [1]);
        Assert.Equal([0.25], parameters);
    }

    [Fact]
    public void Hyper_parameters_out_of_range_are_refused()
    {
        Adam adam = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.LearningRate = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.LearningRate = double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.LearningRate = double.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new SGD(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new SGD(0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("dampening", () => new SGD(0.1, 0.9, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new SGD(0.1, weightDecay: -1));
        Assert.Throws<ArgumentException>("nesterov", () => new SGD(0.1, nesterov: true));
        Assert.Throws<ArgumentException>("nesterov", () => new SGD(0.1, 0.9, 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>("beta1", () => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>("beta2", () => new AdamW(beta2: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new Adam(epsilon: double.NaN));
    }

    [Fact]
    public void A_user_can_write_an_optimizer()
    {
        float[] parameters = [1, 2, 3, 4, 5];
        SignDescent optimizer = new(0.5);
        optimizer.Step(parameters, [3, -3, 0.1f, -7, 2]);
        Assert.Equal([0.5f, 2.5f, 2.5f, 4.5f, 4.5f], parameters);
    }

    private sealed class SignDescent(double learningRate) : Optimizer(learningRate)
    {
        protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step) =>
            range.Apply(new Rule<V>(learningRate));

        private readonly struct Rule<V>(double learningRate) : IUpdateRule<V>
            where V : struct, ISimd<V>
        {
            private readonly V _rate = V.Constant(learningRate);

            public static int StateCount => 0;

            public V Update(V w, V g, ref V s1, ref V s2, ref V s3) => w - V.CopySign(_rate, g);
        }
    }
}
