using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace NetGen;

/// <summary>
/// Elementary functions over <see cref="ISimd{TSelf}"/>, built from its members alone: the same bits in every lane and at
/// every width, whatever the neighbouring lanes hold.
/// </summary>
/// <remarks>
/// Errors are the largest measured, in units in the last place, in single and in double precision: over hundreds of millions
/// of floats, and over tens of thousands of doubles with references of 32 digits. They hold with a fused multiply-add and
/// without, though the bits differ. NaN gives NaN, which NaN is left open. All are free of branches, but for the sine and the cosine of
/// numbers far beyond those of use.
/// </remarks>
public static partial class SimdMath
{
    // ln 2 in two parts. The first has so few bits that its product with an exponent is exact without a fused
    // multiply-add too; the second is the rest (Cody and Waite, 1980).
    private const double Ln2HighSingle = 0.693145751953125;
    private const double Ln2LowSingle = 1.428606820309417e-6;
    private const double Ln2HighDouble = 0.69314718055989033;
    private const double Ln2LowDouble = 5.4979230187083712e-14;
    private const double Ln2 = 0.69314718055994531;
    private const double Log2E = 1.4426950408889634;

    // Below this |x|, e^x − 1 and ln(1+x) are x in both precisions.
    private const double Tiny = 1e-20;

    /// <summary>
    /// e^x. Subnormal results are rounded once, too small ones are 0, too large ones +∞. Error: at most 1.1 and 1.1 ulp.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Exp<V>(V x)
        where V : struct, ISimd<V>
    {
        // Beyond these bounds the result is 0 or +∞ anyway.
        x = V.AtLeast(x, V.Constant(-104, -746));
        x = V.AtMost(x, V.Constant(89, 710));
        _ = V.PowerOfTwo(x, V.Constant(Log2E), out V n);
        V y = V.One + ExpM1OfRemainder(Remainder(x, n));

        // 2ⁿ may be out of range where the result is not, so it comes as two factors; only the second can round.
        V power = V.PowerOfTwo(n, V.Constant(0.5), out V half);
        return y * power * V.PowerOfTwo(n - half, V.One, out _);
    }

    /// <summary>
    /// e^x for x ≤ 0, as a softmax needs it, with fewer operations than <see cref="Exp{V}(V)"/> and the same bits, but 0 where that is below the
    /// normal numbers. Error: at most 1.1 and 1.1 ulp.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V ExpOfNegative<V>(V x)
        where V : struct, ISimd<V>
    {
        V power = V.PowerOfTwo(x, V.Constant(Log2E), out V n);
        V y = V.One + ExpM1OfRemainder(Remainder(x, n));

        // Below the bound, the least number whose power is normal, 2ⁿ is not.
        return V.WhereGreater(V.Constant(-87.33654022216797, -708.39641853226408), x, V.Zero, y * power);
    }

    /// <summary>
    /// e^(x + rest) for x ≤ 0 and a rest far smaller than 1, and <paramref name="product"/>, the same times a factor of normal size: right also
    /// where the product is a normal number, but e^x is not.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    internal static V Exp<V>(V x, V rest, V factor, out V product)
        where V : struct, ISimd<V>
    {
        // Beyond the bounds all results are 0, and the powers still normal.
        x = V.AtLeast(x, V.Constant(-170, -1400));
        _ = V.PowerOfTwo(x, V.Constant(Log2E), out V n);
        V y = V.One + ExpM1OfRemainder(Remainder(x, n) + rest);
        V power = V.PowerOfTwo(n, V.Constant(0.5), out V half), otherPower = V.PowerOfTwo(n - half, V.One, out _);
        product = y * factor * power * otherPower;
        return y * power * otherPower;
    }

