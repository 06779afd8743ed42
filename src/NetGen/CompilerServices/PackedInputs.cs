using System.Buffers;
using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// The inputs of a network with several, side by side in one row for each example, in memory of the shared pool.
/// </summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PackedInputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values;
    private readonly int _columns;
    private readonly int _rows;

    /// <summary>Room for <paramref name="rows"/> examples of <paramref name="columns"/> values.</summary>
    public PackedInputs(int columns, int rows)
    {
        _columns = columns;
        _rows = rows;
        _values = ArrayPool<T>.Shared.Rent(checked(columns * rows));
    }

    /// <summary>All rows.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _columns * _rows);

    /// <summary>Copies an input of <paramref name="size"/> values for each example into the columns from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentException">It has another number of examples than the first input.</exception>
    public void Set(int first, ReadOnlySpan<T> input, int size, string parameter)
    {
        Guard.Outputs(input.Length, _rows, size, parameter);
        if (_rows > 0)
        {
            Rows.Copy(in input[0], size, ref _values[first], _columns, size, _rows);
        }
    }

    /// <summary>Likewise tokens, as numbers of the network's precision.</summary>
    /// <exception cref="ArgumentException">There is another number of examples than of the first input, or a token is not from 0 to <paramref name="vocabulary"/> − 1.</exception>
    public void Set(int first, ReadOnlySpan<int> tokens, int size, int vocabulary, string parameter)
    {
        Guard.Outputs(tokens.Length, _rows, size, parameter);
        Guard.Tokens(tokens, size, vocabulary, parameter);
        for (int row = 0; row < _rows; row++)
        {
            Convert(tokens.Slice(row * size, size), _values.AsSpan((row * _columns) + first, size));
        }
    }

    /// <summary>Tokens as numbers.</summary>
    internal static void Convert(ReadOnlySpan<int> tokens, Span<T> numbers)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            numbers[i] = T.CreateTruncating(tokens[i]);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<T>.Shared.Return(_values);
}
