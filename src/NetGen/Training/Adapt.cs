namespace NetGen;

/// <summary>When <c>Fit</c> fits the mean and variance of <c>[Normalization]</c> to the training part.</summary>
public enum Adapt
{
    /// <summary>
    /// Where they are new: never fitted, set, loaded or copied from a network that has them. A network that is trained further keeps
    /// the numbers that its parameters were trained with.
    /// </summary>
    WhenNew,

    /// <summary>Before every training, but not where one is resumed.</summary>
    Always,

    /// <summary>Never: they stay as they are, in a new network 0 and 1, and count as fitted from then on.</summary>
    Never,
}
