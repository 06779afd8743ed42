using System.Collections.Concurrent;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>The angles of rotary positions: of each step the cosines, then the sines, of step · 10000^(−2i/width) for i below width / 2.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RotaryTurns
{
    /// <summary>The first of steps · width numbers, which are computed once for all networks.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="width">The width of a head, even.</param>
    public static ref T Of<T>(int steps, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ref MemoryMarshal.GetArrayDataReference(Tables<T>.Known.GetOrAdd((steps, width), Compute<T>));

    private static T[] Compute<T>((int Steps, int Width) size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = size.Width / 2;
        var turns = new T[size.Steps * size.Width];
        for (int i = 0; i < half; i++)
        {
            double frequency = Angle.Frequency(2 * i, size.Width);
            for (int t = 0; t < size.Steps; t++)
            {
                (double sin, double cos) = Angle.SinCos(t * frequency);
                turns[t * size.Width + i] = T.CreateTruncating(cos);
                turns[t * size.Width + half + i] = T.CreateTruncating(sin);
            }
        }

        return turns;
    }

    private static class Tables<T>
        where T : unmanaged
    {
        public static readonly ConcurrentDictionary<(int Steps, int Width), T[]> Known = new();
    }
}
