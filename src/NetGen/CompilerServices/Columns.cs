using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The values of one input, or the targets of one loss, for all examples: a part of the rows that hold those of several.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Columns<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[]? _numbers;
    private readonly int[]? _integers;
    private readonly string _name;

    /// <summary>Numbers, <paramref name="size"/> to an example.</summary>
    public Columns(T[] values, int size, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        (_numbers, Size, _name) = (values, size, name);
    }

    /// <summary>Class labels, or tokens of a vocabulary, <paramref name="size"/> to an example.</summary>
    /// <exception cref="ArgumentException">A token is not from 0 to <paramref name="vocabulary"/> − 1.</exception>
    public Columns(int[] values, int size, string name, int? vocabulary = null)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (vocabulary is { } tokens)
            Guard.Tokens(values, size, tokens, name);
        (_integers, Size, _name) = (values, size, name);
    }

    /// <summary>Values of one example.</summary>
    public int Size { get; }

    private int Length => _numbers?.Length ?? _integers!.Length;

    /// <summary>All of them side by side, a row for each example.</summary>
    /// <exception cref="ArgumentException">One is no whole number of examples, or of another number of them than the first.</exception>
    internal static T[] SideBySide(ReadOnlySpan<Columns<T>> columns)
    {
        int rows = Guard.Examples(columns[0].Length, columns[0].Size, columns[0]._name), width = 0, start = 0;
        foreach (Columns<T> part in columns)
        {
            Guard.Outputs(part.Length, rows, part.Size, part._name);
            width += part.Size;
        }

        T[] values = new T[checked(rows * width)];
        foreach (Columns<T> part in columns)
        {
            part.CopyTo(values, start, width);
            start += part.Size;
        }

        return values;
    }

    private void CopyTo(T[] values, int start, int width)
    {
        for (int i = 0; i < Length; i++)
            values[(i / Size * width) + start + (i % Size)] = _numbers is null ? T.CreateTruncating(_integers![i]) : _numbers[i];
    }
}
