using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <content>A workspace serves one call at a time: another thread's, or one from within a call, is refused.</content>
public sealed partial class Workspace<T>
{
    private int _isInUse;

    /// <summary>Takes the workspace for a call, to the end of the scope.</summary>
    /// <exception cref="InvalidOperationException">Another call has it: on another thread, or one that this is called from.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public WorkspaceFrame<T> Use()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
        {
            ThrowInUse();
        }

        return new(this);
    }

    /// <summary>Gives it back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Leave() => Volatile.Write(ref _isInUse, 0);

    /// <summary>For views of the workspace's memory, which take it for no time.</summary>
    private void RequireNotInUse()
    {
        if (Volatile.Read(ref _isInUse) != 0)
        {
            ThrowInUse();
        }
    }

    [DoesNotReturn]
    private void ThrowInUse() => throw new InvalidOperationException(
        $"This workspace of {_layout.Network} is in use by another call, on another thread or around this one. A workspace serves one call at a time: each thread needs one of its own, from CreateWorkspace.");
}
