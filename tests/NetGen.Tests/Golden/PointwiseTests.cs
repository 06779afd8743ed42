using System.Reflection;
using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

/// <summary>f and f′ of the activations against exact values, over both sizes of vectors that narrow layers use.</summary>
public sealed class PointwiseTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void ReLU_matches() => Check("point_relu", new ReLU());

    [Fact]
    public void LeakyReLU_matches() => Check("point_leaky_relu", new LeakyReLU());

    [Fact]
    public void LeakyReLU_with_another_slope_matches() => Check("point_leaky_relu_02", new LeakyReLU { Slope = 0.2 });

    [Fact]
    public void Sigmoid_matches() => Check("point_sigmoid", new Sigmoid());

    [Fact]
    public void Softplus_matches() => Check("point_softplus", new Softplus());

    [Fact]
    public void Tanh_matches() => Check("point_tanh", new Tanh());

    [Fact]
    public void ELU_matches() => Check("exact_elu", new ELU());

    [Fact]
    public void ELU_with_another_alpha_matches() => Check("point_elu_05", new ELU { Alpha = 0.5 });

    [Fact]
    public void SELU_matches() => Check("exact_selu", new SELU());

    [Fact]
    public void GELU_matches() => Check("point_gelu", new GELU());

    [Fact]
    public void GELUTanh_matches() => Check("point_gelu_tanh", new GELUTanh());

    [Fact]
    public void SiLU_matches() => Check("exact_silu", new SiLU());

    [Fact]
    public void HardSigmoid_matches() => Check("exact_hardsigmoid", new HardSigmoid());

    [Fact]
    public void HardSwish_matches() => Check("point_hardswish", new HardSwish());

    [Fact]
    public void Mish_matches() => Check("exact_mish", new Mish());

    [Fact]
    public void Softsign_matches() => Check("point_softsign", new Softsign());

    [Fact]
    public void HardTanh_matches() => Check("point_hardtanh", new HardTanh());

    [Fact]
    public void HardTanh_with_other_bounds_matches() => Check("point_hardtanh_asym", new HardTanh { Min = -0.5, Max = 2 });

    [Fact]
    public void ReLU6_matches() => Check("exact_relu6", new ReLU6());

    [Fact]
    public void HardThreshold_is_1_above_0_and_what_AtZero_says_at_0()
    {
        double[] z = [-1e-300, -0.0, 0, 1e-300];
        Assert.Equal([0.0, 0, 0, 1], z.Select(x => Evaluate<HardThreshold, Float64x4>(new HardThreshold(), x).F));
        Assert.Equal([0.0, 1, 1, 1], z.Select(x => Evaluate<HardThreshold, Float64x4>(new HardThreshold { AtZero = 1 }, x).F));
        Assert.Equal([0.0, 0.5, 0.5, 1], z.Select(x => Evaluate<HardThreshold, Float64x4>(new HardThreshold { AtZero = 0.5 }, x).F));
    }

    [Fact]
    public void Elementary_functions_have_their_limits()
    {
        const double Infinity = double.PositiveInfinity;
        Assert.Equal((0, 0), Evaluate<ExpFunction, Float64x4>(default, -Infinity));
        Assert.Equal((Infinity, Infinity), Evaluate<ExpFunction, Float64x4>(default, 710));
        Assert.Equal((-Infinity, Infinity), Evaluate<LogFunction, Float64x4>(default, 0));
        Assert.Equal(double.NaN, Evaluate<LogFunction, Float64x4>(default, -1).F);
        Assert.Equal((9, -6), Evaluate<SquareFunction, Float64x4>(default, -3));
        Assert.Equal((0, Infinity), Evaluate<SqrtFunction, Float64x4>(default, 0));
        Assert.Equal((3, 1 / 6.0), Evaluate<SqrtFunction, Float64x4>(default, 9));
        Assert.Equal(double.NaN, Evaluate<SqrtFunction, Float64x4>(default, -1).F);
        Assert.Equal((2, -1), Evaluate<AbsFunction, Float64x4>(default, -2));
        Assert.Equal((0, 0), Evaluate<AbsFunction, Float64x4>(default, 0));
        Assert.Equal((0, 1), Evaluate<SinFunction, Float64x4>(default, 0));
        Assert.Equal((1, 0), Evaluate<CosFunction, Float64x4>(default, 0));
        Assert.Equal((-6.5, 2.5), Evaluate<ScaleFunction, Float64x4>(new ScaleFunction { Factor = 2.5, Offset = 1 }, -3));
    }

    [Fact]
    public void A_users_activation_matches() => Check("point_gelu", new UserGELU());

    private static void Check<TActivation>(string name, TActivation activation)
        where TActivation : struct, IActivation
    {
        JsonElement root = GoldenCase.Read(name).Root;
        double[] x = Numbers(root, "x"), y = Numbers(root, "y"), dy = Numbers(root, "dy");
        int[] kinks = [.. root.GetProperty("kinks").EnumerateArray().Select(index => index.GetInt32())];
        Assert.NotEmpty(x);
        for (int i = 0; i < x.Length; i++)
        {
            (double f2, double derivative2) = Evaluate<TActivation, Float64x2>(activation, x[i]);
            (double f4, double derivative4) = Evaluate<TActivation, Float64x4>(activation, x[i]);
            AssertClose($"f({x[i]})", f4, y[i]);
            Assert.Equal(f4, f2);
            Assert.Equal(derivative4, derivative2);
            if (!kinks.Contains(i))
            {
                AssertClose($"f′({x[i]})", derivative4, dy[i]);
            }
        }
    }

    /// <summary>f and f′ in the last lane of a vector whose other lanes hold something else.</summary>
    private static (double F, double Derivative) Evaluate<TActivation, V>(TActivation activation, double x)
        where TActivation : struct, IActivation
        where V : struct, ISimd<V, double>
    {
        double[] lanes = new double[V.Count];
        Array.Fill(lanes, 0.5);
        lanes[^1] = x;
        V z = V.Load(ref lanes[0], 0);
        V h = activation.Forward(z);
        V derivative = activation.Derivative(typeof(TActivation).GetCustomAttribute<DerivativeAttribute>()!.Needs == Needs.Output ? h : z);
        return (Last(h), Last(derivative));

        double Last(V vector)
        {
            V.Store(vector, ref lanes[0], 0);
            return lanes[^1];
        }
    }

    private static double[] Numbers(JsonElement root, string key) => [.. root.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Absolutely or relatively: either will do.</summary>
    private static void AssertClose(string what, double actual, double expected)
    {
        double error = Math.Abs(actual - expected);
        Assert.True(error <= Tolerance || error <= Tolerance * Math.Abs(expected), $"{what} is {actual:R}, expected {expected:R}");
    }
}
