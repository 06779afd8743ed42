using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Whose parameters an optimizer steps. A network's buffer is known by its number, which no later one has at the same address, and
/// an array by being the same object, wherever the garbage collector moves it. Only of other memory nothing is known but the address.
/// </summary>
internal struct BufferOwner
{
    private Array? _array;
    private long _number;
    private BufferIdentity? _memory;

    /// <summary>Whether there is one.</summary>
    public readonly bool IsSet => _array is not null || _number != 0 || _memory is not null;

    /// <summary>Whether a buffer is not the owner's; all empty ones are the same.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="number">Its number, 0 where it is no network's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool Refuses<T>(ReadOnlySpan<T> buffer, long number)
        where T : unmanaged
    {
        if (!IsSet || buffer.IsEmpty)
            return false;
        if (_number != 0 || number != 0)
            return _number != number;
        if (_array is not null)
            return _array is not T[] own || !Unsafe.AreSame(in MemoryMarshal.GetArrayDataReference(own), in MemoryMarshal.GetReference(buffer));
        return _memory!.Value.DiffersFrom(BufferIdentity.Of(buffer));
    }

    /// <summary>Takes a buffer that is not refused for the owner's.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="number">Its number, 0 where it is no network's.</param>
    /// <param name="array">The array that it is the whole of, where that is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take<T>(ReadOnlySpan<T> buffer, long number, T[]? array)
        where T : unmanaged
    {
        if (_number != 0 || _array is not null || buffer.IsEmpty)
            return;
        (_number, _array) = (number, array);
        _memory = number == 0 && array is null ? BufferIdentity.Of(buffer) : null;
    }
}
