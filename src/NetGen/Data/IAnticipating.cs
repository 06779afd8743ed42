namespace NetGen;

/// <summary>A data set in memory that no cache holds: it asks for examples before they are read.</summary>
internal interface IAnticipating
{
    /// <summary>Asks for the examples of the batch after the one being trained on. Returns before they are there.</summary>
    void Anticipate(ReadOnlySpan<int> indices);
}
