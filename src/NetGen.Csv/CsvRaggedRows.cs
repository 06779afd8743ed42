namespace NetGen;

/// <summary>What becomes of rows with fewer or more fields than there are columns.</summary>
public enum CsvRaggedRows
{
    /// <summary>They are refused; the message names the line.</summary>
    Refuse,

    /// <summary>Fields that a row lacks at its end are missing values; rows with more fields are refused.</summary>
    Fill,

    /// <summary>The same, and fields beyond the last column are left out.</summary>
    FillAndCut,
}
