using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Columns of a network's input that are steps, of which those at the end may be padding.</summary>
/// <param name="start">The first column.</param>
/// <param name="steps">The number of steps.</param>
/// <param name="features">Columns of a step.</param>
/// <param name="padding">What all features of padding are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PaddedColumns(int start, int steps, int features, double padding)
{
    /// <summary>The first column.</summary>
    public int Start { get; } = start;

    /// <summary>The number of steps.</summary>
    public int Steps { get; } = steps;

    /// <summary>Columns of a step.</summary>
    public int Features { get; } = features;

    /// <summary>What all features of padding are, before it is rounded to the network's precision.</summary>
    public double Padding { get; } = padding;

    /// <summary>The first column of the padding of an example, or the first after the steps.</summary>
    internal int End<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T value = T.CreateTruncating(Padding);
        int end = Start + (Steps * Features);
        while (end > Start + Features && !row[(end - Features)..end].ContainsAnyExcept(value))
        {
            end -= Features;
        }

        return end;
    }
}
