namespace NetGen;

/// <summary>What happens between Backward and the update in every Step of a workspace besides clipping: <c>Fit</c> asks for it.</summary>
internal sealed class StepInspection
{
    /// <summary>The gradients of batches before, which are added to those of this one; null where an update is of one batch.</summary>
    public IGradientSum? Sum { get; set; }

    /// <summary>Whether a gradient of the last step was infinite or NaN, so that nothing was updated.</summary>
    public bool Refused { get; set; }
}

/// <summary>Gradients of batches that make one update together.</summary>
internal interface IGradientSum
{
    /// <summary>Makes the last batch's gradients those of all.</summary>
    /// <returns>Whether they are finite.</returns>
    bool Complete();
}
