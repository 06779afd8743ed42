using NetGen.CompilerServices;

namespace NetGen;

/// <summary>The memory that NetGen keeps for all networks and threads of the process.</summary>
/// <remarks>
/// <c>Predict</c> and <c>Evaluate</c> keep scratch memory for each thread that calls them, as much as the largest call needs: it grows in steps
/// with the examples of a call, up to those that are computed together. What a thread has not needed for ten seconds is given back by itself. The
/// memory of training belongs to a <see cref="Workspace{T}"/>.
/// </remarks>
public static class NetGenMemory
{
    /// <summary>
    /// Gives the scratch memory of all threads back at once, to the operating system too: it collects the whole heap, so it is for the end of a piece of
    /// work. Safe at any time, also while other threads predict: they keep what they work in, and take memory again with their next call.
    /// </summary>
    public static void Trim() => ScratchMemory.Release();
}
