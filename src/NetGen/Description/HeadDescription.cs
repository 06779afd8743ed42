namespace NetGen;

/// <summary>A value that a loss compares with targets.</summary>
/// <param name="Outputs">What it means to the loss: which probabilities and labels it implies.</param>
/// <param name="Shape">Its shape for one example.</param>
/// <param name="TakesLabels">Whether a target is the number of a class rather than a number for each element.</param>
/// <param name="From">The name of the value; null for the output of the network.</param>
public sealed record HeadDescription(OutputMeaning Outputs, IReadOnlyList<int> Shape, bool TakesLabels, string? From = null)
{
    /// <summary>The number of elements for one example.</summary>
    public int Size
    {
        get
        {
            // Without an enumerator: steps of training ask for it.
            int size = 1;
            for (int axis = 0; axis < Shape.Count; axis++)
                size *= Shape[axis];
            return size;
        }
    }

    /// <summary>The number of targets for one example.</summary>
    public int TargetSize => TakesLabels ? 1 : Size;
}
