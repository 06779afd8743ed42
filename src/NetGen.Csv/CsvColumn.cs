namespace NetGen;

/// <summary>A column of a table: of numbers, or of texts.</summary>
public sealed class CsvColumn
{
    private readonly double[] _numbers = [];
    private readonly int[] _codes = [];

    internal CsvColumn(string name, double[] numbers)
    {
        Name = name;
        _numbers = numbers;
    }

    internal CsvColumn(string name, int[] codes, LabelMap labels)
    {
        Name = name;
        _codes = codes;
        Labels = labels;
    }

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <summary>The texts that occur, in ordinal order; null in a column of numbers.</summary>
    public LabelMap? Labels { get; }

    /// <summary>Whether it holds numbers.</summary>
    public bool IsNumeric => Labels is null;

    /// <summary>The numbers, row by row; empty in a column of texts.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>The texts by their numbers in <see cref="Labels"/>, row by row; empty in a column of numbers.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>A field as text: a number in its shortest form.</summary>
    /// <param name="row">The row, from 0.</param>
    public string Text(int row) => Labels is null ? _numbers[row].ToString("R", System.Globalization.CultureInfo.InvariantCulture) : Labels.Names[_codes[row]];
}
