using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>A column while it is read.</summary>
internal sealed class ColumnBuilder
{
    private readonly CsvKind? _declared;
    private readonly FieldFormat _format;
    private readonly BlockList<double> _numbers = new();
    private readonly BlockList<int> _codes = new();
    private Dictionary<string, int>? _texts;
    private List<string>? _names;
    private int _last = -1;

    // What all values so far are; null before the first of an undeclared column.
    private CsvKind? _kind;

    /// <summary>A column without fields so far.</summary>
    /// <param name="name">The name.</param>
    /// <param name="declared">What it was declared to hold; null: what its fields say.</param>
    /// <param name="format">How fields are written.</param>
    public ColumnBuilder(string name, CsvKind? declared, FieldFormat format)
    {
        (Name, _declared, _format) = (name, declared, format);
        _kind = declared;
    }

    public string Name { get; }

    /// <summary>Whether it turned out to hold texts after numbers were read, whose spelling is lost: then it is read again.</summary>
    public bool IsToBeReadAgain { get; private set; }

    /// <summary>Whether an undeclared column holds texts.</summary>
    public bool IsFoundText { get; init; }

    public bool IsIndex { get; init; }

    /// <summary>What the column is expected to hold, for messages.</summary>
    public string Expected => _declared == CsvKind.Date ? "a date" : "a number";

    /// <summary>Adds a field if it is a number in the form that nearly all have, in a column of numbers so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAddNumber(ReadOnlySpan<char> field)
    {
        double number = 0;
        bool isNumber = _kind == CsvKind.Number && _format.TryParseSimple(field, out number);
        if (isNumber)
            _numbers.Add(number);
        return isNumber;
    }

    /// <summary>Adds any field; false where it is not what was declared.</summary>
    public bool Add(ReadOnlySpan<char> field, bool isQuoted)
    {
        if (IsToBeReadAgain)
            return true;
        if (!isQuoted)
            field = field.Trim();
        if (_kind is CsvKind.Text or CsvKind.Category)
        {
            AddText(field);
            return true;
        }

        if (_format.IsMissing(field))
            _numbers.Add(double.NaN);
        else if (_kind is null or CsvKind.Number && _format.TryParseNumber(field, out double value))
            AddNumber(CsvKind.Number, value);
        else if (_kind is null or CsvKind.Date && _format.TryParseDate(field, out value))
            AddNumber(CsvKind.Date, value);
        else if (_declared is not null)
            return false;
        else
            BecomeText(field);
        return true;
    }

    /// <summary>The column. Then the builder is empty.</summary>
    public CsvColumn Build()
    {
        bool isDeclared = _declared is not null && !IsFoundText;
        if (_kind is not (CsvKind.Text or CsvKind.Category))
            return new CsvColumn(Name, _kind ?? CsvKind.Number, _numbers.MoveToArray()) { IsDeclared = isDeclared, IsIndex = IsIndex };
        int[] codes = _codes.MoveToArray();
        if (_names is not { Count: > 0 })
            return new CsvColumn(Name, CsvKind.Number, CsvColumn.NoNumbers(codes.Length)) { IsDeclared = isDeclared, IsIndex = IsIndex };
        LabelMap labels = new(_names);
        int[] order = new int[labels.Count];
        for (int i = 0; i < order.Length; i++)
            order[_texts![labels.Names[i]]] = i;
        for (int i = 0; i < codes.Length; i++)
            codes[i] = codes[i] < 0 ? -1 : order[codes[i]];
        return new CsvColumn(Name, _kind.Value, codes, labels) { IsDeclared = isDeclared, IsIndex = IsIndex };
    }

    private void AddNumber(CsvKind kind, double value)
    {
        _kind = kind;
        _numbers.Add(value);
    }

    private void BecomeText(ReadOnlySpan<char> field)
    {
        int missing = _numbers.Count;
        _numbers.Clear();
        IsToBeReadAgain = _kind is not null;
        _kind = CsvKind.Text;
        if (IsToBeReadAgain)
            return;
        for (int i = 0; i < missing; i++)
            _codes.Add(-1);
        AddText(field);
    }

    /// <summary>Keeps each text once.</summary>
    private void AddText(ReadOnlySpan<char> text)
    {
        // Tables are often sorted by their classes.
        if (_last < 0 || !text.SequenceEqual(_names![_last]))
            _last = Code(text);
        _codes.Add(_last);
    }

    private int Code(ReadOnlySpan<char> text)
    {
        _texts ??= new(StringComparer.Ordinal);
        _names ??= [];
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out int code))
            return code;
        if (_format.IsMissing(text))
            return -1;
        string spelling = text.ToString(), name = _kind == CsvKind.Category ? _format.Category(spelling) : spelling;
        if (!_texts.TryGetValue(name, out code))
        {
            code = _names.Count;
            _texts.Add(name, code);
            _names.Add(name);
        }

        _texts.TryAdd(spelling, code);
        return code;
    }
}
