namespace NetGen.Generators.Planning;

/// <summary>
/// Finds where the threads of a workspace wait for each other: before a kernel that reads what another thread has written, or
/// overwrites what another may still read. What a thread does to its own examples or rows needs no wait.
/// </summary>
internal sealed class Waits
{
    private readonly List<Access> _since = [];

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
        Access? conflict = accesses.FirstOrDefault(access => _since.Exists(access.ConflictsWith));
        if (conflict is not null)
        {
            bool isRead = !conflict.IsWrite || _since.Exists(earlier => earlier.Buffer == conflict.Buffer && earlier.IsWrite);
            _since.Clear();
            _since.AddRange(accesses);
            return isRead ? $"for all of {conflict.Buffer.Symbol}" : $"before {conflict.Buffer.Symbol} is written";
        }

        _since.AddRange(accesses);
        return null;
    }

    /// <summary>Which part of a buffer a thread touches: equal parts are the same thread's. Null: any thread may touch all of it.</summary>
    private static string? Owner(Kernel kernel, Buffer buffer, bool isWrite) => kernel.Split switch
    {
        KernelSplit.Rows rows when rows.Divided.Contains(buffer) => $"{rows.Count} by {rows.Unit}",
        KernelSplit.Rows => isWrite ? "last" : null,
        _ when kernel.Split == KernelSplit.None => "first",
        _ => buffer.IsPerExample ? "examples" : null,
    };

    private sealed record Access(Buffer Buffer, bool IsWrite, string? Owner)
    {
        public bool ConflictsWith(Access earlier)
        {
            bool sameThread = Owner is not null && Owner == earlier.Owner && (Buffer == earlier.Buffer || Owner is "first" or "last");
            return (IsWrite || earlier.IsWrite) && Buffer.Overlaps(earlier.Buffer) && !sameThread;
        }
    }
}
