using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Sines and cosines of positions, made once for each number of steps and features and kept.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SinusoidalTable
{
    /// <summary>
    /// The first element of the table e[s, 2i] = sin(s / 10000^(2i/features)), e[s, 2i + 1] = cos of the same, step after step. A longer table
    /// begins with a shorter one, so that one serves all.
    /// </summary>
    public static ref T Of<T>(int steps, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Entry<T> entry in Made<T>.s_entries)
        {
            if (entry.Features == features && entry.Steps >= steps)
                return ref entry.Values.Origin;
        }

        return ref Make<T>(steps, features).Origin;
    }

    private static AlignedBuffer<T> Make<T>(int steps, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AlignedBuffer<T> values = new(checked(steps * features));
        Span<T> e = values.Span;
        for (int s = 0; s < steps; s++)
        {
            for (int i = 0; i < features; i += 2)
            {
                (double sine, double cosine) = Angle.SinCos(s * Angle.Frequency(i, features));
                e[(s * features) + i] = T.CreateTruncating(sine);
                if (i + 1 < features)
                    e[(s * features) + i + 1] = T.CreateTruncating(cosine);
            }
        }

        lock (Made<T>.s_lock)
        {
            Made<T>.s_entries = [.. Made<T>.s_entries, new Entry<T>(steps, features, values)];
        }

        return values;
    }

    private static class Made<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static readonly Lock s_lock = new();
        public static volatile Entry<T>[] s_entries = [];
    }

    private sealed record Entry<T>(int Steps, int Features, AlignedBuffer<T> Values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
