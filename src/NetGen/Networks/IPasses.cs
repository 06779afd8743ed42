using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What the runtime calls of a generated network: its passes, and the memory that they were planned for.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPasses<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where the network's values lie.</summary>
    WorkspaceLayout Layout { get; }

    /// <summary>One thread's share of a pass over the workspace's batch.</summary>
    void Run(Pass pass, WorkspaceFrame<T> frame, Share share);

    /// <summary>All layers, in order, without what only acts in training: for at most as many examples as the layout's <c>PredictBatch</c>.</summary>
    /// <returns>The outputs, in padded rows, in memory that the next call on this thread overwrites.</returns>
    ref T Infer(ReadOnlySpan<T> inputs, int rows);
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
