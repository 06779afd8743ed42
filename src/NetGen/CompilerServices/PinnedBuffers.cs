using System.Collections.Concurrent;

namespace NetGen.CompilerServices;

/// <summary>
/// The numbers of the buffers that networks have, by address: pinned, they stay where they are. Two buffers never have the same
/// number, also where the second is at the address of the first, which is gone.
/// </summary>
internal static class PinnedBuffers
{
    private static readonly ConcurrentDictionary<nint, long> s_numbers = [];
    private static long s_last;

    /// <summary>The number of the buffer that starts at the first element; 0 if none does.</summary>
    public static long NumberOf<T>(ReadOnlySpan<T> buffer)
        where T : unmanaged => s_numbers.TryGetValue(BufferIdentity.Address(buffer), out long number) ? number : 0;

    /// <summary>Part of a buffer, as long as which it lives.</summary>
    public sealed class Entry
    {
        private readonly nint _address;

        /// <summary>Gives the buffer at an address a number.</summary>
        public Entry(nint address)
        {
            _address = address;
            Number = Interlocked.Increment(ref s_last);
            s_numbers[address] = Number;
        }

        // A new buffer may be there already: its number stays.
        ~Entry() => s_numbers.TryRemove(new KeyValuePair<nint, long>(_address, Number));

        /// <summary>The number, at least 1.</summary>
        public long Number { get; }
    }
}
