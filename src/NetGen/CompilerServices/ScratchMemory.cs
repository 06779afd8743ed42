namespace NetGen.CompilerServices;

/// <summary>The scratch memory of all threads: it is looked through twice a second, as long as there is any.</summary>
internal static class ScratchMemory
{
    /// <summary>From so many bytes on, the garbage collector is told that there is something for it.</summary>
    private const long WorthCollecting = 16 << 20;

    private static readonly Lock s_lock = new();
    private static readonly List<WeakReference<ScratchBuffer>> s_buffers = []; // a thread's end frees its own
    private static Timer? s_timer;
    private static bool s_isWatched;

    /// <summary>Adds the buffer of a thread.</summary>
    public static void Add(ScratchBuffer buffer)
    {
        lock (s_lock)
        {
            s_buffers.Add(new(buffer));
        }
    }

    /// <summary>Memory was taken: from now on somebody looks.</summary>
    public static void Watch()
    {
        lock (s_lock)
        {
            if (s_isWatched)
            {
                return;
            }

            s_isWatched = true;
            s_timer ??= CreateTimer();
            s_timer.Change(ScratchBuffer.Interval, ScratchBuffer.Interval);
        }
    }

    /// <summary>
    /// Gives back what has not been needed for a while. Where that is most of the heap, a short collection gives it to the operating system; a large heap
    /// would stop the program for longer than that is worth, and is collected beside it.
    /// </summary>
    public static void Look()
    {
        long released = ForEach(static buffer => buffer.Look());
        if (released < WorthCollecting)
        {
            return;
        }

        if (released >= GC.GetTotalMemory(forceFullCollection: false) - released)
        {
            Collect();
        }
        else
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    /// <summary>Gives back everything.</summary>
    public static void Release()
    {
        if (ForEach(static buffer => buffer.Release()) > 0)
        {
            Collect();
        }
    }

    /// <summary>Gives free memory to the operating system.</summary>
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <returns>The bytes that were given back.</returns>
    private static long ForEach(Action<ScratchBuffer> action)
    {
        lock (s_lock)
        {
            long released = 0, held = 0;
            for (int i = s_buffers.Count - 1; i >= 0; i--)
            {
                if (!s_buffers[i].TryGetTarget(out ScratchBuffer? buffer))
                {
                    s_buffers.RemoveAt(i);
                    continue;
                }

                long before = buffer.Bytes;
                action(buffer);
                long after = buffer.Bytes;
                released += Math.Max(0, before - after);
                held += after;
            }

            if (held == 0 && s_isWatched)
            {
                s_isWatched = false;
                s_timer!.Change(Timeout.Infinite, Timeout.Infinite);
            }

            return released;
        }
    }

    /// <summary>Without what the first thread to predict happens to carry along.</summary>
    private static Timer CreateTimer()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return New();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return New();
        }

        static Timer New() => new(static _ => Look(), null, Timeout.Infinite, Timeout.Infinite);
    }
}
