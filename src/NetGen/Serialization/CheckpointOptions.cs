namespace NetGen;

/// <summary>When <c>Fit</c> writes checkpoints, and where.</summary>
/// <param name="directory">
/// The folder, which is made if need be. It belongs to one training at a time: when the first checkpoint is written, those of
/// later steps, which another training left, get the extension <c>.superseded</c>.
/// </param>
public sealed class CheckpointOptions(string directory)
{
    /// <summary>The folder of the files <c>step-000000001234.safetensors</c>.</summary>
    public string Directory { get; } = string.IsNullOrEmpty(directory) ? throw new ArgumentException("Expected the name of a folder, got an empty one.", nameof(directory)) : directory;

    /// <summary>After every so many epochs; 0 for never. A training that is cancelled leaves a checkpoint in any case.</summary>
    public int EveryEpochs
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(EveryEpochs), value, "Expected a number of at least 0.");
    } = 1;

    /// <summary>After every so many steps besides; 0 for never.</summary>
    public int EverySteps
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(EverySteps), value, "Expected a number of at least 0.");
    }

    /// <summary>The number of files that are kept, the newest; at least 1.</summary>
    public int Keep
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Keep), value, "Expected a number of at least 1.");
    } = 3;
}
