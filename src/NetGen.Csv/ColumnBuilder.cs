namespace NetGen;

/// <summary>A column while it is read.</summary>
internal sealed class ColumnBuilder(string name, bool isNumeric)
{
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private double[] _numbers = [];
    private int[] _codes = [];
    private int _count;
    private int _last = -1;
    private readonly List<string> _names = [];

    public string Name { get; } = name;

    public bool IsNumeric { get; } = isNumeric;

    public void Add(double number)
    {
        if (_count == _numbers.Length)
            Array.Resize(ref _numbers, Larger(_count));
        _numbers[_count++] = number;
    }

    /// <summary>Keeps each text once.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_count == _codes.Length)
            Array.Resize(ref _codes, Larger(_count));

        // Tables are often sorted by their classes.
        if (_last < 0 || !text.SequenceEqual(_names[_last]))
            _last = Code(text);
        _codes[_count++] = _last;
    }

    public CsvColumn Build()
    {
        if (IsNumeric)
            return new CsvColumn(Name, _numbers[.._count]);
        LabelMap labels = new(_names);
        int[] order = [.. _names.Select(labels.IndexOf)];
        int[] codes = new int[_count];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = order[_codes[i]];
        return new CsvColumn(Name, codes, labels);
    }

    private int Code(ReadOnlySpan<char> text)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out int code))
            return code;
        string name = text.ToString();
        _texts.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }

    private static int Larger(int count) => Math.Max(256, (int)Math.Min(2L * count, Array.MaxLength));
}
