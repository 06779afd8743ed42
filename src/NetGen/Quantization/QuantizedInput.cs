using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>How the inputs of a layer become bytes: q = round(x / scale) + zero, from 0 to 127, so that x ≈ scale·(q − zero).</summary>
/// <param name="Scale">The distance of neighbouring values.</param>
/// <param name="Zero">The byte that stands for 0.</param>
internal readonly record struct QuantizedInput(float Scale, int Zero)
{
    /// <summary>The largest byte: with a weight of at most 127 two products fit in 16 bits.</summary>
    public const int Largest = 127;

    /// <summary>Into how many parts the range of values is divided to count them.</summary>
    private const int Bins = 2048;

    /// <summary>Adding this to a float from 0 to 2²² rounds it to an integer, ties to even, which the lowest bits then hold.</summary>
    private const float Rounding = 3 << 22;

    /// <summary>
    /// The bytes of these values, with the least mean squared error: of their whole range or, where few are far out, of a part of it, down to a half.
    /// 0 is exactly one of the bytes, since padding and most of what a rectifier gives is.
    /// </summary>
    public static QuantizedInput Of(ReadOnlySpan<float> values)
    {
        float least = 0, most = 0;
        foreach (float value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        float range = most - least;
        if (!(range > 0) || !float.IsFinite(range))
            return new QuantizedInput(1, 0);
        long[] histogram = new long[Bins];
        foreach (float value in values)
        {
            if (value != 0)
                histogram[Math.Min((int)((value - least) / range * Bins), Bins - 1)]++;
        }

        QuantizedInput best = default;
        double leastError = double.PositiveInfinity;
        for (int percent = 100; percent >= 50; percent -= 5)
        {
            float scale = range * percent / (100 * Largest);
            QuantizedInput input = new(scale, (int)MathF.Round(-least * percent / 100 / scale));
            double error = input.Error(histogram, least, range);
            if (error < leastError)
                (best, leastError) = (input, error);
        }

        return best.Scale > 0 ? best : new QuantizedInput(1, 0);
    }

    /// <summary>The sum of squared errors of values that a histogram counts: of rounding within the bytes' range, of clamping beyond it.</summary>
    private double Error(ReadOnlySpan<long> histogram, double first, double range)
    {
        double low = -(double)Scale * Zero, high = (double)Scale * (Largest - Zero), ofRounding = (double)Scale * Scale / 12, sum = 0;
        for (int bin = 0; bin < histogram.Length; bin++)
        {
            double value = first + (bin + 0.5) * range / histogram.Length, beyond = value < low ? low - value : value > high ? value - high : 0;
            sum += histogram[bin] * (beyond > 0 ? beyond * beyond : ofRounding);
        }

        return sum;
    }

    /// <summary>Writes the bytes of values. NaN becomes what the smallest value does.</summary>
    /// <param name="values">The values.</param>
    /// <param name="bytes">Receives as many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Quantize(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        float factor = 1 / Scale, zero = Zero;
        int i = 0, lanes = Vector<float>.Count;
        if (values.Length >= 4 * lanes)
        {
            ref float x = ref MemoryMarshal.GetReference(values);
            for (; i <= values.Length - 4 * lanes; i += 4 * lanes)
            {
                Vector<ushort> low = Vector.Narrow(Rounded(ref x, i, factor, zero), Rounded(ref x, i + lanes, factor, zero));
                Vector<ushort> high = Vector.Narrow(Rounded(ref x, i + 2 * lanes, factor, zero), Rounded(ref x, i + 3 * lanes, factor, zero));
                Vector.Narrow(low, high).CopyTo(bytes[i..]);
            }
        }

        for (; i < values.Length; i++)
        {
            float scaled = values[i] * factor + zero;
            scaled = scaled > 0 ? scaled : 0;
            scaled = scaled < Largest ? scaled : Largest;
            bytes[i] = (byte)(BitConverter.SingleToUInt32Bits(scaled + Rounding) & Largest);
        }
    }
    /// <summary>The bytes of a vector of values, each in 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Rounded(ref float values, int at, float factor, float zero)
    {
        Vector<float> largest = new(Largest);
        Vector<float> scaled = Vector.LoadUnsafe(ref values, (nuint)at) * new Vector<float>(factor) + new Vector<float>(zero);
        scaled = Vector.ConditionalSelect(Vector.GreaterThan(scaled, Vector<float>.Zero), scaled, Vector<float>.Zero);
        scaled = Vector.ConditionalSelect(Vector.LessThan(scaled, largest), scaled, largest);
        return Vector.AsVectorUInt32(scaled + new Vector<float>(Rounding)) & new Vector<uint>(Largest);
    }
}
