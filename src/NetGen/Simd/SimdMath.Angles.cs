using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace NetGen;

/// <content>The sine and the cosine, whose arguments are first reduced by multiples of π/2: all of them, to the largest number.</content>
public static partial class SimdMath
{
    private const double TwoOverPi = 0.63661977236758134;

    // 2/π in pieces of 12 and of 26 bits, as far as the largest number makes them count: the product of a piece and half of a number's
    // digits is exact. The first piece counts 2⁻¹², 2⁻²⁶, the next the square of that.
    private static ReadOnlySpan<double> PiecesInSingle =>
        [2607, 2435, 1764, 3652, 338, 2556, 629, 2001, 3923, 1245, 3085, 2914, 2393, 2364, 1081, 65];

    private static ReadOnlySpan<double> PiecesInDouble =>
    [
        42722829, 48555073, 21659401, 56087029, 13858563, 28715353, 38736100, 4324945, 26128250, 62674459, 29957006, 37899730, 58726692, 49193117, 6588223,
        35515164, 46442140, 65964067, 24988590, 54822121, 41009306, 54917092, 5137525, 37323603, 15192690, 4585659, 58608142, 52426903, 67074070, 25231090,
        63202006, 34237727, 28629499, 15891632, 40752081, 37709470, 25143477, 55737260, 33225084, 24853767, 15195689, 19476134, 50255852, 18845021, 2185228,
    ];

    /// <summary>sin x; NaN for infinities. Error: at most 2.4 and 1.8 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Sin<V>(V x)
        where V : struct, ISimd<V>
    {
        V r = AngleRemainder(V.Abs(x), out V quarter), size = V.Abs(quarter);
        V y = V.WhereEqual(size, V.One, CosineOfRemainder(r) * quarter, SineOfRemainder(r) * (V.One - size));
        return y * V.CopySign(V.One, x);
    }

    /// <summary>cos x; NaN for infinities. Error: at most 2.4 and 1.8 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Cos<V>(V x)
        where V : struct, ISimd<V>
    {
        V r = AngleRemainder(V.Abs(x), out V quarter), size = V.Abs(quarter);
        return V.WhereEqual(size, V.One, -(SineOfRemainder(r) * quarter), CosineOfRemainder(r) * (V.One - size));
    }

    /// <summary>a − n·π/2, at most about π/4, with an integer n, and which quarter of a turn that is: n − 4·round(n/4), from −2 to 2.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V AngleRemainder<V>(V a, out V quarter)
        where V : struct, ISimd<V>
    {
        // π/2 in four parts: n has at most 11 (20) bits, the first three parts 13 (33), so that their products with it are exact without a
        // fused multiply-add, too (Cody and Waite, 1980).
        V n = V.Round(a * V.Constant(TwoOverPi));
        V r = V.MultiplyAdd(n, V.Constant(-1.570556640625, -1.5707963267341256), a);
        r = V.MultiplyAdd(n, V.Constant(-0.0002396702766418457, -6.0771005063039664e-11), r);
        r = V.MultiplyAdd(n, V.Constant(-1.5890691429376602e-08, -2.0222662487111665e-21), r);
        r = V.MultiplyAdd(n, V.Constant(-2.563344151594519e-12, -8.4784276603689e-32), r);

        V bound = V.Constant(3000, 1.5e6);
        if (V.AnyGreater(a, bound))
        {
            V ofLarge = RemainderOfLargeAngle(a, out V quarters);
            r = V.WhereGreater(a, bound, ofLarge, r);
            n = V.WhereGreater(a, bound, quarters, n);
        }

        quarter = V.MultiplyAdd(V.Round(n * V.Constant(0.25)), V.Constant(-4), n);
        return r;
    }

