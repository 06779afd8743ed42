using System.Globalization;
using System.Numerics;
using NetGen.Probe;
using Xunit;

namespace NetGen.Tests;

/// <summary>The accuracy of <see cref="SimdMath"/> and its values at the edges of each function's domain.</summary>
public sealed class SimdMathTests
{
    /// <summary>The bounds that the documentation states, in units in the last place: single and double.</summary>
    private static readonly Dictionary<string, (double Single, double Double)> Bounds = new()
    {
        ["Exp"] = (1.1, 1.1),
        ["ExpM1"] = (1.4, 1.3),
        ["Log"] = (0.9, 0.9),
        ["Log1P"] = (0.9, 0.9),
        ["Tanh"] = (2.5, 2.5),
        ["Sigmoid"] = (2.4, 1.9),
        ["Softplus"] = (2.8, 2.3),
        ["Erf"] = (2.5, 1.8),
        ["Sin"] = (2.4, 1.8),
        ["Cos"] = (2.4, 1.8),
    };

    /// <summary>x and f(x) where the result is exact.</summary>
    private static readonly Dictionary<string, (double X, double Y)[]> Limits = new()
    {
        ["Exp"] =
        [
            (0, 1), (-0.0, 1), (double.PositiveInfinity, double.PositiveInfinity), (double.NegativeInfinity, 0),
            (720, double.PositiveInfinity), (-760, 0), (1e30, double.PositiveInfinity), (-1e30, 0), (1e-30, 1),
        ],
        ["ExpM1"] =
        [
            (0, 0), (-0.0, -0.0), (double.PositiveInfinity, double.PositiveInfinity), (double.NegativeInfinity, -1),
            (720, double.PositiveInfinity), (-100, -1), (1e30, double.PositiveInfinity), (-1e30, -1), (1e-30, 1e-30),
        ],
        ["Log"] =
        [
            (1, 0), (0, double.NegativeInfinity), (-0.0, double.NegativeInfinity),
            (double.PositiveInfinity, double.PositiveInfinity), (-1, double.NaN), (-1e-40, double.NaN),
            (double.NegativeInfinity, double.NaN),
        ],
        ["Log1P"] =
        [
            (0, 0), (-0.0, -0.0), (-1, double.NegativeInfinity), (double.PositiveInfinity, double.PositiveInfinity),
            (-1.5, double.NaN), (double.NegativeInfinity, double.NaN), (1e-30, 1e-30), (-1e-40, -1e-40),
        ],
        ["Tanh"] =
        [
            (0, 0), (-0.0, -0.0), (double.PositiveInfinity, 1), (double.NegativeInfinity, -1), (25, 1), (-25, -1),
            (1e30, 1), (-1e30, -1), (1e-30, 1e-30), (-1e-40, -1e-40),
        ],
        ["Sigmoid"] =
        [
            (0, 0.5), (-0.0, 0.5), (double.PositiveInfinity, 1), (double.NegativeInfinity, 0), (60, 1), (-760, 0),
            (1e30, 1), (-1e30, 0),
        ],
        ["Softplus"] =
        [
            (double.PositiveInfinity, double.PositiveInfinity), (double.NegativeInfinity, 0), (60, 60), (-760, 0),
            (1e30, 1e30), (-1e30, 0),
        ],
        ["Erf"] =
        [
            (0, 0), (-0.0, -0.0), (double.PositiveInfinity, 1), (double.NegativeInfinity, -1), (7, 1), (-7, -1),
            (1e30, 1), (-1e30, -1),
        ],
        ["Sin"] = [(0, 0), (-0.0, -0.0), (double.PositiveInfinity, double.NaN), (double.NegativeInfinity, double.NaN), (1e-30, 1e-30), (-1e-40, -1e-40)],
        ["Cos"] = [(0, 1), (-0.0, 1), (double.PositiveInfinity, double.NaN), (double.NegativeInfinity, double.NaN), (1e-30, 1), (-1e-40, 1)],
    };

