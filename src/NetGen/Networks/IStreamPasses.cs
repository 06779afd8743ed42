using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What a stream calls of a generated network: its layers for one step, and the memory that they were planned for.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStreamPasses<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where a stream's values lie.</summary>
    StreamLayout StreamLayout { get; }

    /// <summary>All layers, in order, for the next step of each sequence.</summary>
    /// <param name="memory">The stream's memory.</param>
    /// <param name="n">The number of sequences that each value has room for.</param>
    /// <param name="rows">The number of sequences.</param>
    void Step(ref T memory, int n, int rows);
}
