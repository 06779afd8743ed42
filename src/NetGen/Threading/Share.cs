using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>
/// One thread's part of a pass. All threads of a workspace run the same pass at the same time; each takes its own examples,
/// or its own rows of a weight's gradient. Sums are never divided, so the number of threads does not change a bit.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Share
{
    /// <summary>Examples are handed out in whole blocks: a vector that runs past the last one of a thread, or whose lanes are examples, stays within its own memory.</summary>
    private const int Examples = 16;

    private readonly WorkerCrew? _crew;
    private readonly int _index;

    internal Share(WorkerCrew crew, int index)
    {
        _crew = crew;
        _index = index;
    }

    /// <summary>The only thread's part: everything.</summary>
    public static Share Whole => default;

    /// <summary>Whether this is the first thread, which alone does what cannot be divided.</summary>
    public bool IsFirst => _index == 0;

    /// <summary>Whether this is the last thread, whose part ends at the last item.</summary>
    public bool IsLast => _index == Threads - 1;

    private int Threads => _crew?.Count ?? 1;

    /// <summary>The first example of this part, of so many.</summary>
    public int First(int examples) => Start(_index, examples, Examples);

    /// <summary>The number of examples of this part, of so many.</summary>
    public int Count(int examples) => Start(_index + 1, examples, Examples) - First(examples);

    /// <summary>The first item of this part, where items are handed out in groups of <paramref name="unit"/>.</summary>
    public int First(int items, int unit) => Start(_index, items, unit);

    /// <summary>
    /// The end of this part. The last part ends at <paramref name="items"/> and has at least one group, if there is one; others may
    /// be empty.
    /// </summary>
    public int End(int items, int unit) => Start(_index + 1, items, unit);

    /// <summary>The number of items of this part.</summary>
    public int Count(int items, int unit) => End(items, unit) - First(items, unit);

    /// <summary>Waits until all threads have come here: what they have written can be read.</summary>
    public void Wait() => _crew?.Wait();

    private int Start(int index, int items, int unit)
    {
        int threads = Threads;
        return index == 0 ? 0 : index == threads ? items : (int)((long)(items / unit) * index / threads) * unit;
    }
}
