using System.Globalization;
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

    /// <summary>Whether all values are 0, as before the first step.</summary>
    public bool IsZero
    {
        get
        {
            Span<T> rest = _elements;
            while (BytePieces.Next(ref rest, out Span<byte> piece))
            {
                if (piece.ContainsAnyExcept((byte)0))
                    return false;
            }

            return true;
        }
    }

    /// <summary>One value for each parameter; <paramref name="index"/> is below the number asked for.</summary>
    public Span<T> this[int index] => _elements.AsSpan(_start + (index * _stride), Length);

    /// <summary>Sees to it that there are <paramref name="count"/> values for each parameter, at first 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Require(int count)
    {
        if (_elements is null)
            Allocate(count);
        else if (_count != count)
            throw new InvalidOperationException($"The update rule has {count} states, that of the first step had {_count}.");
    }

    /// <summary>Reads the named tensors, of which there are as many as the optimizer keeps.</summary>
    /// <param name="saved">What was saved.</param>
    /// <param name="prefix">How their names begin.</param>
    /// <param name="names">The names of all that may be.</param>
    /// <param name="expected">The number that the optimizer keeps; null where that is not known, then after the first that is absent none.</param>
    /// <param name="notNegative">The names of those that are not negative: averages of squares.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or over, has another length than the state, or a value that cannot be.</exception>
    public static OptimizerState<T> Load(TrainerState<T> saved, string prefix, IReadOnlyList<string> names, int? expected, IReadOnlyList<string> notNegative)
    {
        int length = (int)saved.GetCount(prefix + "length", Array.MaxLength);
        int count = names.TakeWhile(name => saved.Tensors.ContainsKey(prefix + name)).Count();
        if ((expected is { } number && count != number) || names.Skip(count).Any(name => saved.Tensors.ContainsKey(prefix + name)))
        {
            string which = expected is null ? "the first of" : $"{expected} of";
            throw new InvalidDataException($"Expected {which} the tensors {string.Join(", ", names.Select(name => $"'{prefix}{name}'"))}, got {string.Join(", ", names.Select(name => prefix + name).Where(saved.Tensors.ContainsKey).DefaultIfEmpty("none"))}.");
        }

        foreach (string name in names.Take(count))
            RequireSound(saved.GetTensor(prefix + name, length), prefix + name, notNegative.Contains(name));

        // Without tensors the length is only what the next step is checked by.
        OptimizerState<T> state = new(length);
        if (count > 0)
            state.Require(count);
        for (int i = 0; i < count; i++)
            saved.Tensors[prefix + names[i]].CopyTo(state[i]);
        return state;
    }

    /// <summary>Refuses what no training comes to. An average of squares may be infinite: such a parameter stands still.</summary>
    private static void RequireSound(ReadOnlySpan<T> values, string name, bool notNegative)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value = typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(values[i]) : Unsafe.BitCast<T, double>(values[i]);
            if (double.IsNaN(value) || (notNegative ? value < 0 : double.IsInfinity(value)))
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Expected a {(notNegative ? "number of at least 0" : "finite number")} at {i} of '{name}', got {value}."));
        }
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
