namespace NetGen;

/// <summary>
/// Random bits to numbers, with the same bits on every machine: the logarithm is ours, and nothing is a fused
/// multiply-add, which not all hardware has.
/// </summary>
internal static class Distributions
{
    // Coefficients from the constant term on; the three pairs of polynomials of algorithm AS 241.
    private static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
        45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        1, 42.31333070160091, 687.1870074920579, 5394.196021424751,
        21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
        1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 2.053191626637759, 1.6763848301838038, 0.6897673349851,
        0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-09,
    ];

    private static ReadOnlySpan<double> TailNumerator =>
    [
        6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
        0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07,
    ];

    private static ReadOnlySpan<double> TailDenominator =>
    [
        1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615,
        0.0007868691311456133, 1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15,
    ];

    private static ReadOnlySpan<double> LogSeries =>
    [
        0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784,
        0.1818357216161805, 0.15313837699209373, 0.14798198605116586,
    ];

    // ln 2 in two parts; the product of the first with an exponent is exact.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    /// <summary>Uniform in [0, 1), from the upper 53 bits.</summary>
    public static double Unit53(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));

    /// <summary>
    /// Uniform in (−1, 1), symmetric and never 0: an odd multiple of 2⁻⁵², from the upper 52 bits.
    /// </summary>
    public static double Symmetric(ulong bits) => (((2 * (bits >> 12)) + 1) * (1.0 / (1L << 52))) - 1;

    /// <summary>Normal with mean 0 and variance 1; up to ±8.2, symmetric.</summary>
    public static double Normal(ulong bits)
    {
        // An odd multiple of 2⁻⁵³: neither it nor 1 minus it is rounded, and it is never 0 or 1.
        double p = ((2 * (bits >> 12)) + 1) * (1.0 / (1L << 53));
        return NormalQuantile(p);
    }

    /// <summary>
    /// The x for which a standard normal number is below x with probability p, 0 &lt; p &lt; 1, to about 1e-15 (Wichura,
    /// "Algorithm AS 241: the percentage points of the normal distribution", 1988).
    /// </summary>
    public static double NormalQuantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double s = 0.180625 - (q * q);
            return q * Polynomial(CentralNumerator, s) / Polynomial(CentralDenominator, s);
        }

        double r = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double x = r <= 5
            ? Polynomial(MiddleNumerator, r - 1.6) / Polynomial(MiddleDenominator, r - 1.6)
            : Polynomial(TailNumerator, r - 5) / Polynomial(TailDenominator, r - 5);
        return q < 0 ? -x : x;
    }

    /// <summary>
    /// The x ≥ 0 beyond which a standard normal number lies with probability p, 1e-11 ≤ p ≤ ½, lane by lane: the same
    /// method, by vectors.
    /// </summary>
    public static V NormalTail<V>(V p)
        where V : struct, ISimd<V>
    {
        V q = V.Constant(0.5) - p;
        V central = q * Ratio(CentralNumerator, CentralDenominator, V.Constant(0.180625) - q * q);
        V middle = Ratio(MiddleNumerator, MiddleDenominator, V.Sqrt(-SimdMath.Log(p)) - V.Constant(1.6));
        return V.WhereGreater(q, V.Constant(0.425), middle, central);
    }

    private static V Ratio<V>(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, V x)
        where V : struct, ISimd<V>
    {
        V a = V.Constant(numerator[^1]), b = V.Constant(denominator[^1]);
        for (int i = numerator.Length - 2; i >= 0; i--)
        {
            a = V.MultiplyAdd(a, x, V.Constant(numerator[i]));
            b = V.MultiplyAdd(b, x, V.Constant(denominator[i]));
        }

        return a / b;
    }

    /// <summary>ln x of a positive normal number, to less than 1 ulp (the method and coefficients of FDLIBM, Sun Microsystems, 1993).</summary>
    public static double Log(double x)
    {
        // x = m · 2ᵉ with m in [√½, √2): what the bits have above those of √½ is e in the exponent's place.
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits - (long)Float64Bits.RootOfHalf) >> Float64Bits.MantissaBits;
        double m = BitConverter.Int64BitsToDouble(bits - (exponent << Float64Bits.MantissaBits));

        // ln(1+f) = 2·artanh s = f − (f²/2 − s·(f²/2 + R(s²))) with s = f / (2+f).
        double f = m - 1;
        double s = f / (2 + f);
        double halfSquare = 0.5 * f * f;
        double series = s * s * Polynomial(LogSeries, s * s);
        double small = (halfSquare - ((s * (halfSquare + series)) + (exponent * Ln2Low))) - f;
        return (exponent * Ln2High) - small;
    }

    /// <summary>Horner's rule, coefficients from the constant term on.</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double y = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
            y = (y * x) + coefficients[i];
        return y;
    }
}
