namespace NetGen;

/// <summary>A column while it is read.</summary>
internal sealed class ColumnBuilder(string name, bool isNumeric)
{
    private readonly BlockList<double> _numbers = new();
    private readonly BlockList<int> _codes = new();
    private Dictionary<string, int>? _texts;
    private List<string>? _names;
    private int _last = -1;

    public string Name { get; } = name;

    public bool IsNumeric { get; } = isNumeric;

    public void Add(double number) => _numbers.Add(number);

    /// <summary>Keeps each text once.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        // Tables are often sorted by their classes.
        if (_last < 0 || !text.SequenceEqual(_names![_last]))
            _last = Code(text);
        _codes.Add(_last);
    }

    /// <summary>The column. Then the builder is empty.</summary>
    public CsvColumn Build()
    {
        if (IsNumeric)
            return new CsvColumn(Name, _numbers.MoveToArray());
        LabelMap labels = new(_names!);
        int[] order = [.. _names!.Select(labels.IndexOf)];
        int[] codes = _codes.MoveToArray();
        for (int i = 0; i < codes.Length; i++)
            codes[i] = order[codes[i]];
        return new CsvColumn(Name, codes, labels);
    }

    private int Code(ReadOnlySpan<char> text)
    {
        _texts ??= new(StringComparer.Ordinal);
        _names ??= [];
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out int code))
            return code;
        string name = text.ToString();
        _texts.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }
}
