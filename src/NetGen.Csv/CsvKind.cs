namespace NetGen;

/// <summary>What a column of a table holds.</summary>
public enum CsvKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts as they stand.</summary>
    Text,

    /// <summary>Categories; those that are numbers are the same where their values are.</summary>
    Category,

    /// <summary>Dates: numbers of days since the beginning of 1970 (UTC).</summary>
    Date,
}
