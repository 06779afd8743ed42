namespace NetGen;

/// <summary>The values of a table's column as an encoder expects them, whatever its fields alone would say it holds.</summary>
internal static class ColumnValues
{
    /// <summary>A text that is no label.</summary>
    public const int New = -2;

    /// <summary>The numbers, row by row, NaN where one is missing.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="kind">Numbers or dates.</param>
    /// <exception cref="InvalidDataException">A field is none; the message names the first.</exception>
    public static ReadOnlySpan<double> Numbers(CsvTable table, CsvColumn column, CsvKind kind)
    {
        if (column.Labels is null)
        {
            int row = column.Kind == kind ? -1 : column.Numbers.IndexOfAnyExcept(double.NaN);
            return row < 0 ? column.Numbers : throw NoNumber(table, column, kind, row);
        }

        FieldFormat format = new(table.Options);
        double[] values = new double[column.Labels.Count];
        for (int code = 0; code < values.Length; code++)
        {
            string text = column.Labels.Names[code];
            if (!(kind == CsvKind.Date ? format.TryParseDate(text, out values[code]) : format.TryParseNumber(text, out values[code])))
                throw NoNumber(table, column, kind, FirstNoNumber(column, kind, format));
        }

        double[] numbers = new double[table.RowCount];
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = column.Codes[row] < 0 ? double.NaN : values[column.Codes[row]];
        return numbers;
    }

    /// <summary>The labels' numbers, row by row: −1 where the value is missing, <see cref="New"/> where it is no label.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="kind">Texts or categories: of those, numbers of the same value are the same.</param>
    public static int[] Codes(CsvTable table, CsvColumn column, LabelMap labels, CsvKind kind)
    {
        FieldFormat format = new(table.Options);
        int[] codes = new int[table.RowCount];
        if (column.Labels is null)
        {
            Dictionary<double, int> known = [];
            for (int row = 0; row < codes.Length; row++)
            {
                double number = column.Numbers[row];
                if (!known.TryGetValue(number, out codes[row]))
                    known[number] = codes[row] = double.IsNaN(number) ? -1 : Find(labels, column.Text(row));
            }

            return codes;
        }

        int[] found = new int[column.Labels.Count];
        for (int code = 0; code < found.Length; code++)
        {
            string text = column.Labels.Names[code];
            found[code] = Find(labels, text);
            if (found[code] < 0 && kind == CsvKind.Category)
                found[code] = Find(labels, format.Category(text));
        }

        for (int row = 0; row < codes.Length; row++)
            codes[row] = column.Codes[row] < 0 ? -1 : found[column.Codes[row]];
        return codes;
    }

    /// <summary>Refuses a column that nobody said holds texts and that looks like something else.</summary>
    /// <exception cref="InvalidDataException">Some texts are numbers or dates and others not, or all are numbers with a decimal comma.</exception>
    public static void CheckTexts(CsvTable table, CsvColumn column)
    {
        if (column.IsDeclared || column.Labels is not { } labels)
            return;
        FieldFormat format = new(table.Options);
        CsvKind[] kinds = [.. labels.Names.Select(text => format.TryParseNumber(text, out _) ? CsvKind.Number : format.TryParseDate(text, out _) ? CsvKind.Date : CsvKind.Text)];
        CsvKind[] found = [.. kinds.Distinct()];
        if (found.Length == 1 && !labels.Names.All(HasDecimalComma))
            return;
        int FirstRow(CsvKind kind) => column.Codes.ToArray().Select((code, row) => code >= 0 && kinds[code] == kind ? row : -1).First(row => row >= 0);

        // One that is none, and one that it should be like.
        int wrong = FirstRow(found.Contains(CsvKind.Text) ? CsvKind.Text : CsvKind.Date);
        CsvKind other = found.Contains(CsvKind.Number) ? CsvKind.Number : CsvKind.Date;
        int like = found.Length == 1 ? -1 : FirstRow(other);
        string got = column.Text(wrong), hint = HasDecimalComma(got) && table.Options.Decimal != ','
            ? "if that is a number, CsvOptions.Decimal and Thousands say how numbers are written"
            : "a column holds numbers or dates, or texts: CsvOptions.NumberColumns, TextColumns and CategoryColumns say which, MissingMarkers what means a missing value";
        string expected = like < 0 ? "a number" : $"a {(other == CsvKind.Date ? "date" : "number")} like '{Shown.Text(column.Text(like))}' in line {table.LineOf(like)}";
        throw Wrong(table, column.Name, wrong, $"expected {expected}, got '{Shown.Text(got)}'; {hint}");
    }

    /// <summary>Whether a text is a number to those who write decimals after a comma.</summary>
    public static bool HasDecimalComma(string text) => text.Contains(',', StringComparison.Ordinal) && NumberParser.TryParse(text, out _, ',', '.');

    public static InvalidDataException Wrong(CsvTable table, string column, int row, string message) => new($"{table.Path}: line {table.LineOf(row)}, column '{Shown.Text(column)}': {message}.");

    private static int Find(LabelMap labels, string text) => labels.IndexOf(text) is >= 0 and int label ? label : New;

    private static int FirstNoNumber(CsvColumn column, CsvKind kind, FieldFormat format)
    {
        int row = 0;
        while (column.IsMissing(row) || (kind == CsvKind.Date ? format.TryParseDate(column.Text(row), out _) : format.TryParseNumber(column.Text(row), out _)))
            row++;
        return row;
    }

    private static InvalidDataException NoNumber(CsvTable table, CsvColumn column, CsvKind kind, int row) =>
        Wrong(table, column.Name, row, $"expected {(kind == CsvKind.Date ? "a date" : "a number")}, as in the table that the encoder was made of, got '{Shown.Text(column.Text(row))}'");
}
