
namespace NetGen.Generators.Graph;

/// <summary>How one example lies in a value whose examples otherwise lie in lanes.</summary>
/// <param name="InRow">Where its elements are in a row: the distances of channels, rows and columns.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="IsChannelsLast">
/// Whether it lies position after position, with the channels of each side by side and padded to a multiple of four, so that a vector
/// holds several channels; else as in a row.
/// </param>
internal sealed record ImageLayout(Maps InRow, int Height, int Width, bool IsChannelsLast)
{
    /// <summary>Elements from one position to the next, where channels lie side by side.</summary>
    public int Step => Value.Padded(InRow.Channels);

    public int Positions => Height * Width;

    /// <summary>The distances of channels, rows and columns as it lies.</summary>
    public Maps Maps => IsChannelsLast ? new Maps(InRow.Channels, 1, Width * Step, Step) : InRow;
}
