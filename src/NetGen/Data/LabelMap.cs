namespace NetGen;

/// <summary>Class labels from texts and back: classes are numbered from 0 in ordinal order of their texts.</summary>
public sealed class LabelMap
{
    private readonly string[] _names;

    /// <summary>The classes that occur.</summary>
    /// <param name="labels">Texts; each counts once.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LabelMap(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _names = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (_names.Length == 0)
            throw new ArgumentException("Expected at least one label, got none.", nameof(labels));
    }

    /// <summary>The number of classes.</summary>
    public int Count => _names.Length;

    /// <summary>The texts, by class.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The class of a text; −1 where there is none.</summary>
    /// <param name="name">The text.</param>
    public int IndexOf(string name)
    {
        int index = Array.BinarySearch(_names, name, StringComparer.Ordinal);
        return index < 0 ? -1 : index;
    }

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
}
