using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Sines and cosines of positions, made once for each number of steps and features and kept.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SinusoidalTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Lock s_lock = new();
    private static volatile Entry[] s_entries = [];

    /// <summary>
    /// The first element of the table e[s, 2i] = sin(s / 10000^(2i/features)), e[s, 2i + 1] = cos of the same, step after step. A longer table
    /// begins with a shorter one, so that one serves all.
    /// </summary>
    public static ref T Of(int steps, int features)
    {
        foreach (Entry entry in s_entries)
        {
            if (entry.Features == features && entry.Steps >= steps)
                return ref entry.Values.Origin;
        }

        return ref Make(steps, features).Origin;
    }

    private static AlignedBuffer<T> Make(int steps, int features)
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

        lock (s_lock)
        {
            s_entries = [.. s_entries, new Entry(steps, features, values)];
        }

        return values;
    }

    private sealed record Entry(int Steps, int Features, AlignedBuffer<T> Values);
}
