using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>A thread's hold on a piece of scratch memory, as those see it who give it back.</summary>
internal abstract class ScratchBuffer
{
    /// <summary>Milliseconds from one look to the next.</summary>
    public const int Interval = 500;

    /// <summary>Looks without need after which memory is given back: ten seconds.</summary>
    public const int Patience = 10_000 / Interval;

    private int _idle;

    /// <summary>The most that was needed at once since the last look, in elements. The thread writes it, at every need; a look sets it back.</summary>
    protected int Needed;

    /// <summary>What is held, in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Gives the memory back.</summary>
    public abstract void Release();

    /// <summary>Looks whether the memory is still needed: half of it, at least.</summary>
    public void Look()
    {
        int needed = Interlocked.Exchange(ref Needed, 0);
        _idle = IsLarge(needed) ? _idle + 1 : 0;
        if (_idle >= Patience)
        {
            _idle = 0;
            Release();
        }
    }

    /// <summary>Whether the memory is more than twice as much.</summary>
    protected abstract bool IsLarge(int needed);
}

/// <summary>Scratch memory of a type.</summary>
internal sealed class ScratchBuffer<T> : ScratchBuffer
    where T : unmanaged
{
    // Written by its thread, and set to null by whoever gives it back; read once for each need.
    private AlignedBuffer<T>? _memory;

    public int Length => _memory?.Length ?? 0;

    public override long Bytes => (long)Length * Unsafe.SizeOf<T>();

    /// <summary>The first of so many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref T Take(int length)
    {
        AlignedBuffer<T>? memory = _memory;
        if (memory is null || memory.Length < length)
        {
            memory = Grow(length);
        }

        if (Needed < length)
        {
            Needed = length;
        }

        return ref memory.Origin;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Release() => _memory = null;

    protected override bool IsLarge(int needed) => 2L * needed < Length;

    private AlignedBuffer<T> Grow(int length)
    {
        AlignedBuffer<T> memory = new(length);
        Needed = length;
        _memory = memory;
        ScratchMemory.Watch();
        return memory;
    }
}
