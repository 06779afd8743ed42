using System.Numerics;

namespace NetGen;

/// <summary>
/// A column that is an input, or several: a number, or one input for each text, one more for texts that are new if they get
/// their own, and one that says whether the value is missing if it is asked for.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Labels">The texts; null: numbers.</param>
/// <param name="Strategy">What stands in for missing values.</param>
/// <param name="Fill">The number that does, or the text's number in <paramref name="Labels"/>.</param>
/// <param name="HasIndicator">Whether one input says where they are.</param>
/// <param name="HasUnknown">Whether texts that are new have an input.</param>
internal sealed record CsvFeature(string Name, CsvKind Kind, LabelMap? Labels, CsvMissing.Strategies Strategy, double Fill, bool HasIndicator, bool HasUnknown)
{
    public int Width => (Labels?.Count ?? 1) + (HasUnknown ? 1 : 0) + (HasIndicator ? 1 : 0);

    public IEnumerable<string> InputNames =>
        (Labels is null ? [Name] : Labels.Names.Select(label => $"{Name}={label}"))
        .Concat(HasUnknown ? [$"{Name} is new"] : [])
        .Concat(HasIndicator ? [$"{Name} is missing"] : []);

    /// <summary>The feature that a column makes.</summary>
    public static CsvFeature Fit(CsvTable table, CsvColumn column)
    {
        CsvMissing missing = Missing(table, column);
        bool isText = !column.IsNumeric || (missing.Text is not null && column.MissingCount == table.RowCount);
        return isText ? FitTexts(table, column, missing) : FitNumbers(table, column, missing);
    }

