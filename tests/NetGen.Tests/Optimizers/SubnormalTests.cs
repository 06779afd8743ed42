using Xunit;

namespace NetGen.Tests;

/// <summary>
/// Averages of gradients that have become 0, or nearly: processors take up to a hundred times as long for subnormal numbers, so there must be
/// none of them; and what is not a number must stay so.
/// </summary>
public sealed class SubnormalTests
{
    public static TheoryData<string> Kinds => ["Adam", "AdamW", "NAdam", "RAdam", "Adamax"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parameters_rest_when_their_averages_have_become_subnormal(string kind)
    {
        Optimizer optimizer = Create(kind);
        float[] w = [1, -1, 1e-3f, -1e-3f], g = [1e-3f, -2e-3f, 1e-3f, 3e-3f];
        for (int step = 0; step < 10; step++)
            optimizer.Step(w, g);
        Array.Clear(g);
        for (int step = 0; step < 2000; step++)
            optimizer.Step(w, g);
        float[] before = [.. w];
        optimizer.Step(w, g);
        Assert.Equal(before, w);
        Assert.All(w, value => Assert.True(float.IsFinite(value)));
    }

    public static TheoryData<string> WithStates => ["SGD", "Nesterov", "Adam", "AMSGrad", "AdamW", "NAdam", "RAdam", "Adamax", "RMSProp", "RMSProp with momentum", "RMSProp centered", "Adagrad", "Adadelta"];

    [Theory]
    [MemberData(nameof(WithStates))]
    public void No_state_is_subnormal_when_gradients_have_become_zero(string kind)
    {
        Check([1e-3f, -2e-3f, 1e-10f, 3e-3f, -1, 7e-20f, 1e-30f], step => step < 10 ? 1 : 0, 3000, float.IsSubnormal);
        Check([1e-3, -2e-3, 1e-10, 3e-3, -1, 7e-160, 1e-200], step => step < 10 ? 1 : 0, 9000, double.IsSubnormal);

        void Check<T>(T[] first, Func<int, int> factor, int steps, Predicate<T> isSubnormal)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            Optimizer optimizer = Create(kind);
            T[] w = [.. first.Select(_ => T.One)];
            for (int step = 0; step < steps; step++)
            {
                T[] g = [.. first.Select(value => value * T.CreateChecked(factor(step)))];
                if (typeof(T) == typeof(float))
                    optimizer.Step((float[])(object)w, (float[])(object)g);
                else
                    optimizer.Step((double[])(object)w, (double[])(object)g);
            }

            AssertNone(optimizer, w, isSubnormal);
        }
    }

    [Theory]
    [MemberData(nameof(WithStates))]
    public void No_state_is_subnormal_when_gradients_are_tiny(string kind)
    {
        Optimizer optimizer = Create(kind);
        float[] w = [1, 1, 1, 1, 1, 1, 1, 1];
        for (int step = 0; step < 50; step++)
            optimizer.Step(w, [1e-18f, -1e-19f, 1e-20f, -1e-21f, 1e-22f, 1e-25f, -1e-30f, 1e-37f]);
        AssertNone(optimizer, w, float.IsSubnormal);
        Assert.All(w, value => Assert.Equal(1, value, 1e-2));
    }

    private static void AssertNone<T>(Optimizer optimizer, T[] w, Predicate<T> isSubnormal)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TrainerState<T> state = new();
        optimizer.Save(state);
        Assert.NotEmpty(state.Tensors);
        Assert.All(state.Tensors, tensor => Assert.DoesNotContain(tensor.Value, isSubnormal));
        Assert.All(w, value => Assert.True(T.IsFinite(value)));
    }

    [Theory]
    [InlineData(0.99999)]
    [InlineData(0.9999999)]
    public void Averages_over_many_steps_do_not_become_subnormal(double beta2)
    {
        Optimizer optimizer = new Adam(1e-2, beta2: beta2);
        float[] w = [1, 1];
        for (int step = 0; step < 20; step++)
            optimizer.Step(w, [0, 1e-20f]);
        TrainerState<float> state = new();
        optimizer.Save(state);
        Assert.All(state.Tensors["optimizer.v"], v => Assert.True(float.IsNormal(v)));
    }

    [Theory]
    [MemberData(nameof(WithStates))]
    public void What_is_not_a_number_stays_so(string kind)
    {
        float[] w = [1, 1, 1, 1], g = [float.NaN, 1, float.PositiveInfinity, 0];
        Create(kind).Step(w, g);
        Assert.True(float.IsNaN(w[0]));
        Assert.True(float.IsFinite(w[1]));
        Assert.False(float.IsFinite(w[2]));
        Assert.Equal(1, w[3]);
    }

    private static Optimizer Create(string kind) => kind switch
    {
        "Adam" => new Adam(1e-2),
        "AdamW" => new AdamW(1e-2, weightDecay: 0),
        "NAdam" => new NAdam(1e-2),
        "RAdam" => new RAdam(1e-2),
        "Adamax" => new Adamax(1e-2),
        "AMSGrad" => new Adam(1e-2, amsgrad: true),
        "RMSProp" => new RMSProp(1e-2),
        "RMSProp with momentum" => new RMSProp(1e-2, momentum: 0.9),
        "RMSProp centered" => new RMSProp(1e-2, momentum: 0.9, centered: true),
        "Adagrad" => new Adagrad(),
        "Adadelta" => new Adadelta(),
        "Nesterov" => new SGD(1e-2, 0.9, nesterov: true),
        _ => new SGD(1e-2, 0.9),
    };
}
