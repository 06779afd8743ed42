using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>How the threads of a workspace share the work of a kernel. A sum is never divided, so threads do not change a bit.</summary>
internal abstract record KernelSplit
{
    /// <summary>
    /// Each thread takes some of the examples: the buffers with elements for each example are handed over from its first one
    /// on, and <c>rows</c> is their number. What a kernel gets that writes such buffers alone, unless it says otherwise.
    /// </summary>
    public static KernelSplit ByExample { get; } = new Examples();

    /// <summary>The first thread does it all: for kernels that sum over the batch. What all other kernels get.</summary>
    public static KernelSplit None { get; } = new Whole();

    /// <summary>
    /// Each thread takes some rows of tensors, all examples: the kernel has the arguments <c>first</c> and <c>end</c>, takes
    /// only these rows, and does what is left to do besides when <c>end</c> is the number of rows.
    /// </summary>
    /// <param name="Count">The number of rows.</param>
    /// <param name="Unit">Rows are handed out in groups of so many; no range has less, unless there are none.</param>
    /// <param name="Divided">The buffers of which a thread touches nothing but its rows; it may read all of any other.</param>
    public sealed record Rows(int Count, int Unit, IReadOnlyList<Buffer> Divided) : Range(Count, Unit);

    /// <summary>
    /// Each thread takes some channels of all that the kernel writes, tensors of parameters with channels as columns, all examples: the kernel has
    /// the arguments <c>first</c> and <c>end</c>, and touches no other column.
    /// </summary>
    /// <param name="Count">The number of channels.</param>
    /// <param name="Unit">Channels are handed out in groups of so many.</param>
    public sealed record Channels(int Count, int Unit) : Range(Count, Unit)
    {
        /// <summary>Whole cache lines of channels; null where there are too few for two threads.</summary>
        public static Channels? Of(int count) => count >= 2 * VectorPlan.MaxLanes ? new Channels(count, VectorPlan.MaxLanes) : null;
    }

    /// <summary>Each thread takes a range of a number of things, from <c>first</c> to <c>end</c>.</summary>
    /// <param name="Count">Their number.</param>
    /// <param name="Unit">They are handed out in groups of so many; no range has less, unless there are none.</param>
    public abstract record Range(int Count, int Unit) : KernelSplit
    {
        /// <summary>The arguments, in this order.</summary>
        public static IReadOnlyList<KernelArgument> Arguments { get; } = [new("int", "first"), new("int", "end")];
    }

    private sealed record Examples : KernelSplit;

    private sealed record Whole : KernelSplit;
}
