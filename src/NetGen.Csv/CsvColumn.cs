namespace NetGen;

/// <summary>A column of a table: of numbers (dates are numbers of days), or of texts.</summary>
public sealed class CsvColumn
{
    private readonly double[] _numbers = [];
    private readonly int[] _codes = [];

    internal CsvColumn(string name, CsvKind kind, double[] numbers)
    {
        (Name, Kind) = (name, kind);
        _numbers = numbers;
    }

    internal CsvColumn(string name, CsvKind kind, int[] codes, LabelMap labels)
    {
        (Name, Kind) = (name, kind);
        _codes = codes;
        Labels = labels;
    }

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public CsvKind Kind { get; }

    /// <summary>The texts that occur: those that are numbers by their values, then the others in ordinal order; null in a column of numbers.</summary>
    public LabelMap? Labels { get; }

    /// <summary>Whether it holds numbers.</summary>
    public bool IsNumeric => Labels is null;

    /// <summary>Whether it numbers or names the rows: a first column without a name. Encoders leave it out.</summary>
    public bool IsIndex { get; internal init; }

    /// <summary>The numbers, row by row, NaN where one is missing; empty in a column of texts.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>The texts by their numbers in <see cref="Labels"/>, row by row, −1 where one is missing; empty in a column of numbers.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>The number of missing values.</summary>
    public int MissingCount => IsNumeric ? _numbers.Count(double.IsNaN) : _codes.AsSpan().Count(-1);

    /// <summary>Whether it was declared to be what it is.</summary>
    internal bool IsDeclared { get; init; }

    /// <summary>Whether a value is missing.</summary>
    /// <param name="row">The row, from 0.</param>
    public bool IsMissing(int row) => IsNumeric ? double.IsNaN(_numbers[row]) : _codes[row] < 0;

    /// <summary>A field as text: a number in its shortest form, a date in that of ISO 8601; empty where it is missing.</summary>
    /// <param name="row">The row, from 0.</param>
    public string Text(int row) =>
        IsMissing(row) ? ""
        : Labels is not null ? Labels.Names[_codes[row]]
        : Kind == CsvKind.Date ? DateParser.Format(_numbers[row])
        : FieldFormat.Category(_numbers[row]);

    /// <summary>Some of the rows. Its texts are those that occur in them.</summary>
    internal CsvColumn Rows(ReadOnlySpan<int> rows)
    {
        if (Labels is null)
            return new CsvColumn(Name, Kind, Pick(_numbers, rows)) { IsIndex = IsIndex, IsDeclared = IsDeclared };
        int[] codes = Pick(_codes, rows), used = [.. codes.Where(code => code >= 0).Distinct().Order()];
        if (used.Length == 0)
            return new CsvColumn(Name, CsvKind.Number, NoNumbers(rows.Length)) { IsIndex = IsIndex, IsDeclared = IsDeclared };
        int[] renumbered = new int[Labels.Count];
        for (int i = 0; i < used.Length; i++)
            renumbered[used[i]] = i;
        for (int i = 0; i < codes.Length; i++)
            codes[i] = codes[i] < 0 ? -1 : renumbered[codes[i]];
        return new CsvColumn(Name, Kind, codes, LabelMap.InOrder([.. used.Select(code => Labels.Names[code])])) { IsIndex = IsIndex, IsDeclared = IsDeclared };
    }

    /// <summary>The first row whose text is a label, or whose value is missing for −1.</summary>
    internal int FirstRowOf(int code) => Labels is null ? Array.FindIndex(_numbers, double.IsNaN) : Array.IndexOf(_codes, code);

    internal static double[] NoNumbers(int count)
    {
        double[] numbers = new double[count];
        numbers.AsSpan().Fill(double.NaN);
        return numbers;
    }

    private static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows)
    {
        T[] picked = new T[rows.Length];
        for (int i = 0; i < picked.Length; i++)
            picked[i] = values[rows[i]];
        return picked;
    }
}
