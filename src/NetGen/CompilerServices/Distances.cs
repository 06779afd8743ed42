using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Losses of whole rows that go by lengths and angles, with their gradients: in double precision, element after element, so that the bits are
/// the same on every machine.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Distances
{
    /// <summary>What the product of two norms is at least, as a divisor.</summary>
    private const double LeastNorms = 1e-8;

    /// <summary>1 − y·t / max(‖y‖·‖t‖, 10⁻⁸) of a row.</summary>
    /// <param name="y">The outputs.</param>
    /// <param name="t">The targets.</param>
    /// <param name="gradient">Receives the derivative by y, times the factor.</param>
    /// <param name="count">Elements of the row.</param>
    /// <param name="factor">The factor.</param>
    public static double Cosine<T>(ref readonly T y, ref readonly T t, ref T gradient, int count, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A power of two makes the largest element of each about 1, so that no square is lost.
        double yScale = ScaleOf(in y, count), tScale = ScaleOf(in t, count);
        double yNorm = Norm(in y, count, yScale), tNorm = Norm(in t, count, tScale);
        if (yNorm / yScale * (tNorm / tScale) < LeastNorms)
        {
            double dot = 0;
            for (int i = 0; i < count; i++)
            {
                dot += At(in y, i) * At(in t, i);
                Unsafe.Add(ref gradient, i) = T.CreateTruncating(At(in t, i) * (-factor / LeastNorms));
            }

            return 1 - (dot / LeastNorms);
        }

        // Of the directions u and v, 1 − u·v = ½·‖u − v‖², of which a small angle leaves all digits.
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double difference = (At(in y, i) * yScale / yNorm) - (At(in t, i) * tScale / tNorm);
            sum += difference * difference;
        }

        double loss = 0.5 * sum, slope = factor * (yScale / yNorm);
        for (int i = 0; i < count; i++)
        {
            double u = At(in y, i) * yScale / yNorm, v = At(in t, i) * tScale / tNorm;
            Unsafe.Add(ref gradient, i) = T.CreateTruncating(slope * (u - v - (loss * u)));
        }

        return loss;
    }

    /// <summary>max(0, ‖a − p‖ − ‖a − n‖ + margin) of a row.</summary>
    /// <param name="anchor">a.</param>
    /// <param name="positive">p.</param>
    /// <param name="negative">n.</param>
    /// <param name="anchorGradient">Receives the derivative by a, times the factor.</param>
    /// <param name="positiveGradient">Likewise by p.</param>
    /// <param name="negativeGradient">Likewise by n.</param>
    /// <param name="count">Elements of the row.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="factor">The factor.</param>
    public static double Triplet<T>(
        ref readonly T anchor, ref readonly T positive, ref readonly T negative, ref T anchorGradient, ref T positiveGradient, ref T negativeGradient, int count, double margin, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double near = Distance(in anchor, in positive, count), far = Distance(in anchor, in negative, count), loss = near - far + margin;
        bool counts = !(loss <= 0); // a NaN does
        double ofNear = counts && near != 0 ? factor / near : 0, ofFar = counts && far != 0 ? factor / far : 0;
        for (int i = 0; i < count; i++)
        {
            double a = At(in anchor, i), p = ofNear * (a - At(in positive, i)), n = ofFar * (a - At(in negative, i));
            Unsafe.Add(ref anchorGradient, i) = T.CreateTruncating(p - n);
            Unsafe.Add(ref positiveGradient, i) = T.CreateTruncating(-p);
            Unsafe.Add(ref negativeGradient, i) = T.CreateTruncating(n);
        }

        return counts ? loss : 0;
    }

    private static double Distance<T>(ref readonly T a, ref readonly T b, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            largest = Math.Max(largest, Math.Abs(At(in a, i) - At(in b, i)));
        }

        double scale = ScaleOf(largest), sum = 0;
        for (int i = 0; i < count; i++)
        {
            double difference = (At(in a, i) - At(in b, i)) * scale;
            sum += difference * difference;
        }

        return Math.Sqrt(sum) / scale;
    }

    private static double Norm<T>(ref readonly T values, int count, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double value = At(in values, i) * scale;
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }

    private static double ScaleOf<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            largest = Math.Max(largest, Math.Abs(At(in values, i)));
        }

        return ScaleOf(largest);
    }

    /// <summary>The power of two that brings a number near 1; 1 for what is no number of normal size.</summary>
    private static double ScaleOf(double largest) => double.IsNormal(largest) && largest < 1e300 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double At<T>(ref readonly T values, int index)
        where T : unmanaged => Sums.ToDouble(Unsafe.Add(ref Unsafe.AsRef(in values), index));
}
