using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>A call's hold on its workspace, given back at the end of the scope, however that is left.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct WorkspaceUse<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Workspace<T> _workspace;

    internal WorkspaceUse(Workspace<T> workspace) => _workspace = workspace;

    /// <summary>Gives the workspace back.</summary>
    public void Dispose() => _workspace.Leave();
}
