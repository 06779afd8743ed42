namespace NetGen;

/// <summary>What happens between Backward and the update in every Step of a workspace: <c>Fit</c> asks for it.</summary>
internal sealed class StepInspection
{
    /// <summary>The largest norm of all gradients together; null for no bound.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest absolute value of a gradient; null for no bound.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Whether a gradient of the last step was infinite or NaN, so that nothing was updated.</summary>
    public bool Refused { get; set; }
}
