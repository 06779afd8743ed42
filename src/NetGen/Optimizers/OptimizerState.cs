using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The state of an optimizer: up to three values for each parameter, in one pinned array, each kind aligned like the
/// parameters. Allocated when a rule first asks for it.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="length">The number of parameters.</param>
internal sealed class OptimizerState<T>(int length)
    where T : unmanaged
{
    // A cache line, and the widest vector.
    private const int Alignment = 64;
    private const int MaximumCount = 3;

    private T[]? _elements;
    private int _count;
    private int _start;
    private int _stride;

    /// <summary>The number of parameters.</summary>
    public int Length { get; } = length;

    /// <summary>What the steps of a network apply.</summary>
    public StepUpdates<T> Updates { get; } = new();

    /// <summary>The number of values for each parameter; 0 until they are asked for.</summary>
    public int Count => _count;

    /// <summary>One value for each parameter; <paramref name="index"/> is below the number asked for.</summary>
    public Span<T> this[int index] => _elements.AsSpan(_start + (index * _stride), Length);

    /// <summary>Sees to it that there are <paramref name="count"/> values for each parameter, at first 0.</summary>
    public void Require(int count)
    {
        if (_elements is null)
            Allocate(count);
        else if (_count != count)
            throw new InvalidOperationException($"The update rule has {count} states, that of the first step had {_count}.");
    }

    /// <summary>Reads as many of the named tensors as there are, after the first that is absent none.</summary>
    /// <exception cref="InvalidDataException">A tensor has another length than the state.</exception>
    public static OptimizerState<T> Load(TrainerState<T> saved, string prefix, IReadOnlyList<string> names)
    {
        long length = saved.GetInt64(prefix + "length");
        int count = names.TakeWhile(name => saved.Tensors.ContainsKey(prefix + name)).Count();
        foreach (string name in names.Take(count))
        {
            if (saved.Tensors[prefix + name].Length != length)
                throw new InvalidDataException($"Expected {length} values of '{prefix}{name}', got {saved.Tensors[prefix + name].Length}.");
        }

        // Without tensors the length is only what the next step is checked by.
        OptimizerState<T> state = new(length is >= 0 and <= int.MaxValue ? (int)length : throw new InvalidDataException($"Expected a length of the optimizer's state from 0 to {int.MaxValue}, got {length}."));
        if (count > 0)
            state.Require(count);
        for (int i = 0; i < count; i++)
            saved.Tensors[prefix + names[i]].CopyTo(state[i]);
        return state;
    }

    private void Allocate(int count)
    {
        if (count is < 0 or > MaximumCount)
            throw new InvalidOperationException($"An update rule has 0 to {MaximumCount} states, not {count}.");
        int perLine = Alignment / Unsafe.SizeOf<T>();
        _count = count;
        _stride = checked((Length + perLine - 1) / perLine * perLine);
        _elements = count == 0 ? [] : GC.AllocateArray<T>(checked((_stride * count) + perLine), pinned: true);

        // Elements are aligned to their own size at least, so the next line starts a whole number of them away.
        _start = count == 0 ? 0 : (int)(-BufferIdentity.Address<T>(_elements) & (Alignment - 1)) / Unsafe.SizeOf<T>();
    }
}
