using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>A batch that lies in a workspace, where its Forward reads it.</summary>
internal interface IBatchInPlace
{
    /// <summary>Copies the batch out: other inputs are about to take its place.</summary>
    void Leave();
}

/// <content>Batches that are gathered where Forward reads them, rather than copied there.</content>
public sealed partial class Workspace<T>
{
    private IBatchInPlace? _batch;
    private bool _inputsAreOfNextForward;

    /// <summary>Whether the rows of the inputs have no padding, so that a batch can be gathered in place.</summary>
    internal bool CanGatherInPlace => _layout.Input.Stride == _layout.Input.Size;

    /// <summary>
    /// Lends the place of the inputs to those of the next Forward: they may be written to <see cref="InputsInPlace"/>, and given
    /// to Forward. Backward no longer goes with the Forward before, whose values and gradients stay.
    /// </summary>
    /// <param name="batch">What is told before other inputs are copied there.</param>
    internal void TakeInputs(IBatchInPlace batch)
    {
        _batch = batch;
        _inputsAreOfNextForward = true;
    }

    /// <summary>What lies in the place of the inputs.</summary>
    internal Span<T> InputsInPlace(int examples) => MemoryMarshal.CreateSpan(ref At(_layout.Input.Offset), examples * _layout.Input.Size);

    /// <summary>Runs a job on the workspace's threads, each its share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(ICrewJob job)
    {
        if (_team is null)
            job.Run(Share.Whole);
        else
            _team.Run(job);
    }

    /// <summary>Whether the inputs are where Forward reads them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsInPlace(ReadOnlySpan<T> inputs) => Unsafe.AreSame(in MemoryMarshal.GetReference(inputs), in At(_layout.Input.Offset));
}
