namespace NetGen;

/// <summary>What an encoder does about a text that was not in the table it was made of.</summary>
public enum CsvUnknown
{
    /// <summary>It is refused; the message names line, column and text.</summary>
    Refuse,

    /// <summary>All inputs of the column are 0.</summary>
    Zeros,

    /// <summary>An input of its own is 1. In the table that the encoder was made of it is always 0.</summary>
    Column,
}
