using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>What the threads of a workspace run of a generated network.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPasses<T>
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    /// <summary>One thread's share of a pass over the workspace's batch.</summary>
    void Run(Pass pass, WorkspaceFrame<T> frame, Share share);
}

/// <summary>The passes of a network over a batch.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum Pass
{
    /// <summary>All layers in order.</summary>
    Forward,

    /// <summary>The layers upside down, for the gradients.</summary>
    Backward,

    /// <summary>Likewise, and every parameter is updated as soon as its gradient is there.</summary>
    Step,
}
