using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Planning;

/// <summary>
/// Finds where the threads of a workspace wait for each other: before a kernel that reads what another thread has written, or
/// overwrites what another may still read. What a thread does to its own examples or rows needs no wait.
/// </summary>
internal sealed class Waits
{
    // Since the last wait: by buffer, and where buffers share memory, in the order of their offsets.
    private readonly HashSet<Access> _since = [];
    private readonly Dictionary<Buffer, List<Access>> _byBuffer = [];
    private readonly Dictionary<Place, Shared> _shared = [];

    /// <summary>Notes a kernel, the next one of a pass.</summary>
    /// <returns>Why all threads must wait before it; null where they need not.</returns>
    public string? Before(Kernel kernel) => Before(
        [
            .. kernel.Reads.Select(buffer => new Access(buffer, false, Owner(kernel, buffer, false))),
            .. kernel.Writes.Select(buffer => new Access(buffer, true, Owner(kernel, buffer, true))),
        ]);

    /// <summary>Notes an update.</summary>
    /// <returns>Why all threads must wait before it; null where they need not.</returns>
    public string? Before(Update update)
    {
        string owner = update.IsByRows ? Owner(update.After, update.Tensor.Gradient, true)! : update.IsWithLastRows ? "last" : "elements";
        return Before([new Access(update.Tensor.Gradient, false, owner), new Access(update.Tensor.Data, true, owner)]);
    }

    private string? Before(IReadOnlyList<Access> accesses)
    {
        Access? conflict = accesses.FirstOrDefault(access => Near(access.Buffer).Any(access.ConflictsWith));
        string? why = null;
        if (conflict is not null)
        {
            bool isRead = !conflict.IsWrite || Of(conflict.Buffer).Any(earlier => earlier.IsWrite);
            why = isRead ? $"for all of {conflict.Buffer.Symbol}" : $"before {conflict.Buffer.Symbol} is written";
            _since.Clear();
            _byBuffer.Clear();
            _shared.Clear();
        }

        foreach (Access access in accesses)
        {
            Note(access);
        }

        return why;
    }

    private List<Access> Of(Buffer buffer) => _byBuffer.TryGetValue(buffer, out List<Access> own) ? own : [];

    /// <summary>Earlier accesses of memory that may be a buffer's.</summary>
    private IEnumerable<Access> Near(Buffer buffer) => _shared.TryGetValue(buffer.Place, out Shared shared) ? shared.Near(buffer) : Of(buffer);

    private void Note(Access access)
    {
        if (!_since.Add(access))
        {
            return;
        }

        if (!_byBuffer.TryGetValue(access.Buffer, out List<Access> own))
        {
            _byBuffer[access.Buffer] = own = [];
        }

        own.Add(access);
        Place place = access.Buffer.Place;
        if (place is Place.PerExample or Place.PerWorkspace)
        {
            if (!_shared.TryGetValue(place, out Shared shared))
            {
                _shared[place] = shared = new Shared();
            }

            shared.Add(access);
        }
    }

    /// <summary>Which part of a buffer a thread touches: equal parts are the same thread's. Null: any thread may touch all of it.</summary>
    private static string? Owner(Kernel kernel, Buffer buffer, bool isWrite) => kernel.Split switch
    {
        KernelSplit.Rows rows when rows.Divided.Contains(buffer) => $"{rows.Count} by {rows.Unit}",
        KernelSplit.Rows => isWrite ? "last" : null,
        KernelSplit.Channels channels => isWrite ? $"{channels.Count} channels by {channels.Unit}" : null,
        _ when kernel.Split == KernelSplit.None => "first",
        _ => buffer.IsPerExample ? "examples" : null,
    };

    /// <summary>Accesses in a place whose buffers share memory: what lies near a buffer is found without a look at all others.</summary>
    private sealed class Shared
    {
        private readonly List<Access> _byOffset = [];
        private int _longest;

        public void Add(Access access)
        {
            _byOffset.Insert(FirstAt(access.Buffer.Offset), access);
            _longest = Math.Max(_longest, access.Buffer.Length);
        }

        public IEnumerable<Access> Near(Buffer buffer)
        {
            for (int i = FirstAt(buffer.Offset + buffer.Length) - 1; i >= 0 && _byOffset[i].Buffer.Offset + _longest > buffer.Offset; i--)
            {
                yield return _byOffset[i];
            }
        }

        /// <summary>The first access that begins at an offset or after it.</summary>
        private int FirstAt(int offset)
        {
            int low = 0, high = _byOffset.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _byOffset[middle].Buffer.Offset < offset ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    private sealed record Access(Buffer Buffer, bool IsWrite, string? Owner)
    {
        public bool ConflictsWith(Access earlier)
        {
            bool sameThread = Owner is not null && Owner == earlier.Owner && (Buffer == earlier.Buffer || Owner is "first" or "last");
            return (IsWrite || earlier.IsWrite) && Buffer.Overlaps(earlier.Buffer) && !sameThread;
        }
    }
}
