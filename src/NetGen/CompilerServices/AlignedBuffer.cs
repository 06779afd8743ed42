using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>
/// A zeroed buffer that starts on a 64-byte boundary and is followed by 64 bytes of slack, so that a vector may reach
/// beyond the last element. It lives in a pinned array of the garbage collector: nothing to dispose.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _array;
    private readonly int _start;
    private readonly PinnedBuffers.Entry _entry;

    /// <summary>A buffer of <paramref name="length"/> zeros.</summary>
    /// <param name="length">The number of elements, at least 0.</param>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int slack = Alignment / Unsafe.SizeOf<T>();
        _array = GC.AllocateArray<T>(checked(length + 2 * slack), pinned: true);
        Length = length;
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _start = (int)((Alignment - address % Alignment) % Alignment) / Unsafe.SizeOf<T>();
        _entry = new PinnedBuffers.Entry(address + _start * Unsafe.SizeOf<T>());
    }

    /// <summary>The number of elements, without the slack.</summary>
    public int Length { get; }

    /// <summary>What no other buffer of the process has, now or later: at least 1.</summary>
    internal long Number => _entry.Number;

    /// <summary>The first element.</summary>
    public ref T Origin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);
    }

    /// <summary>All elements: a view, not a copy.</summary>
    public Span<T> Span => _array.AsSpan(_start, Length);
}
