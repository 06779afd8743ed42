using System.Globalization;

namespace NetGen;

/// <summary>
/// What training depends on besides the network itself, copied out: named tensors and named values as text, the two things
/// that a checkpoint file holds. Restored, training goes on with the same bits.
/// </summary>
/// <typeparam name="T">The precision of the network: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainerState<T>
    where T : unmanaged
{
    /// <summary>The tensors by name, in ordinal order: flat, in the layout of the network's <c>Parameters</c> where they belong to parameters.</summary>
    public IDictionary<string, T[]> Tensors { get; } = new SortedDictionary<string, T[]>(StringComparer.Ordinal);

    /// <summary>The values by name, in ordinal order, as text: numbers in the invariant culture and round-trip.</summary>
    public IDictionary<string, string> Values { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Sets a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value) => Values[name] = value;

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string name, long value) => Values[name] = value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string name, double value) => Values[name] = value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A value that is text.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public string GetText(string name) => Values.TryGetValue(name, out string? value)
        ? value
        : throw new InvalidDataException($"Expected a value '{name}' in the state of a training, got {List(Values.Keys)}.");

    /// <summary>A value that is an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or it is no integer.</exception>
    public long GetInt64(string name) =>
        long.TryParse(GetText(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"Expected an integer '{name}', got '{Shown(GetText(name))}'.");

    /// <summary>A value that is a number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or it is no number.</exception>
    public double GetDouble(string name) =>
        double.TryParse(GetText(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"Expected a number '{name}', got '{Shown(GetText(name))}'.");

    /// <summary>A tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">The number of its elements.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or its length is another.</exception>
    public ReadOnlySpan<T> GetTensor(string name, int length)
    {
        if (!Tensors.TryGetValue(name, out T[]? tensor))
            throw new InvalidDataException($"Expected a tensor '{name}' in the state of a training, got {List(Tensors.Keys)}.");
        return tensor.Length == length ? tensor : throw new InvalidDataException($"Expected {length} values of '{name}', got {tensor.Length}.");
    }

    /// <summary>A count, from 0 to a maximum.</summary>
    internal long GetCount(string name, long maximum)
    {
        long value = GetInt64(name);
        return value >= 0 && value <= maximum ? value : throw new InvalidDataException($"Expected '{name}' from 0 to {maximum}, got {value}.");
    }

    /// <summary>A number between two others.</summary>
    internal double GetNumber(string name, double minimum, double maximum)
    {
        double value = GetDouble(name);
        return value >= minimum && value <= maximum
            ? value
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Expected '{name}' from {minimum} to {maximum}, got {value}."));
    }

    private static string List(ICollection<string> names)
    {
        const int Some = 8;
        return names.Count == 0 ? "none" : string.Join(", ", names.Take(Some).Select(Shown)) + (names.Count > Some ? ", …" : "");
    }

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
