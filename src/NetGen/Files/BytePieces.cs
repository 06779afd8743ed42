using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Spans of numbers as bytes, piece by piece: a span of bytes ends at 2 GB, and one of numbers does not.</summary>
internal static class BytePieces
{
    /// <summary>Also what one system call moves at most.</summary>
    private const int Size = 1 << 26;

    /// <summary>Cuts the next piece off the front.</summary>
    /// <returns>False where nothing is left.</returns>
    public static bool Next<T>(ref Span<T> values, out Span<byte> piece)
        where T : unmanaged
    {
        int count = Math.Min(values.Length, Size / Unsafe.SizeOf<T>());
        piece = MemoryMarshal.AsBytes(values[..count]);
        values = values[count..];
        return count > 0;
    }

    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        int count = Size / Unsafe.SizeOf<T>();
        for (; values.Length > count; values = values[count..])
            stream.Write(MemoryMarshal.AsBytes(values[..count]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
