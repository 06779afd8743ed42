namespace NetGen;

/// <summary>Which columns are read, and as what.</summary>
internal static class ColumnPlan
{
    /// <summary>A builder for each column, null for those that are not read.</summary>
    /// <param name="header">The columns.</param>
    /// <param name="options">The options.</param>
    /// <param name="format">How fields are written.</param>
    /// <param name="isTolerant">Whether columns that options name may be missing.</param>
    public static ColumnBuilder?[] Builders(CsvHeader header, CsvOptions options, FieldFormat format, bool isTolerant)
    {
        Dictionary<string, CsvKind> kinds = Kinds(options);
        if (!isTolerant)
            CheckNames(header, options, kinds.Keys);
        HashSet<string>? selected = options.SelectedColumns?.ToHashSet(StringComparer.Ordinal);
        HashSet<string> ignored = options.IgnoredColumns.ToHashSet(StringComparer.Ordinal);
        ColumnBuilder?[] builders = new ColumnBuilder?[header.Names.Length];
        for (int i = 0; i < builders.Length; i++)
        {
            string name = header.Names[i];
            if (!ignored.Contains(name) && selected?.Contains(name) != false)
                builders[i] = new ColumnBuilder(name, kinds.TryGetValue(name, out CsvKind kind) ? kind : null, format) { IsIndex = header.HasIndex && i == 0 };
        }

        return builders.Any(builder => builder is not null) ? builders
            : throw new InvalidDataException($"{header.File}: line {header.Line}: expected a column to read, but none of {Shown.List(header.Names)} is selected.");
    }

    private static Dictionary<string, CsvKind> Kinds(CsvOptions options)
    {
        Dictionary<string, CsvKind> kinds = new(StringComparer.Ordinal);
        foreach ((IReadOnlyCollection<string> names, CsvKind kind) in ((IReadOnlyCollection<string>, CsvKind)[])
            [(options.NumberColumns, CsvKind.Number), (options.TextColumns, CsvKind.Text), (options.CategoryColumns, CsvKind.Category), (options.DateColumns, CsvKind.Date)])
        {
            foreach (string name in names)
            {
                if (!kinds.TryAdd(name, kind) && kinds[name] != kind)
                    throw new ArgumentException($"Expected one kind for column '{name}', got {kinds[name]} and {kind}.");
            }
        }

        return kinds;
    }

    private static void CheckNames(CsvHeader header, CsvOptions options, IEnumerable<string> declared)
    {
        HashSet<string> known = new(header.Names, StringComparer.Ordinal);
        IEnumerable<string> missing = options.Missing.Keys.Where(name => name != CsvEncoder.AllColumns);
        foreach (string name in declared.Concat(options.SelectedColumns ?? []).Concat(options.IgnoredColumns).Concat(missing))
        {
            if (!known.Contains(name))
                throw new InvalidDataException($"{header.File}: line {header.Line}: expected a column '{Shown.Text(name)}', got {Shown.List(header.Names)}.");
        }
    }
}
