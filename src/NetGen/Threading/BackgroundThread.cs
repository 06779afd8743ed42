namespace NetGen;

/// <summary>Starts threads, where there are any: a browser's runtime may have one thread only.</summary>
internal static class BackgroundThread
{
    /// <summary>Whether threads that this one starts are refused, as such a runtime does: for tests.</summary>
    [ThreadStatic]
    internal static bool IsRefused;

    /// <summary>Starts a thread that does not keep the process alive.</summary>
    /// <exception cref="PlatformNotSupportedException">The runtime has one thread only.</exception>
    public static Thread Start(ThreadStart work, string name)
    {
        if (IsRefused)
            throw new PlatformNotSupportedException();
        Thread thread = new(work) { IsBackground = true, Name = name };
        thread.UnsafeStart();
        return thread;
    }
}
