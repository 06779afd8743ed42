using System.Numerics;

namespace NetGen;

/// <summary>
/// Turns rows of a table into inputs of a network, the same way for the rows it was made from and for later ones: numbers
/// as they are, texts one-hot by the texts that the first table had. Targets are numbers, or classes by their texts.
/// </summary>
public sealed class CsvEncoder
{
    private readonly Feature[] _features;

    /// <summary>The encoding of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The column of targets; null: the last.</param>
    /// <exception cref="InvalidDataException">There is no such column, or none besides.</exception>
    public CsvEncoder(CsvTable table, string? target = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        CsvColumn column = target is null ? table.Columns[^1] : table[target];
        Target = column.Name;
        TargetLabels = column.Labels;
        _features = [.. table.Columns.Where(other => other.Name != Target).Select(other => new Feature(other.Name, other.Labels))];
        if (_features.Length == 0)
            throw new InvalidDataException($"{table.Path}: line 1: expected columns besides the target '{Target}', got none.");
    }

    private CsvEncoder(string target, LabelMap? labels, Feature[] features) => (Target, TargetLabels, _features) = (target, labels, features);

    /// <summary>A column that is an input, or several: one for each of its texts.</summary>
    private sealed record Feature(string Name, LabelMap? Labels)
    {
        public int Width => Labels?.Count ?? 1;
    }

    /// <summary>The column of targets.</summary>
    public string Target { get; }

    /// <summary>The classes; null where targets are numbers.</summary>
    public LabelMap? TargetLabels { get; }

    /// <summary>The number of inputs of one row.</summary>
    public int InputSize => _features.Sum(feature => feature.Width);

    /// <summary>What the inputs are: a column's name, or <c>column=text</c>.</summary>
    public IEnumerable<string> InputNames => _features.SelectMany(feature => feature.Labels is null ? [feature.Name] : feature.Labels.Names.Select(name => $"{feature.Name}={name}"));

    /// <summary>The columns of texts, the target among them: for the options of later tables, whose texts may look like numbers.</summary>
    public IEnumerable<string> TextColumns => _features.Where(feature => feature.Labels is not null).Select(feature => feature.Name).Concat(TargetLabels is null ? [] : [Target]);

    /// <summary>The inputs of all rows. The table may lack the target, and have columns that are not needed.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">A column is missing, or has texts for numbers or numbers for texts.</exception>
    public T[] Inputs<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        int size = InputSize, at = 0;
        T[] inputs = new T[(long)table.RowCount * size is <= int.MaxValue and long length ? length : throw new InvalidDataException($"{table.Path}: line 1: expected at most {int.MaxValue} values, got {table.RowCount} rows of {size}.")];
        foreach (Feature feature in _features)
        {
            CsvColumn column = table[feature.Name];
            if (column.IsNumeric != feature.Labels is null)
                throw new InvalidDataException($"{table.Path}: line 1, column '{feature.Name}': expected {(feature.Labels is null ? "numbers" : "texts")}, got {(column.IsNumeric ? "numbers" : "texts")}.");
            for (int row = 0; row < table.RowCount; row++)
            {
                if (feature.Labels is null)
                    inputs[(row * size) + at] = T.CreateTruncating(column.Numbers[row]);
                else if (feature.Labels.IndexOf(column.Text(row)) is >= 0 and int label)
                    inputs[(row * size) + at + label] = T.One; // a text that is new has zeros everywhere
            }

            at += feature.Width;
        }

        return inputs;
    }

    /// <summary>The rows with the classes of their targets.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">Targets are numbers, or a text is no class.</exception>
    public ArrayDataset<T, int> ToClassification<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        if (TargetLabels is null)
            throw new InvalidDataException($"{table.Path}: line 1, column '{Target}': expected classes, got numbers; name it among the text columns if they are classes.");
        CsvColumn column = table[Target];
        int[] labels = new int[table.RowCount];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = TargetLabels.IndexOf(column.Text(row));
            if (labels[row] < 0)
                throw new InvalidDataException($"{table.Path}: line {row + 2}, column '{Target}': expected one of {string.Join(", ", TargetLabels.Names)}, got '{column.Text(row)}'.");
        }

        return new(Inputs<T>(table), labels, InputSize);
    }

    /// <summary>The rows with their targets, which are numbers.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">Targets are texts.</exception>
    public ArrayDataset<T, T> ToRegression<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        CsvColumn column = table[Target];
        if (!column.IsNumeric)
            throw new InvalidDataException($"{table.Path}: line 1, column '{Target}': expected numbers, got texts.");
        T[] targets = new T[table.RowCount];
        for (int row = 0; row < targets.Length; row++)
            targets[row] = T.CreateTruncating(column.Numbers[row]);
        return new(Inputs<T>(table), targets, InputSize);
    }

    /// <summary>The encoding as text, to be saved with a network.</summary>
    public string ToJson() => CsvEncoderJson.Write(Target, TargetLabels, _features.Select(feature => (feature.Name, feature.Labels)));

    /// <summary>The inverse of <see cref="ToJson"/>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is no encoding.</exception>
    public static CsvEncoder FromJson(string json)
    {
        (string target, LabelMap? labels, List<(string Name, LabelMap? Labels)> features) = CsvEncoderJson.Read(json);
        return new(target, labels, [.. features.Select(feature => new Feature(feature.Name, feature.Labels))]);
    }
}
