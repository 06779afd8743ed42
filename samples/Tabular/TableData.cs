using NetGen;

namespace Tabular;

/// <summary>What a table is to be learned for.</summary>
internal enum TableTask
{
    /// <summary>Classes.</summary>
    Classification,

    /// <summary>Numbers.</summary>
    Regression,
}

/// <summary>A table with its target, and what kind of target that is.</summary>
internal sealed class TableData
{
    private const int MostNumberedClasses = 20;

    private TableData(CsvTable table, CsvEncoder encoder) => (Table, Encoder) = (table, encoder);

    public CsvTable Table { get; }

    /// <summary>How rows become inputs.</summary>
    public CsvEncoder Encoder { get; }

    public TableTask Task => Encoder.TargetLabels is null ? TableTask.Regression : TableTask.Classification;

    /// <summary>
    /// Reads a table. Targets that are texts are classes; so are whole numbers of which there are few, each often.
    /// </summary>
    public static TableData Read(string path, string? target)
    {
        CsvTable table = CsvTable.Read(path);
        CsvColumn column = target is null ? table.Columns[^1] : table[target];
        if (column.IsNumeric && AreClasses(column.Numbers))
            table = CsvTable.Read(path, new CsvOptions { CategoryColumns = [column.Name] });
        TableData data = new(table, new CsvEncoder(table, column.Name));
        data.Check();
        return data;
    }

    private static bool AreClasses(ReadOnlySpan<double> numbers)
    {
        HashSet<double> distinct = [];
        foreach (double number in numbers)
        {
            distinct.Add(number);
            if (number != Math.Floor(number) || distinct.Count > Math.Min(MostNumberedClasses, numbers.Length / 10))
                return false;
        }

        return true;
    }

    private void Check()
    {
        if (Encoder.InputSize > Learner.MostInputs)
        {
            throw new InvalidDataException(
                $"{Table.Path}: expected at most {Learner.MostInputs} inputs, got {Encoder.InputSize}: every number is one, every text of a column another. Is there a column of names or dates to leave out?");
        }

        if (Encoder.TargetLabels is not { } labels)
            return;
        if (labels.Count > Classifier.Classes)
            throw new InvalidDataException($"{Table.Path}: column '{Encoder.Target}': expected at most {Classifier.Classes} classes, got {labels.Count}. Is another column the target? Say --target NAME.");
        if (labels.Count < 2)
            throw new InvalidDataException($"{Table.Path}: column '{Encoder.Target}': expected two or more classes, got only '{labels.Names[0]}'.");
    }
}
