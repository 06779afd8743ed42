namespace NetGen;

/// <summary>The column of targets.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Labels">The classes; null: numbers.</param>
/// <param name="DropsRows">Whether rows without a target are left out.</param>
internal sealed record CsvTarget(string Name, CsvKind Kind, LabelMap? Labels, bool DropsRows)
{
    /// <summary>The target that a column makes.</summary>
    public static CsvTarget Fit(CsvTable table, CsvColumn column)
    {
        bool isNamed = table.Options.Missing.TryGetValue(column.Name, out CsvMissing? missing);
        if (!isNamed && !table.Options.Missing.TryGetValue(CsvEncoder.AllColumns, out missing))
            missing = CsvMissing.Refuse;
        if (isNamed && missing!.Strategy is not (CsvMissing.Strategies.Refuse or CsvMissing.Strategies.DropRow))
            throw new InvalidDataException($"{table.Path}: line {table.LineOf(0)} and after, column '{Shown.Text(column.Name)}': expected CsvMissing.DropRow or Refuse for the column of targets, got {missing.Strategy}.");
        ColumnValues.CheckTexts(table, column);
        return new CsvTarget(column.Name, column.Kind, column.Labels, missing!.Strategy == CsvMissing.Strategies.DropRow);
    }

    public int[] Classes(CsvTable table, int[] rows)
    {
        if (Labels is null)
            throw new InvalidDataException($"{table.Path}: line 1, column '{Name}': expected classes, got numbers; CsvOptions.CategoryColumns says that they are classes.");
        CsvColumn column = table[Name];
        int[] codes = ColumnValues.Codes(table, column, Labels, Kind);
        foreach (int row in rows)
        {
            if (codes[row] < 0)
                throw ColumnValues.Wrong(table, Name, row, $"expected one of {Shown.List(Labels.Names)}, got {(column.IsMissing(row) ? NoValue : $"'{Shown.Text(column.Text(row))}'")}");
        }

        return [.. rows.Select(row => codes[row])];
    }

    public IEnumerable<double> Numbers(CsvTable table, int[] rows)
    {
        if (Labels is not null)
            throw new InvalidDataException($"{table.Path}: line 1, column '{Name}': expected numbers, got texts.");
        double[] numbers = ColumnValues.Numbers(table, table[Name], Kind).ToArray();
        foreach (int row in rows)
        {
            if (double.IsNaN(numbers[row]))
                throw ColumnValues.Wrong(table, Name, row, $"expected a number, got {NoValue}");
        }

        return rows.Select(row => numbers[row]);
    }

    public IEnumerable<double> Binary(CsvTable table, int[] rows)
    {
        if (Labels is not null)
        {
            return Labels.Count == 2 ? Classes(table, rows).Select(label => (double)label)
                : throw new InvalidDataException($"{table.Path}: line 1, column '{Name}': expected two classes, got {Labels.Count}: {Shown.List(Labels.Names)}.");
        }

        double[] numbers = [.. Numbers(table, rows)];
        int wrong = numbers.AsSpan().IndexOfAnyExcept(0, 1);
        return wrong < 0 ? numbers : throw ColumnValues.Wrong(table, Name, rows[wrong], $"expected 0 or 1, got {FieldFormat.Category(numbers[wrong])}");
    }

    private static string NoValue => "a missing value; CsvOptions.Missing can drop such rows, and MissingMarkers say what means it";
}
