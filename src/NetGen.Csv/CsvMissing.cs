namespace NetGen;

/// <summary>What an encoder puts where a column has no value. It is worked out from the table that the encoder is made of.</summary>
public sealed record CsvMissing
{
    private CsvMissing(Strategies strategy, double number = 0, string? text = null) => (Strategy, Number, Text) = (strategy, number, text);

    internal enum Strategies
    {
        Refuse,
        Mean,
        Median,
        MostFrequent,
        Constant,
        DropRow,
    }

    /// <summary>Nothing: a missing value is refused.</summary>
    public static CsvMissing Refuse { get; } = new(Strategies.Refuse);

    /// <summary>The mean of the column; of a column of texts that <c>*</c> stands for, the most frequent one.</summary>
    public static CsvMissing Mean { get; } = new(Strategies.Mean);

    /// <summary>The median of the column (the mean of the two in the middle); of a column of texts that <c>*</c> stands for, the most frequent one.</summary>
    public static CsvMissing Median { get; } = new(Strategies.Median);

    /// <summary>The most frequent value; of several, the first in order.</summary>
    public static CsvMissing MostFrequent { get; } = new(Strategies.MostFrequent);

    /// <summary>No value: the row is left out of inputs and data sets (<see cref="CsvEncoder.KeptRows"/> are what remains).</summary>
    public static CsvMissing DropRow { get; } = new(Strategies.DropRow);

    /// <summary>Whether there is one input more, 1 where the value is missing and 0 elsewhere.</summary>
    public bool Indicator { get; private init; }

    internal Strategies Strategy { get; }

    internal double Number { get; }

    /// <summary>The constant of a column of texts; null: a number.</summary>
    internal string? Text { get; }

    /// <summary>A number of one's own; in a column of texts, the text of the number.</summary>
    /// <param name="value">The number, finite.</param>
    public static CsvMissing Constant(double value) => double.IsFinite(value)
        ? new(Strategies.Constant, value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite number.");

    /// <summary>A text of one's own. It is a category, also if no field has it: <c>CsvMissing.Constant("none")</c> makes one of what is missing.</summary>
    /// <param name="text">The text.</param>
    public static CsvMissing Constant(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new(Strategies.Constant, text: text);
    }

    /// <summary>The same with an input more that says where the value is missing.</summary>
    public CsvMissing WithIndicator() => this with { Indicator = true };
}
