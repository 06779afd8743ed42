using System.Numerics;
using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>Every member of a vector against scalar arithmetic, all pairs of special and random values.</summary>
public abstract class SimdTests<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private static readonly int MaxExponent = V.IsDouble ? 1023 : 127;
    private static readonly T SmallestNormal = T.ScaleB(T.One, 1 - MaxExponent);

    private static readonly T[] Values = SpecialValues().Concat(RandomValues(seed: 7, count: 40)).ToArray();

    [Fact]
    public void Constants_fill_every_lane()
    {
        Assert.Equal(V.IsDouble, typeof(T) == typeof(double));
        Assert.Equal(Unsafe.SizeOf<V>(), V.Count * Unsafe.SizeOf<T>());
        AssertLanes(V.Zero, _ => T.Zero);
        AssertLanes(V.One, _ => T.One);
        AssertLanes(V.Constant(0.1), _ => T.CreateChecked(0.1));
        AssertLanes(V.Constant(double.NegativeInfinity), _ => T.NegativeInfinity);
        AssertLanes(V.Broadcast(T.Pi), _ => T.Pi);
    }

    [Fact]
    public void Load_and_Store_take_the_lanes_from_the_offset_and_nothing_else()
    {
        T[] source = RandomValues(seed: 1, count: 3 * V.Count).ToArray();
        var destination = new T[3 * V.Count];
        int offset = V.Count / 2 + 1;
        V.Store(V.Load(ref source[1], offset), ref destination[0], offset);
        for (int i = 0; i < destination.Length; i++)
            Assert.Equal(i >= offset && i < offset + V.Count ? source[i + 1] : T.Zero, destination[i]);
    }

    [Fact]
    public void Addition() => Binary((a, b) => a + b, (a, b) => a + b);

    [Fact]
    public void Subtraction() => Binary((a, b) => a - b, (a, b) => a - b);

    [Fact]
    public void Multiplication() => Binary((a, b) => a * b, (a, b) => a * b);

    [Fact]
    public void Division() => Binary((a, b) => a / b, (a, b) => a / b);

    [Fact]
    public void Negation() => Unary(a => -a, a => -a);

    [Fact]
    public void MultiplyAdd_rounds_as_the_machine_says()
    {
        T third = T.One / T.CreateChecked(3);
        Binary(
            (a, b) => V.MultiplyAdd(a, b, V.Broadcast(third)),
            (a, b) => Simd.HasFusedMultiplyAdd ? T.FusedMultiplyAdd(a, b, third) : a * b + third);
        Binary(
            (a, b) => V.MultiplyAdd(V.Broadcast(third), a, b),
            (a, b) => Simd.HasFusedMultiplyAdd ? T.FusedMultiplyAdd(third, a, b) : third * a + b);
    }

    [Fact]
    public void Max_propagates_NaN_and_puts_positive_zero_above_negative() => Binary(V.Max, T.Max);

    [Fact]
    public void Min_propagates_NaN_and_puts_negative_zero_below_positive() => Binary(V.Min, T.Min);

    [Fact]
    public void AtLeast_replaces_only_what_is_smaller_than_the_bound()
    {
        foreach (T bound in Values.Where(value => !T.IsNaN(value)))
            Unary(a => V.AtLeast(a, V.Broadcast(bound)), a => a < bound ? bound : a);
    }

    [Fact]
    public void AtMost_replaces_only_what_is_larger_than_the_bound()
    {
        foreach (T bound in Values.Where(value => !T.IsNaN(value)))
            Unary(a => V.AtMost(a, V.Broadcast(bound)), a => a > bound ? bound : a);
    }

    [Fact]
    public void Abs() => Unary(V.Abs, T.Abs);

    [Fact]
    public void Sqrt() => Unary(V.Sqrt, T.Sqrt);

    [Fact]
    public void CopySign() => Binary(V.CopySign, T.CopySign);

    [Fact]
    public void Round_takes_ties_to_even()
    {
        Unary(V.Round, a => T.Round(a, MidpointRounding.ToEven));
        for (int i = -7; i <= 7; i++)
        {
            T half = T.CreateChecked(i * 0.5);
            AssertLanes(V.Round(V.Broadcast(half)), _ => T.Round(half, MidpointRounding.ToEven));
        }
    }

    [Fact]
    public void PowerOfTwo_is_exact_over_the_exponents_of_normal_numbers()
    {
        for (int i = 1 - MaxExponent; i <= MaxExponent; i++)
        {
            AssertLanes(V.PowerOfTwo(V.Constant(i), V.One, out V n), _ => T.ScaleB(T.One, i));
            AssertLanes(n, _ => T.CreateChecked(i));
        }
    }

    [Fact]
    public void PowerOfTwo_rounds_the_exponent_with_ties_to_odd()
    {
        for (int quarters = -30; quarters <= 30; quarters++)
        {
            int expected = quarters % 4 is 2 or -2 ? (int)Math.Floor(quarters * 0.25) | 1 : (int)Math.Round(quarters * 0.25);
            AssertLanes(V.PowerOfTwo(V.Constant(quarters), V.Constant(0.25), out V n), _ => T.ScaleB(T.One, expected));
            AssertLanes(n, _ => T.CreateChecked(expected));
        }
    }

    [Fact]
    public void SplitExponent_puts_the_mantissa_around_one()
    {
        T rootOfHalf = T.Sqrt(T.CreateChecked(0.5));
        foreach (T a in Values.Select(T.Abs).Where(a => a >= SmallestNormal && T.IsFinite(a)).Append(rootOfHalf))
        {
            V m = V.SplitExponent(V.Broadcast(a), out V exponent);
            T e = Lanes(exponent)[0];
            AssertLanes(exponent, _ => T.Round(e));
            AssertLanes(m, _ => T.ScaleB(a, -int.CreateChecked(e)));
            Assert.InRange(Lanes(m)[0], rootOfHalf, rootOfHalf + rootOfHalf);
            Assert.NotEqual(Lanes(m)[0], rootOfHalf + rootOfHalf);
        }
    }

    [Fact]
    public void WhereGreater() =>
        Binary((a, b) => V.WhereGreater(a, b, V.One, V.Zero), (a, b) => a > b ? T.One : T.Zero);

    [Fact]
    public void WhereEqual() =>
        Binary((a, b) => V.WhereEqual(a, b, V.One, V.Zero), (a, b) => a == b ? T.One : T.Zero);

    [Fact]
    public void Where_passes_every_bit() =>
        Binary((a, b) => V.WhereGreater(a, b, a, b), (a, b) => a > b ? a : b);

    private static T[] SpecialValues()
    {
        T[] positive =
        [
            T.Zero, T.Epsilon, SmallestNormal - T.Epsilon, SmallestNormal, T.CreateChecked(0.5), T.One,
            T.BitIncrement(T.One), T.CreateChecked(2.5), T.MaxValue, T.PositiveInfinity,
        ];
        return [T.NaN, .. positive, .. positive.Select(value => -value)];
    }

    /// <summary>Half of them around 1, half of every size.</summary>
    private static IEnumerable<T> RandomValues(int seed, int count)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            T value = T.CreateChecked(random.NextDouble() * 4 - 2);
            yield return i % 2 == 0 ? value : T.ScaleB(value, random.Next(1 - MaxExponent, MaxExponent - 1));
        }
    }

    private static void Unary(Func<V, V> vector, Func<T, T> scalar) =>
        AssertPairs(Values, Values, (a, _) => vector(a), (a, _) => scalar(a));

    /// <summary>All pairs of values.</summary>
    private static void Binary(Func<V, V, V> vector, Func<T, T, T> scalar)
    {
        T[] firsts = Values.SelectMany(first => Values.Select(_ => first)).ToArray();
        T[] seconds = Values.SelectMany(_ => Values).ToArray();
        AssertPairs(firsts, seconds, vector, scalar);
    }

    /// <summary>Vectors start at each element in turn, so that each is in each lane once.</summary>
    private static void AssertPairs(T[] firsts, T[] seconds, Func<V, V, V> vector, Func<T, T, T> scalar)
    {
        T[] expected = firsts.Zip(seconds, scalar).ToArray();
        for (int start = 0; start <= firsts.Length - V.Count; start++)
        {
            T[] actual = Lanes(vector(V.Load(ref firsts[0], start), V.Load(ref seconds[0], start)));
            for (int i = 0; i < V.Count; i++)
            {
                int pair = start + i;
                if (!SameBits(expected[pair], actual[i]))
                    Assert.Fail($"{firsts[pair]}, {seconds[pair]}: expected {expected[pair]}, got {actual[i]}");
            }
        }
    }

    private static T[] Lanes(V vector)
    {
        var lanes = new T[V.Count];
        V.Store(vector, ref lanes[0], 0);
        return lanes;
    }

    private static void AssertLanes(V actual, Func<int, T> expected)
    {
        T[] lanes = Lanes(actual);
        for (int i = 0; i < lanes.Length; i++)
            Assert.True(SameBits(expected(i), lanes[i]), $"lane {i}: expected {expected(i)}, got {lanes[i]}");
    }

    /// <summary>Equal, zeros with their signs; any NaN for NaN.</summary>
    private static bool SameBits(T expected, T actual) => T.IsNaN(expected)
        ? T.IsNaN(actual)
        : expected == actual && T.IsNegative(expected) == T.IsNegative(actual);
}

/// <inheritdoc/>
public sealed class Float32x4Tests : SimdTests<Float32x4, float>;

/// <inheritdoc/>
public sealed class Float32x8Tests : SimdTests<Float32x8, float>;

/// <inheritdoc/>
public sealed class Float32x16Tests : SimdTests<Float32x16, float>;

/// <inheritdoc/>
public sealed class Float64x2Tests : SimdTests<Float64x2, double>;

/// <inheritdoc/>
public sealed class Float64x4Tests : SimdTests<Float64x4, double>;

/// <inheritdoc/>
public sealed class Float64x8Tests : SimdTests<Float64x8, double>;
