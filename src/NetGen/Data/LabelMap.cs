using System.Globalization;

namespace NetGen;

/// <summary>
/// Class labels from texts and back. Classes are numbered from 0: first those whose texts are numbers, by their values
/// (1, 2, 10), then the others in ordinal order.
/// </summary>
public sealed class LabelMap
{
    private readonly string[] _names;

    // Tables have columns of many texts that nobody looks up.
    private Dictionary<string, int>? _indices;

    /// <summary>The classes that occur.</summary>
    /// <param name="labels">Texts; each counts once.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LabelMap(IEnumerable<string> labels)
        : this(Sort(labels))
    {
    }

    private LabelMap(string[] names)
    {
        if (names.Length == 0)
            throw new ArgumentException("Expected at least one label, got none.", nameof(names));
        _names = names;
    }

    /// <summary>The number of classes.</summary>
    public int Count => _names.Length;

    /// <summary>The texts, by class.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Classes in an order of one's own: that of a network trained elsewhere, or small, medium, large.</summary>
    /// <param name="names">The texts, by class; each once.</param>
    /// <exception cref="ArgumentException">There is none, or one twice.</exception>
    public static LabelMap InOrder(ReadOnlySpan<string> names)
    {
        LabelMap labels = new(names.ToArray());
        for (int i = 0; i < names.Length; i++)
        {
            if (labels.IndexOf(names[i]) != i)
                throw new ArgumentException($"Expected each label once, got '{names[i]}' at indices {labels.IndexOf(names[i])} and {i}.", nameof(names));
        }

        return labels;
    }

    /// <summary>The class of a text; −1 where there is none.</summary>
    /// <param name="name">The text.</param>
    public int IndexOf(string name) => (_indices ??= Indices()).GetValueOrDefault(name, -1);

    /// <summary>The classes of texts.</summary>
    /// <param name="names">The texts.</param>
    /// <exception cref="ArgumentException">A text is no class.</exception>
    public int[] Encode(ReadOnlySpan<string> names)
    {
        int[] labels = new int[names.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = IndexOf(names[i]);
            if (labels[i] < 0)
                throw new ArgumentException($"Expected one of the labels {string.Join(", ", _names)}, got '{names[i]}' at index {i}.", nameof(names));
        }

        return labels;
    }

    private Dictionary<string, int> Indices()
    {
        Dictionary<string, int> indices = new(_names.Length, StringComparer.Ordinal);
        for (int i = 0; i < _names.Length; i++)
            indices.TryAdd(_names[i], i);
        return indices;
    }

    private static string[] Sort(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [.. labels.Distinct(StringComparer.Ordinal).OrderBy(Value).ThenBy(label => label, StringComparer.Ordinal)];
    }

    /// <summary>A number, or what is larger than any.</summary>
    private static double Value(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : double.PositiveInfinity;
}
