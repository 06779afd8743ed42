namespace NetGen;

/// <summary>The last steps of <see cref="LBFGS"/>: s = Δx, y = Δg, as a ring.</summary>
internal sealed class LimitedMemory(int size, int length)
{
    private readonly double[][] _s = [.. Enumerable.Range(0, size).Select(_ => new double[length])];
    private readonly double[][] _y = [.. Enumerable.Range(0, size).Select(_ => new double[length])];
    private readonly double[] _sy = new double[size];
    private readonly double[] _alpha = new double[size];
    private int _next;

    /// <summary>The number of steps remembered.</summary>
    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Remembers a step, if the cost curves upwards along it: else it would make H indefinite.</summary>
    public void Add(ReadOnlySpan<double> before, ReadOnlySpan<double> after, ReadOnlySpan<double> gradientBefore, ReadOnlySpan<double> gradientAfter)
    {
        double[] s = _s[_next], y = _y[_next];
        for (int i = 0; i < length; i++)
            (s[i], y[i]) = (after[i] - before[i], gradientAfter[i] - gradientBefore[i]);
        double sy = Dot(s, y);
        if (!(sy > 1e-12 * Math.Sqrt(Dot(s, s)) * Math.Sqrt(Dot(y, y))))
            return;
        _sy[_next] = sy;
        _next = (_next + 1) % size;
        Count = Math.Min(Count + 1, size);
    }

    /// <summary>d = −H·g by two loops over the steps; returns the slope d·g, which is negative.</summary>
    public double Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        for (int i = 0; i < length; i++)
            direction[i] = -gradient[i];
        for (int k = 1; k <= Count; k++)
        {
            int at = (_next - k + size) % size;
            _alpha[at] = Dot(_s[at], direction) / _sy[at];
            AddScaled(-_alpha[at], _y[at], direction);
        }

        if (Count > 0)
        {
            int last = (_next - 1 + size) % size;
            double scale = _sy[last] / Dot(_y[last], _y[last]);
            foreach (ref double value in direction)
                value *= scale;
        }

        for (int k = Count; k >= 1; k--)
        {
            int at = (_next - k + size) % size;
            AddScaled(_alpha[at] - (Dot(_y[at], direction) / _sy[at]), _s[at], direction);
        }

        return Dot(direction, gradient);
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddScaled(double factor, double[] values, Span<double> sum)
    {
        for (int i = 0; i < values.Length; i++)
            sum[i] += factor * values[i];
    }
}
