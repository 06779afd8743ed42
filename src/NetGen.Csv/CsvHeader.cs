namespace NetGen;

/// <summary>The names of a table's columns.</summary>
internal sealed class CsvHeader
{
    private const string Index = "index", UnnamedByPandas = "Unnamed: 0";

    private CsvHeader(string file, long line, string[] names) => (File, Line, Names) = (file, line, names);

    public string File { get; }

    /// <summary>The line of the names; without any, that of the first row.</summary>
    public long Line { get; }

    public string[] Names { get; private set; }

    /// <summary>Whether the first column numbers or names the rows.</summary>
    public bool HasIndex { get; private set; }

    /// <summary>Whether the line ends in delimiters, which make no columns.</summary>
    public bool HasTrailing { get; private init; }

    /// <summary>From the row that the tokenizer stands at.</summary>
    public static CsvHeader Read(string file, CsvTokenizer csv, CsvOptions options)
    {
        if (options.ColumnNames is { } given)
            return new CsvHeader(file, csv.Line, [.. given]).Check(csv, options);
        if (!options.HasHeader)
            return new CsvHeader(file, csv.Line, [.. Enumerable.Range(1, csv.FieldCount).Select(i => $"column{i}")]);
        int count = csv.FieldCount;
        while (count > 0 && csv.Trimmed(count - 1).IsEmpty)
            count--;
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
            names[i] = csv.Trimmed(i).ToString();
        CsvHeader header = new(file, csv.Line, names) { HasTrailing = count < csv.FieldCount };
        if (count > 1 && names[0] is "" or UnnamedByPandas)
            header.NameIndex(names[1..]);
        return header.Check(csv, options);
    }

    /// <summary>Adds the name that the first column lacks.</summary>
    public void AddIndex() => NameIndex(Names);

    private void NameIndex(string[] others)
    {
        string name = Index;
        for (int i = 2; others.Contains(name); i++)
            name = $"{Index}{i}";
        (Names, HasIndex) = ([name, .. others], true);
    }

    private CsvHeader Check(CsvTokenizer csv, CsvOptions options)
    {
        if (Names.Length == 0)
            throw csv.Wrong("expected names of columns, got none");
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = 0; i < Names.Length; i++)
        {
            if (Names[i].Length == 0)
                throw csv.Wrong($"expected a name for column {i + 1}, got an empty one; CsvOptions.ColumnNames can give names");
            if (!known.Add(Names[i]) && !options.IgnoredColumns.Contains(Names[i]))
                throw csv.Wrong($"expected every column's name once, got '{Shown.Text(Names[i])}' twice; CsvOptions.ColumnNames can give others");
        }

        return this;
    }
}
