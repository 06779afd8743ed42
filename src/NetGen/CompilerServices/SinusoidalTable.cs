using System.Collections.Concurrent;
using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Sines and cosines of positions, computed once for each number of steps and features.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SinusoidalTable
{
    /// <summary>The first element of the table e[s, 2i] = sin(s / 10000^(2i/features)), e[s, 2i + 1] = cos of the same, step after step.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="features">The number of features.</param>
    public static ref T Of<T>(int steps, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ref Tables<T>.Known.GetOrAdd((steps, features), Compute<T>).Origin;

    private static AlignedBuffer<T> Compute<T>((int Steps, int Features) size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AlignedBuffer<T> table = new(checked(size.Steps * size.Features));
        Span<T> e = table.Span;
        for (int s = 0; s < size.Steps; s++)
        {
            for (int i = 0; i < size.Features; i += 2)
            {
                (double sine, double cosine) = Angle.SinCos(s * Angle.Frequency(i, size.Features));
                e[(s * size.Features) + i] = T.CreateTruncating(sine);
                if (i + 1 < size.Features)
                    e[(s * size.Features) + i + 1] = T.CreateTruncating(cosine);
            }
        }

        return table;
    }

    private static class Tables<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static readonly ConcurrentDictionary<(int Steps, int Features), AlignedBuffer<T>> Known = new();
    }
}
