namespace NetGen;

/// <summary>
/// A loss or a gradient became infinite or NaN. The network has the parameters of the last good step: nothing was updated by
/// the step that failed.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>An error without a place.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>An error without a place.</summary>
    /// <param name="message">The message.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>An error without a place.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">What led to it.</param>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TrainingDivergedException(string message, long step, string? layer, TrainingHistory history)
        : base(message) => (Step, Layer, History) = (step, layer, history);

    /// <summary>The step that failed, from 1: all before it were good.</summary>
    public long Step { get; }

    /// <summary>The parameter or value where the first number that is not finite appeared, as far as it can be told.</summary>
    public string? Layer { get; }

    /// <summary>The epochs that were finished.</summary>
    public TrainingHistory? History { get; }
}
