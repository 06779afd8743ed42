using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Recognizes a buffer by its address. An address changes only when the garbage collector moves the array, so it is
/// remembered together with the number of collections so far: another address with no collection in between is another
/// buffer for certain, and after a collection it may be the same one.
/// </summary>
internal struct BufferIdentity
{
    private nint _address;
    private int _collections;

    /// <summary>The address of the first element. It holds until the next collection, unless the array is pinned.</summary>
    public static nint Address<T>(ReadOnlySpan<T> buffer)
        where T : unmanaged =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetReference(buffer));

    /// <summary>Remembers a buffer; all empty ones are the same.</summary>
    public static BufferIdentity Of<T>(ReadOnlySpan<T> buffer)
        where T : unmanaged
    {
        // Again if a collection came between: then the address may be that of before.
        BufferIdentity identity;
        do
        {
            identity._collections = GC.CollectionCount(0);
            identity._address = buffer.IsEmpty ? 0 : Address(buffer);
        }
        while (identity._collections != GC.CollectionCount(0));
        return identity;
    }

    /// <summary>Whether this buffer and another, seen at another time, are different for certain.</summary>
    public readonly bool DiffersFrom(BufferIdentity other) =>
        _address != other._address && _collections == other._collections;
}
