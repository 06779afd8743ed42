using NetGen;

namespace Forecasting;

/// <summary>A series, and what its values are called.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Values">The values in order of time.</param>
/// <param name="Times">The time of each, for the plot.</param>
/// <param name="TimeName">What times are called.</param>
internal sealed record SeriesData(string Name, double[] Values, double[] Times, string TimeName)
{
    private const int GeneratedLength = 6000;
    private const double Noise = 0.01;

    /// <summary>A chaotic series with the noise of a measurement.</summary>
    public static SeriesData Generate(long seed)
    {
        double[] values = [.. SyntheticData.MackeyGlass(GeneratedLength, Noise, seed).Select(value => (double)value)];
        return new("Mackey-Glass series with noise", values, Numbered(values.Length), "time");
    }

    /// <summary>A column of a CSV file with a header; the first column is the time where it is another one.</summary>
    public static SeriesData Read(string path, string? column)
    {
        CsvTable table = CsvTable.Read(path);
        CsvColumn first = table.Columns[0], measured = column is null ? table.Columns[^1] : table.Find(column)
            ?? throw new InvalidDataException($"{path}: expected a column '{column}', but there are {string.Join(", ", table.Columns.Select(other => other.Name))}.");
        double[] values = Numbers(table, measured);
        return first.IsNumeric && first != measured
            ? new(measured.Name, values, Numbers(table, first), first.Name)
            : new(measured.Name, values, Numbered(values.Length), "row");
    }

    /// <summary>The lag of the highest autocorrelation after the first minimum: where the series looks most like itself.</summary>
    public static int SeasonOf(ReadOnlySpan<double> values)
    {
        int longest = values.Length / 3;
        double[] correlations = new double[longest];
        double mean = Mean(values);
        for (int lag = 0; lag < longest; lag++)
        {
            for (int i = lag; i < values.Length; i++)
                correlations[lag] += (values[i] - mean) * (values[i - lag] - mean);
        }

        int minimum = 1;
        while (minimum + 1 < longest && correlations[minimum + 1] < correlations[minimum])
            minimum++;
        return minimum + Array.IndexOf(correlations[minimum..], correlations[minimum..].Max());
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    private static double[] Numbers(CsvTable table, CsvColumn column)
    {
        if (!column.IsNumeric)
            throw new InvalidDataException($"{table.Path}: expected numbers in column '{column.Name}', but it has texts.");
        int missing = column.Numbers.IndexOf(double.NaN);
        return missing < 0 ? column.Numbers.ToArray() : throw new InvalidDataException($"{table.Path}: line {table.LineOf(missing)}: expected a number in column '{column.Name}', but it is missing.");
    }
}
