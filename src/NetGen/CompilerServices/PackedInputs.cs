using System.Buffers;
using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>
/// The inputs of a network with several, side by side in one row for each example, in memory of the shared pool.
/// </summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PackedInputs<T>
    where T : unmanaged
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

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<T>.Shared.Return(_values);
}
