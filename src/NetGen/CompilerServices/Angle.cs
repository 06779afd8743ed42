namespace NetGen.CompilerServices;

/// <summary>
/// Sines and cosines of positions, with the same bits on every machine: of additions, multiplications and fused ones alone, where the
/// system's functions differ from one system to the next.
/// </summary>
internal static class Angle
{
    // π/2 in three parts, of which the first two have trailing zeros: their products with whole numbers up to 2²⁰ are exact.
    private const double HalfPi1 = 1.57079632673412561417, HalfPi2 = 6.07710050630396597660e-11, HalfPi3 = 2.02226624879595063154e-21;

    /// <summary>10000^(−i/features): the angle by which a pair of features turns from one position to the next.</summary>
    public static double Frequency(int i, int features) => ScalarMath.Exp(-i * 9.210340371976182736 / features); // ln 10000

    /// <summary>
    /// sin x and cos x, for |x| up to 2²⁰ to within 1e-15: x is reduced by multiples of π/2 to |r| ≤ π/4, where the Taylor series, summed from its
    /// smallest term, is exact to the last place or so.
    /// </summary>
    public static (double Sine, double Cosine) SinCos(double x)
    {
        double quarters = Math.Round(x * 0.63661977236758134308); // 2/π
        double r = Math.FusedMultiplyAdd(-quarters, HalfPi3, Math.FusedMultiplyAdd(-quarters, HalfPi2, Math.FusedMultiplyAdd(-quarters, HalfPi1, x)));
        double square = r * r, sine = 0, cosine = 0;
        for (int n = 20; n >= 2; n -= 2)
        {
            // … r²/(4·5)·(1 − r²/(6·7)·(…)) and likewise r²/(3·4) …
            sine = square / (n * (n + 1)) * (1 - sine);
            cosine = square / (n * (n - 1)) * (1 - cosine);
        }

        (sine, cosine) = (Math.FusedMultiplyAdd(-r, sine, r), 1 - cosine);
        return ((long)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