    /// <summary>
    /// The derivative of z·σ(g(z)), that is σ + z·g′·σ·(1 − σ), where minusGate + rest is −|g| and <paramref name="slope"/> is z·g′: with
    /// e = e^−|g|, it is (1 + e·(1 + z·g′)) / (1 + e)² where z ≥ 0, and e·(1 + e + z·g′) / (1 + e)² elsewhere.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    internal static V GateDerivative<V>(V minusGate, V rest, V slope, V z)
        where V : struct, ISimd<V>
    {
        V e = Exp(minusGate, rest, V.One + slope, out V product);
        V sum = V.One + e;
        return V.WhereGreater(V.Zero, z, V.MultiplyAdd(e, e, product), V.One + product) / (sum * sum);
    }

    /// <summary>
    /// Φ(−a) / φ(a) for a in [0, 40] (single: [0, 15]), Mills' ratio of the normal distribution and its density: 1 / (a + K) times a minimax
    /// polynomial in (a − K) / (a + K). Relative error of the polynomial: 1.2·10⁻⁹ and 1.2·10⁻¹⁷.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    internal static V MillsRatio<V>(V a)
        where V : struct, ISimd<V>
    {
        V inverse = V.One / (a + V.Constant(3, 5));
        V q = (a - V.Constant(3, 5)) * inverse;
        V square = q * q;
        V even, odd;
        if (a is IDoublePrecision)
        {
            even = V.Constant(-3.9798912292517056e-10);
            even = V.MultiplyAdd(even, square, V.Constant(1.9208472446312616e-8));
            even = V.MultiplyAdd(even, square, V.Constant(-1.6529262468349649e-7));
            even = V.MultiplyAdd(even, square, V.Constant(1.0857235669541307e-6));
            even = V.MultiplyAdd(even, square, V.Constant(-6.9415232028324398e-6));
            even = V.MultiplyAdd(even, square, V.Constant(4.1813602020965828e-5));
            even = V.MultiplyAdd(even, square, V.Constant(-0.00014883287865645497));
            even = V.MultiplyAdd(even, square, V.Constant(-0.0019999619936578795));
            even = V.MultiplyAdd(even, square, V.Constant(0.052125502413427576));
            even = V.MultiplyAdd(even, square, V.Constant(0.41364471573264737));
            even = V.MultiplyAdd(even, square, V.Constant(1.2415470615738669));
            even = V.MultiplyAdd(even, square, V.Constant(1.9280810471531576));
            odd = V.Constant(4.3942406897665501e-9);
            odd = V.MultiplyAdd(odd, square, V.Constant(-2.3345635325878115e-8));
            odd = V.MultiplyAdd(odd, square, V.Constant(1.0596769461869635e-7));
            odd = V.MultiplyAdd(odd, square, V.Constant(-8.4376959935790819e-7));
            odd = V.MultiplyAdd(odd, square, V.Constant(9.9786419074515947e-6));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.00012473687727586143));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.0013658594025803164));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.0075032828495803441));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.17325473408524173));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.78591107554660328));
            odd = V.MultiplyAdd(odd, square, V.Constant(-1.6678665951889595));
        }
        else
        {
            even = V.Constant(0.00013875683028566556);
            even = V.MultiplyAdd(even, square, V.Constant(-0.00061307782695830927));
            even = V.MultiplyAdd(even, square, V.Constant(0.0025671275303049763));
            even = V.MultiplyAdd(even, square, V.Constant(-0.026225081346335646));
            even = V.MultiplyAdd(even, square, V.Constant(0.57656881449626365));
            even = V.MultiplyAdd(even, square, V.Constant(1.8275417936715428));
            odd = V.Constant(0.00033369716696001532);
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.0025924102560986561));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.017470730663814792));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.11847013364525423));
            odd = V.MultiplyAdd(odd, square, V.Constant(-1.2767059661557327));
        }

        return V.MultiplyAdd(odd, q, even) * inverse;
    }

    /// <summary>e^x − 1, accurate near 0 too. Error: at most 1.4 and 1.3 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V ExpM1<V>(V x)
        where V : struct, ISimd<V>
    {
        V bounded = V.AtLeast(x, V.Constant(-30, -60));
        bounded = V.AtMost(bounded, V.Constant(89, 710));
        _ = PowerTowardsOne(bounded, V.CopySign(V.Constant(0.25), -x), out V n);
        V q = ExpM1OfRemainder(Remainder(bounded, n));

        // 2ⁿ(1+q) − 1, computed as twice its half because 2ⁿ itself may overflow where the result does not.
        V power = V.PowerOfTwo(n - V.One, V.One, out _);
        V y = V.MultiplyAdd(power, q, power - V.Constant(0.5));
        return V.WhereGreater(V.Abs(x), V.Constant(Tiny), y + y, x);
    }

    /// <summary>ln x; −∞ for zeros, NaN below. Error: at most 0.9 and 0.9 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Log<V>(V x)
        where V : struct, ISimd<V>
    {
        // Subnormal numbers are made normal by a power of two.
        V smallestNormal = V.Constant(1.17549435e-38, 2.2250738585072014e-308);
        V m = V.SplitExponent(V.WhereGreater(smallestNormal, x, x * V.Constant(1 << 24, 1L << 54), x), out V exponent);
        exponent -= V.WhereGreater(smallestNormal, x, V.Constant(24, 54), V.Zero);
        return LogLimits(x, LogOfSplit(m, exponent, V.Zero));
    }

    /// <summary>ln(1+x), accurate near 0 too; −∞ for −1, NaN below. Error: at most 0.9 and 0.9 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Log1P<V>(V x)
        where V : struct, ISimd<V>
    {
        // 1+x = u + rest exactly (Knuth's TwoSum), and ln(u + rest) = ln u + rest/u to more than the last place.
        V u = V.One + x;
        V xOfU = u - V.One;
        V rest = (V.One - (u - xOfU)) + (x - xOfU);
        V m = V.SplitExponent(u, out V exponent);
        V y = LogLimits(u, LogOfSplit(m, exponent, rest / u));
        return V.WhereGreater(V.Constant(Tiny), V.Abs(x), x, y);
    }

    /// <summary>tanh x, accurate near 0 too and never beyond ±1. Error: at most 2.5 and 2.5 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Tanh<V>(V x)
        where V : struct, ISimd<V>
    {
        // Beyond the bound it rounds to 1.
        V a = V.AtMost(V.Abs(x), V.Constant(10, 22));

        // a = n·½ln 2 + r. One constant is enough: the larger n, the flatter is tanh.
        V power = V.PowerOfTwo(a, V.Constant(2 * Log2E), out V n);
        V r = V.MultiplyAdd(n, V.Constant(-0.5 * Ln2), a);

        // With t = tanh r, e^2a = 2ⁿ(1+t)/(1−t), so tanh a = (e^2a − 1)/(e^2a + 1) = ((2ⁿ−1) + t(2ⁿ+1)) / ((2ⁿ+1) + t(2ⁿ−1)).
        V t = TanhOfRemainder(r);
        V less = power - V.One, more = power + V.One;
        return V.CopySign(V.MultiplyAdd(t, more, less) / V.MultiplyAdd(t, less, more), x);
    }

    /// <summary>The logistic function 1/(1+e^−x). Error: at most 2.4 and 1.9 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Sigmoid<V>(V x)
        where V : struct, ISimd<V>
    {
        // e^−|x| cannot overflow; for negative x both sides of the fraction are multiplied by e^x.
        V e = Exp(-V.Abs(x));
        return V.WhereGreater(V.Zero, x, e, V.One) / (V.One + e);
    }

    /// <summary>
    /// The logistic function for the gates of recurrent layers: <see cref="Sigmoid"/> with fewer operations, and 0 where that is below the normal
    /// numbers. Error: at most 2.5 and 2.5 ulp.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Gate<V>(V x)
        where V : struct, ISimd<V>
    {
        V e = ExpOfNegative(-V.Abs(x));
        return V.WhereGreater(V.Zero, x, e, V.One) / (V.One + e);
    }

    /// <summary>ln(1+e^x). Error: at most 2.8 and 2.3 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Softplus<V>(V x)
        where V : struct, ISimd<V> => V.AtLeast(x, V.Zero) + Log1POfUnit(Exp(-V.Abs(x)));

    /// <summary>The error function, accurate near 0 too and never beyond ±1. Error: at most 2.5 and 1.8 ulp.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Erf<V>(V x)
        where V : struct, ISimd<V>
    {
        // erf a = 1 − e^ln(erfc a). Beyond the bound it rounds to 1.
        V a = V.AtMost(V.Abs(x), V.Constant(3.95, 5.95));
        V exponent = -ErfExponent(a);
        V power = PowerTowardsOne(exponent, V.Constant(0.25), out V n);
        V q = ExpM1OfRemainder(Remainder(exponent, n));
        return V.CopySign(V.MultiplyAdd(power, q, power - V.One), x);
    }

    /// <summary>The sign of x: 1 or −1, and x itself where it is 0. Exact.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static V Sign<V>(V x)
        where V : struct, ISimd<V> => V.WhereGreater(V.Abs(x), V.Zero, V.CopySign(V.One, x), x);

    /// <summary>x, and 0 where it is subnormal: processors take up to a hundred times as long for what is computed with such a number.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    internal static V WithoutSubnormals<V>(V x)
        where V : struct, ISimd<V> => V.WhereGreater(V.Constant(1.1754943508222875e-38, 2.2250738585072014e-308), V.Abs(x), V.Zero, x);

    /// <summary>
    /// 2ⁿ with n = x / ln 2, rounded to an integer. A bias of ¼ towards 0 keeps n = 0, and so x as the remainder, exactly, up to |x| = ¾ ln 2.
    /// </summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V PowerTowardsOne<V>(V x, V bias, out V n)
        where V : struct, ISimd<V> => V.PowerOfTwo(V.MultiplyAdd(x, V.Constant(Log2E), bias), V.One, out n);

    /// <summary>x − n·ln 2: at most ½ ln 2, or ¾ ln 2 where n has a bias.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V Remainder<V>(V x, V n)
        where V : struct, ISimd<V>
    {
        V r = V.MultiplyAdd(n, V.Constant(-Ln2HighSingle, -Ln2HighDouble), x);
        return V.MultiplyAdd(n, V.Constant(-Ln2LowSingle, -Ln2LowDouble), r);
    }

    /// <summary>e^r − 1 for |r| ≤ ¾ ln 2, as r + r²·h(r), with a minimax polynomial h.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V ExpM1OfRemainder<V>(V r)
        where V : struct, ISimd<V>
    {
        // Even and odd powers apart: two short chains of multiply-adds instead of a long one.
        V square = r * r;
        V even, odd;
        if (r is IDoublePrecision)
        {
            even = V.Constant(2.098500982517193e-09);
            even = V.MultiplyAdd(even, square, V.Constant(2.7556925849601337e-07));
            even = V.MultiplyAdd(even, square, V.Constant(2.4801587988018774e-05));
            even = V.MultiplyAdd(even, square, V.Constant(0.001388888888830956));
            even = V.MultiplyAdd(even, square, V.Constant(0.04166666666666871));
            even = V.MultiplyAdd(even, square, V.Constant(0.5));
            odd = V.Constant(2.5181349660495706e-08);
            odd = V.MultiplyAdd(odd, square, V.Constant(2.755693324090598e-06));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.00019841270363621887));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.008333333333025642));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.1666666666666725));
        }
        else
        {
            even = V.Constant(0.0014006889950514308);
            even = V.MultiplyAdd(even, square, V.Constant(0.041665076964382514));
            even = V.MultiplyAdd(even, square, V.Constant(0.500000052476626));
            odd = V.Constant(0.00020006767014111698);
            odd = V.MultiplyAdd(odd, square, V.Constant(0.008333023554898922));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.16666668410161195));
        }

        return V.MultiplyAdd(V.MultiplyAdd(odd, r, even), square, r);
    }

    /// <summary>tanh r for |r| ≤ ¼ ln 2, as r + r³·h(r²), with a minimax polynomial h.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V TanhOfRemainder<V>(V r)
        where V : struct, ISimd<V>
    {
        V square = r * r;
        V h;
        if (r is IDoublePrecision)
        {
            h = V.Constant(0.0034448378762258552);
            h = V.MultiplyAdd(h, square, V.Constant(-0.0088573087734099137));
            h = V.MultiplyAdd(h, square, V.Constant(0.021869370714664415));
            h = V.MultiplyAdd(h, square, V.Constant(-0.053968252782011900));
            h = V.MultiplyAdd(h, square, V.Constant(0.13333333332783746));
            h = V.MultiplyAdd(h, square, V.Constant(-0.33333333333332485));
        }
        else
        {
            h = V.Constant(-0.052727027517345976);
            h = V.MultiplyAdd(h, square, V.Constant(0.13331183599769395));
            h = V.MultiplyAdd(h, square, V.Constant(-0.33333322718074259));
        }

        return V.MultiplyAdd(r * square, h, r);
    }

    /// <summary>ln(m·2ᵉ) + correction, for m in [√½, √2) and a correction far below the last place of m.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V LogOfSplit<V>(V m, V exponent, V correction)
        where V : struct, ISimd<V>
    {
        // With f = m − 1 and s = f / (2+f): ln(1+f) = 2·artanh s = f − (f²/2 − s·(f²/2 + t)), where t = ⅔s² + ⅖s⁴ + …,
        // a minimax polynomial here. The large terms come last, so that only their sum is rounded at full size.
        V f = m - V.One;
        V s = f / (f + V.Constant(2));
        V z = s * s;
        V t;
        if (m is IDoublePrecision)
        {
            t = V.Constant(0.14788110418247224);
            t = V.MultiplyAdd(t, z, V.Constant(0.15314890752179720));
            t = V.MultiplyAdd(t, z, V.Constant(0.18183528702109287));
            t = V.MultiplyAdd(t, z, V.Constant(0.22222199328591320));
            t = V.MultiplyAdd(t, z, V.Constant(0.28571428734086406));
            t = V.MultiplyAdd(t, z, V.Constant(0.39999999999458322));
            t = V.MultiplyAdd(t, z, V.Constant(0.66666666666667262));
        }
        else
        {
            t = V.Constant(0.29866819659465994);
            t = V.MultiplyAdd(t, z, V.Constant(0.39977759387937932));
            t = V.MultiplyAdd(t, z, V.Constant(0.66666774127728191));
        }

        t *= z;
        V halfSquare = f * f * V.Constant(0.5);
        V low = V.MultiplyAdd(exponent, V.Constant(Ln2LowSingle, Ln2LowDouble), correction);
        V small = f - (halfSquare - V.MultiplyAdd(s, halfSquare + t, low));
        return V.MultiplyAdd(exponent, V.Constant(Ln2HighSingle, Ln2HighDouble), small);
    }

    /// <summary>a·g(a) = −ln(erfc a) for a in [0, 5.95] (single: [0, 3.95]), with a minimax polynomial g weighted for erf.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V ErfExponent<V>(V a)
        where V : struct, ISimd<V>
    {
        V square = a * a;
        V even, odd;
        if (a is IDoublePrecision)
        {
            even = V.Constant(7.830498057892021e-16);
            even = V.MultiplyAdd(even, square, V.Constant(8.8422547971031e-13));
            even = V.MultiplyAdd(even, square, V.Constant(1.248043851202807e-10));
            even = V.MultiplyAdd(even, square, V.Constant(4.996559247359567e-09));
            even = V.MultiplyAdd(even, square, V.Constant(6.572039894316782e-08));
            even = V.MultiplyAdd(even, square, V.Constant(1.3712137074547186e-07));
            even = V.MultiplyAdd(even, square, V.Constant(-1.7416661757352392e-06));
            even = V.MultiplyAdd(even, square, V.Constant(3.4071698990212994e-06));
            even = V.MultiplyAdd(even, square, V.Constant(6.449183183964525e-05));
            even = V.MultiplyAdd(even, square, V.Constant(-0.0005901255556836561));
            even = V.MultiplyAdd(even, square, V.Constant(-0.0002091946949033737));
            even = V.MultiplyAdd(even, square, V.Constant(0.10277260330178863));
            even = V.MultiplyAdd(even, square, V.Constant(-5.863538342779375e-08));
            odd = V.Constant(-3.8489034571945e-14);
            odd = V.MultiplyAdd(odd, square, V.Constant(-1.2606807395652734e-11));
            odd = V.MultiplyAdd(odd, square, V.Constant(-9.079880680774723e-10));
            odd = V.MultiplyAdd(odd, square, V.Constant(-2.0958299128397255e-08));
            odd = V.MultiplyAdd(odd, square, V.Constant(-1.417305012580821e-07));
            odd = V.MultiplyAdd(odd, square, V.Constant(3.364592418848562e-07));
            odd = V.MultiplyAdd(odd, square, V.Constant(2.835259697635315e-06));
            odd = V.MultiplyAdd(odd, square, V.Constant(-2.9723986153762657e-05));
            odd = V.MultiplyAdd(odd, square, V.Constant(2.5878614825884552e-05));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.0016962063862574867));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.019128447005066183));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.6366197723675836));
        }
        else
        {
            even = V.Constant(-9.256084845477655e-06);
            even = V.MultiplyAdd(even, square, V.Constant(-0.0006328320595731432));
            even = V.MultiplyAdd(even, square, V.Constant(-0.00016038973901147095));
            even = V.MultiplyAdd(even, square, V.Constant(0.10277783099395853));
            even = V.MultiplyAdd(even, square, V.Constant(-5.412032640829375e-08));
            odd = V.Constant(0.00011763978194464593);
            odd = V.MultiplyAdd(odd, square, V.Constant(0.0016670198228952067));
            odd = V.MultiplyAdd(odd, square, V.Constant(-0.019153066538692615));
            odd = V.MultiplyAdd(odd, square, V.Constant(0.6366193819392797));
        }

        // g(0) = 2/√π comes in two parts, and the larger last: only the sum is rounded at full size.
        return V.MultiplyAdd(a, V.Constant(1.128379225730896), a * V.MultiplyAdd(odd, a, even));
    }

    /// <summary>ln(1+x) for x in [0, 1].</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V Log1POfUnit<V>(V x)
        where V : struct, ISimd<V>
    {
        // 2·artanh s with s = x / (2+x) ≤ ⅓, as 2s + s·z·p(z) with z = s² and a minimax polynomial p.
        V s = x / (x + V.Constant(2));
        V z = s * s;
        V p;
        if (x is IDoublePrecision)
        {
            p = V.Constant(0.17004076030878434);
            p = V.MultiplyAdd(p, z, V.Constant(0.08348437389615429));
            p = V.MultiplyAdd(p, z, V.Constant(0.12104039381941371));
            p = V.MultiplyAdd(p, z, V.Constant(0.13301253539862062));
            p = V.MultiplyAdd(p, z, V.Constant(0.15386536609947818));
            p = V.MultiplyAdd(p, z, V.Constant(0.1818174513779856));
            p = V.MultiplyAdd(p, z, V.Constant(0.22222223930868776));
            p = V.MultiplyAdd(p, z, V.Constant(0.2857142854857878));
            p = V.MultiplyAdd(p, z, V.Constant(0.4000000000015031));
            p = V.MultiplyAdd(p, z, V.Constant(0.6666666666666633));
        }
        else
        {
            p = V.Constant(0.28017067933929635);
            p = V.MultiplyAdd(p, z, V.Constant(0.2800083488605243));
            p = V.MultiplyAdd(p, z, V.Constant(0.40021578111283773));
            p = V.MultiplyAdd(p, z, V.Constant(0.6666641574250642));
        }

        return V.MultiplyAdd(s, z * p, s + s);
    }

    /// <summary>ln x where it is finite is <paramref name="y"/>; elsewhere its limit, or NaN.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    private static V LogLimits<V>(V x, V y)
        where V : struct, ISimd<V>
    {
        V infinity = V.Constant(double.PositiveInfinity);
        y = V.WhereGreater(x, V.Zero, y, V.WhereEqual(x, V.Zero, -infinity, V.Constant(double.NaN)));
        return V.WhereEqual(x, infinity, infinity, y);
    }
}
