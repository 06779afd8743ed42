namespace NetGen;

/// <summary>A value that a loss compares with targets.</summary>
public sealed record HeadDescription
{
    /// <summary>Describes a value that a loss compares with targets.</summary>
    /// <param name="outputs">What it means to the loss.</param>
    /// <param name="shape">Its shape for one example.</param>
    /// <param name="takesLabels">Whether a target is the number of a class.</param>
    /// <param name="from">The name of the value; null for the output of the network.</param>
    /// <param name="ignoreLabel">The label of what does not count; null where every label counts.</param>
    /// <param name="hasPadding">Whether its steps may be padding.</param>
    /// <param name="loss">The name of the loss.</param>
    public HeadDescription(OutputMeaning outputs, IReadOnlyList<int> shape, bool takesLabels, string? from = null, int? ignoreLabel = null, bool hasPadding = false, string loss = "loss")
    {
        Loss = loss;
        IgnoreLabel = ignoreLabel;
        HasPadding = hasPadding;
        Outputs = outputs;
        Shape = shape;
        TakesLabels = takesLabels;
        From = from;
    }

    /// <summary>The name of the loss, by which histories and the workspace know it.</summary>
    public string Loss { get; }

    /// <summary>What it means to the loss: which probabilities and labels it implies.</summary>
    public OutputMeaning Outputs { get; }

    /// <summary>Its shape for one example.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Whether a target is the number of a class rather than a number for each element.</summary>
    public bool TakesLabels { get; }

    /// <summary>The name of the value; null for the output of the network.</summary>
    public string? From { get; }

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

    /// <summary>The label of what does not count; null where every label counts.</summary>
    public int? IgnoreLabel { get; }

    /// <summary>Whether its steps may be padding, which does not count: metrics then go by steps.</summary>
    public bool HasPadding { get; }

    /// <summary>
    /// The number of targets for one example: of class labels one, or one for each step, where classes are on the last of several axes; of quantiles one
    /// for each position.
    /// </summary>
    public int TargetSize
    {
        get => field > 0 ? field : TakesLabels ? Size / Shape[^1] : Size;
        init;
    }
}