    /// <summary>Writes the inputs of some rows.</summary>
    /// <typeparam name="T">The type of an input.</typeparam>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="inputs">The inputs of all features, row by row, zero so far.</param>
    /// <param name="size">The inputs of a row.</param>
    /// <param name="at">Where those of this feature begin.</param>
    /// <param name="unknown">What becomes of texts that are new.</param>
    public void Write<T>(CsvTable table, ReadOnlySpan<int> rows, T[] inputs, int size, int at, CsvUnknown unknown)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CsvColumn column = table[Name];
        ReadOnlySpan<double> numbers = Labels is null ? ColumnValues.Numbers(table, column, Kind) : default;
        int[] codes = Labels is null ? [] : ColumnValues.Codes(table, column, Labels, Kind);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            Span<T> target = inputs.AsSpan((i * size) + at, Width);
            bool isMissing = Labels is null ? double.IsNaN(numbers[row]) : codes[row] == -1;
            if (isMissing)
                CheckFill(table, column, row);
            if (Labels is null)
                target[0] = T.CreateTruncating(isMissing ? Fill : numbers[row]);
            else if (isMissing)
                target[(int)Fill] = T.One;
            else if (codes[row] >= 0)
                target[codes[row]] = T.One;
            else if (unknown == CsvUnknown.Refuse)
                throw NewText(table, column, row);
            else if (HasUnknown)
                target[Labels.Count] = T.One;
            if (HasIndicator && isMissing)
                target[^1] = T.One;
        }
    }

    private static CsvMissing Missing(CsvTable table, CsvColumn column)
    {
        if (table.Options.Missing.TryGetValue(column.Name, out CsvMissing? named))
            return named;
        CsvMissing all = table.Options.Missing.TryGetValue(CsvEncoder.AllColumns, out CsvMissing? other) ? other : CsvMissing.Refuse;
        return all.Strategy switch
        {
            // A number for numbers, a text for texts.
            CsvMissing.Strategies.Constant when column.IsNumeric != (all.Text is null) => CsvMissing.Refuse,
            CsvMissing.Strategies.Mean or CsvMissing.Strategies.Median when !column.IsNumeric => all.Indicator ? CsvMissing.MostFrequent.WithIndicator() : CsvMissing.MostFrequent,
            _ => all,
        };
    }

    private static CsvFeature FitNumbers(CsvTable table, CsvColumn column, CsvMissing missing)
    {
        double fill = missing.Number;
        if (missing.Text is not null && !new FieldFormat(table.Options).TryParseNumber(missing.Text, out fill))
            throw Contradiction(table, column, $"a number for missing values of a column of numbers, got '{Shown.Text(missing.Text)}'");
        if (missing.Strategy is CsvMissing.Strategies.Mean or CsvMissing.Strategies.Median or CsvMissing.Strategies.MostFrequent)
        {
            double[] values = [.. column.Numbers.ToArray().Where(number => !double.IsNaN(number)).Order()];
            if (values.Length == 0)
                throw Contradiction(table, column, "a value to stand in for missing ones, got none at all; CsvOptions.IgnoredColumns leaves the column out");
            fill = missing.Strategy switch
            {
                CsvMissing.Strategies.Mean => values.Average(),
                CsvMissing.Strategies.Median => values[(values.Length - 1) / 2] + ((values[values.Length / 2] - values[(values.Length - 1) / 2]) / 2),
                _ => MostFrequent(values),
            };
        }

        return new CsvFeature(column.Name, column.Kind, null, missing.Strategy, fill, missing.Indicator, HasUnknown: false);
    }

    private static CsvFeature FitTexts(CsvTable table, CsvColumn column, CsvMissing missing)
    {
        LabelMap? labels = column.Labels;
        if (labels?.Count > table.Options.MaximumCategories)
        {
            string hint = labels.Names.All(ColumnValues.HasDecimalComma) && table.Options.Decimal != ','
                ? $"if '{labels.Names[0]}' is a number, CsvOptions.Decimal says how numbers are written"
                : "CsvOptions.IgnoredColumns leaves a column of identifiers out, MaximumCategories sets another limit";
            throw Contradiction(table, column, $"at most {table.Options.MaximumCategories} categories, got {labels.Count}; {hint}");
        }

        ColumnValues.CheckTexts(table, column);
        if (missing.Strategy is CsvMissing.Strategies.Mean or CsvMissing.Strategies.Median)
            throw Contradiction(table, column, "numbers to take the mean or median of, got texts; CsvMissing.MostFrequent, Constant and DropRow work for them");
        string? constant = missing.Strategy == CsvMissing.Strategies.Constant ? missing.Text ?? FieldFormat.Category(missing.Number) : null;
        if (constant is not null)
            labels = new LabelMap([.. labels?.Names ?? [], constant]);
        int fill = constant is not null ? labels!.IndexOf(constant) : missing.Strategy == CsvMissing.Strategies.MostFrequent ? MostFrequent(column.Codes, labels!.Count) : 0;
        CsvKind kind = column.Kind == CsvKind.Category ? CsvKind.Category : CsvKind.Text;
        return new CsvFeature(column.Name, kind, labels, missing.Strategy, fill, missing.Indicator, table.Options.Unknown == CsvUnknown.Column);
    }

    /// <summary>The longest run of sorted values; of several, the first.</summary>
    private static double MostFrequent(double[] sorted) => sorted.GroupBy(value => value).MaxBy(group => group.Count())!.Key;

    private static int MostFrequent(ReadOnlySpan<int> codes, int labels)
    {
        int[] counts = new int[labels];
        foreach (int code in codes)
        {
            if (code >= 0)
                counts[code]++;
        }

        return Array.IndexOf(counts, counts.Max());
    }

    private static InvalidDataException Contradiction(CsvTable table, CsvColumn column, string expected) =>
        new($"{table.Path}: line {table.LineOf(0)} and after, column '{Shown.Text(column.Name)}': expected {expected}.");

    private void CheckFill(CsvTable table, CsvColumn column, int row)
    {
        if (Strategy is CsvMissing.Strategies.Refuse or CsvMissing.Strategies.DropRow)
            throw ColumnValues.Wrong(table, Name, row, $"expected a value, got none, as in {column.MissingCount} of {table.RowCount} rows; CsvOptions.Missing of the table that the encoder is made of says what stands in for it");
    }

    private InvalidDataException NewText(CsvTable table, CsvColumn column, int row) =>
        ColumnValues.Wrong(table, Name, row, $"expected one of {Shown.List(Labels!.Names)}, as in the table that the encoder was made of, got '{Shown.Text(column.Text(row))}'; CsvOptions.Unknown says what else may become of it");
}
