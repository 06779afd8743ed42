using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Tests.Planning;

/// <summary>Elements of a buffer that one thread reads or writes in one statement.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="IsWrite">Whether it writes them.</param>
/// <param name="Start">The first element, in the memory that the buffer lies in.</param>
/// <param name="End">The end.</param>
/// <param name="Part">The thread's own part of a buffer whose rows do not lie one after the other: no other thread's part touches it.</param>
internal sealed record MemoryAccess(int Thread, Generators.Graph.Buffer Buffer, bool IsWrite, long Start, long End, string? Part = null)
{
    /// <summary>Whether two threads touch the same memory, one of them writing.</summary>
    public bool RacesWith(MemoryAccess other) =>
        Thread != other.Thread && (IsWrite || other.IsWrite) && Memory == other.Memory && Start < other.End && other.Start < End
        && !(Part is not null && Part == other.Part && Buffer == other.Buffer);

    public override string ToString() => $"{(IsWrite ? "writes" : "reads")} {Buffer.Symbol} [{Start}, {End}) on thread {Thread}";

    /// <summary>The arena holds what belongs to examples and what does not.</summary>
    private Place Memory => Buffer.Place == Place.PerWorkspace ? Place.PerExample : Buffer.Place;
}