    public static TheoryData<string> Functions => new(SimdFunction.Math.Select(function => function.Name));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Limits_are_exact(string name)
    {
        (double X, double Y)[] limits = [.. Limits[name], (double.NaN, double.NaN)];
        double[] x = limits.Select(limit => limit.X).ToArray();
        double[] doubles = Evaluate<Float64x8, double>(name, x);
        float[] singles = Evaluate<Float32x16, float>(name, x.Select(value => (float)value).ToArray());
        for (int i = 0; i < x.Length; i++)
        {
            AssertSame(limits[i].Y, doubles[i], $"{name}({x[i]})");
            AssertSame((float)limits[i].Y, singles[i], $"{name}({x[i]}f)");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Double_precision_is_within_the_stated_bound_of_the_references(string name)
    {
        (double X, double Value, double Tail)[] references = References(name);
        double[] y = Evaluate<Float64x8, double>(name, references.Select(reference => reference.X).ToArray());
        Assert.InRange(references.Length, 200, 1000);
        for (int i = 0; i < y.Length; i++)
        {
            // The sum value + tail has twice the digits of a double: the error is taken in two parts as well.
            (double x, double value, double tail) = references[i];
            double ulp = Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
            double error = Math.Abs((y[i] - value) / ulp - tail / ulp);
            Assert.True(error <= Bounds[name].Double, $"{name}({x:R}) is {y[i]:R}, {error} ulp from {value:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Single_precision_is_within_the_stated_bound_over_all_floats(string name)
    {
        const int Stride = 997;
        float[] x = Enumerable.Range(0, int.MaxValue / Stride * 2)
            .Select(i => BitConverter.UInt32BitsToSingle((uint)i * Stride))
            .Where(float.IsFinite)
            .ToArray();
        float[] singles = Evaluate<Float32x16, float>(name, x);
        double[] exact = Exact(name, x.Select(value => (double)value).ToArray());
        for (int i = 0; i < x.Length; i++)
        {
            float rounded = (float)exact[i];
            if (!float.IsFinite(rounded))
            {
                AssertSame(rounded, singles[i], $"{name}({x[i]:R}f)");
                continue;
            }

            double error = Math.Abs(singles[i] - exact[i]) / Ulp(rounded);
            if (!(error <= Bounds[name].Single))
                Assert.Fail($"{name}({x[i]:R}f) is {singles[i]:R}, {error} ulp from {exact[i]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_width_gives_the_same_bits_whatever_the_neighbours(string name)
    {
        double[] x = SpecialBesideNormal();
        float[] xSingle = x.Select(value => (float)value).ToArray();
        float[] widest = Evaluate<Float32x16, float>(name, xSingle);
        AssertSameBits(widest, Evaluate<Float32x8, float>(name, xSingle));
        AssertSameBits(widest, Evaluate<Float32x4, float>(name, xSingle));
        AssertSameBits(widest, xSingle.SelectMany(value => Evaluate<Float32x4, float>(name, [value])).ToArray());

        double[] widestDouble = Evaluate<Float64x8, double>(name, x);
        AssertSameBits(widestDouble, Evaluate<Float64x4, double>(name, x));
        AssertSameBits(widestDouble, Evaluate<Float64x2, double>(name, x));
        AssertSameBits(widestDouble, x.SelectMany(value => Evaluate<Float64x2, double>(name, [value])).ToArray());
    }

    [Fact]
    public void Tanh_and_Erf_never_leave_the_unit_interval()
    {
        double[] x = Enumerable.Range(-60_000, 120_001).Select(i => i * 1e-4).ToArray();
        Assert.All(Evaluate<Float64x8, double>("Tanh", x), y => Assert.InRange(y, -1, 1));
        Assert.All(Evaluate<Float64x8, double>("Erf", x), y => Assert.InRange(y, -1, 1));
        float[] xSingle = x.Select(value => (float)(2 * value)).ToArray();
        Assert.All(Evaluate<Float32x16, float>("Tanh", xSingle), y => Assert.InRange(y, -1, 1));
        Assert.All(Evaluate<Float32x16, float>("Erf", xSingle), y => Assert.InRange(y, -1, 1));
    }

    /// <summary>Each special value in each lane, beside ordinary ones.</summary>
    private static double[] SpecialBesideNormal()
    {
        double[] special =
        [
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1e-45, -1e-45, double.Epsilon, 1e300,
            -1e300, 88.8, -104, 710, -746, -1, 1, 4000, -3e9, 1e20,
        ];
        var random = new Random(3);
        return Enumerable.Range(0, 3200)
            .Select(i => i % 3 == 0 ? special[i / 3 % special.Length] : random.NextDouble() * 20 - 10)
            .ToArray();
    }

    private static double Ulp(float value) => Math.Abs(value) == float.MaxValue
        ? Math.ScaleB(1, 104)
        : (double)MathF.BitIncrement(Math.Abs(value)) - Math.Abs(value);

    /// <summary>The function in double precision: of the standard library where it has it, else ours, tested above.</summary>
    private static double[] Exact(string name, double[] x) => name switch
    {
        "Exp" => x.Select(value => Math.Exp(value)).ToArray(),
        "Log" => x.Select(value => Math.Log(value)).ToArray(),
        "Tanh" => x.Select(value => Math.Tanh(value)).ToArray(),
        "Sin" => x.Select(value => Math.Sin(value)).ToArray(),
        "Cos" => x.Select(value => Math.Cos(value)).ToArray(),
        "Sigmoid" => x.Select(value => 1 / (1 + Math.Exp(-value))).ToArray(),
        _ => Evaluate<Float64x8, double>(name, x),
    };

    private static (double X, double Value, double Tail)[] References(string name)
    {
        using Stream stream = typeof(SimdMathTests).Assembly.GetManifestResourceStream($"{name}.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(numbers => (numbers[0], numbers[1], numbers[2]))
            .ToArray();
    }

    private static T[] Evaluate<V, T>(string name, T[] x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        var padded = new T[(x.Length + V.Count - 1) / V.Count * V.Count];
        x.CopyTo(padded, 0);
        var y = new T[padded.Length];
        SimdFunction.Math.Single(function => function.Name == name).Evaluate<V, T>(padded, y);
        return y[..x.Length];
    }

    private static void AssertSameBits<T>(T[] expected, T[] actual)
        where T : IFloatingPoint<T>
    {
        for (int i = 0; i < expected.Length; i++)
            AssertSame(expected[i], actual[i], $"element {i}");
    }

    private static void AssertSame<T>(T expected, T actual, string what)
        where T : IFloatingPoint<T>
    {
        bool same = T.IsNaN(expected) ? T.IsNaN(actual) : expected == actual && T.IsNegative(expected) == T.IsNegative(actual);
        if (!same)
            Assert.Fail($"{what}: expected {expected}, got {actual}");
    }
}
