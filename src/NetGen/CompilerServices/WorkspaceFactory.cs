using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Creates workspaces for generated networks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WorkspaceFactory
{
    /// <summary>Takes the memory that <paramref name="layout"/> plans, for batches of at most <paramref name="batchCapacity"/> examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the number of threads is less than 1, or the capacity more than can be addressed.</exception>
    public static Workspace<T> Create<T>(IPasses<T> owner, WorkspaceLayout layout, int batchCapacity, bool inputGradients, bool parameterGradients, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(owner, layout, batchCapacity, inputGradients, parameterGradients, threads);
}