    /// <summary>
    /// The same for any a of at least 1, and n up to multiples of 4: a·2/π without whole turns, summed in three parts with all that rounding
    /// leaves, for a number may be as near to a multiple of π/2 as 2⁻⁶¹ of a turn (Payne and Hanek, 1983).
    /// </summary>
    [MethodImpl(NoInlining)]
    private static V RemainderOfLargeAngle<V>(V a, out V n)
        where V : struct, ISimd<V>
    {
        // Scaled by 2⁻⁶⁴ (2⁻⁵¹²), and the pieces the other way, so that neither the largest number nor the last piece is out of range. The
        // number in two halves of 12 (26) bits (Veltkamp, 1968).
        V scaled = a * V.Constant(5.421010862427522e-20, 7.4583407312002070e-155);
        V shifted = scaled * V.Constant((1 << 12) + 1, (1 << 27) + 1);
        V high = shifted - (shifted - scaled), low = scaled - high;
        ReadOnlySpan<double> pieces = a is IDoublePrecision ? PiecesInDouble : PiecesInSingle;
        double unit = a is IDoublePrecision ? 1 << 26 : 1 << 12, scale = a is IDoublePrecision ? 1.3407807929942597e154 : 1.8446744073709552e19;
        V sum = V.Zero, rest = V.Zero, restOfRest = V.Zero;
        foreach (double piece in pieces)
        {
            scale /= unit;
            V factor = V.Constant(piece * scale);
            Add(high * factor);
            Add(low * factor);
        }

        sum = TwoSum(sum, rest, out rest);
        n = V.Round(sum);
        V fraction = sum - n;
        rest += restOfRest;
        V quarters = fraction + rest;
        rest -= quarters - fraction;
        V halfPi = V.Constant(1.57079637050628662, 1.5707963267948966);
        V correction = V.MultiplyAdd(rest, halfPi, quarters * V.Constant(-4.37113900018624283e-8, 6.123233995736766e-17));
        return V.MultiplyAdd(quarters, halfPi, correction);

        void Add(V product)
        {
            // Without the multiples of 4, exactly: of a product that is one, 0.
            product -= V.Round(product * V.Constant(0.25)) * V.Constant(4);
            sum = TwoSum(sum, product, out V error);
            rest = TwoSum(rest, error, out error);
            restOfRest += error;
        }
    }

    /// <summary>a + b, and what its rounding leaves, exactly (Knuth, 1969).</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V TwoSum<V>(V a, V b, out V error)
        where V : struct, ISimd<V>
    {
        V sum = a + b, ofB = sum - a;
        error = a - (sum - ofB) + (b - ofB);
        return sum;
    }

    /// <summary>sin r for |r| up to about π/4, as r + r³·h(r²), with a minimax polynomial h.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V SineOfRemainder<V>(V r)
        where V : struct, ISimd<V>
    {
        V square = r * r;
        V h;
        if (r is IDoublePrecision)
        {
            h = V.Constant(1.58969099521155010e-10);
            h = V.MultiplyAdd(h, square, V.Constant(-2.50507602534068634e-8));
            h = V.MultiplyAdd(h, square, V.Constant(2.75573137070700677e-6));
            h = V.MultiplyAdd(h, square, V.Constant(-1.98412698298579493e-4));
            h = V.MultiplyAdd(h, square, V.Constant(8.33333333332248946e-3));
            h = V.MultiplyAdd(h, square, V.Constant(-1.66666666666666324e-1));
        }
        else
        {
            h = V.Constant(-1.9515295891e-4);
            h = V.MultiplyAdd(h, square, V.Constant(8.3321608736e-3));
            h = V.MultiplyAdd(h, square, V.Constant(-1.6666654611e-1));
        }

        return V.MultiplyAdd(r * square, h, r);
    }

    /// <summary>cos r likewise, as 1 − r²/2 + r⁴·h(r²).</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V CosineOfRemainder<V>(V r)
        where V : struct, ISimd<V>
    {
        V square = r * r;
        V h;
        if (r is IDoublePrecision)
        {
            h = V.Constant(-1.13596475577881948e-11);
            h = V.MultiplyAdd(h, square, V.Constant(2.08757232129817483e-9));
            h = V.MultiplyAdd(h, square, V.Constant(-2.75573143513906633e-7));
            h = V.MultiplyAdd(h, square, V.Constant(2.48015872894767294e-5));
            h = V.MultiplyAdd(h, square, V.Constant(-1.38888888888741096e-3));
            h = V.MultiplyAdd(h, square, V.Constant(4.16666666666666019e-2));
        }
        else
        {
            h = V.Constant(2.443315711809948e-5);
            h = V.MultiplyAdd(h, square, V.Constant(-1.388731625493765e-3));
            h = V.MultiplyAdd(h, square, V.Constant(4.166664568298827e-2));
        }

        // The sum of the last terms is rounded at half their size: 1 − r²/2 and what its rounding leaves come in last.
        V half = square * V.Constant(0.5), y = V.One - half;
        return y + V.MultiplyAdd(square * square, h, V.One - y - half);
    }
}
