namespace NetGen;

/// <summary>A call of MPI failed, or there is no MPI to call.</summary>
public sealed class MpiException : Exception
{
    /// <summary>An error without a message.</summary>
    public MpiException()
    {
    }

    /// <summary>An error.</summary>
    /// <param name="message">What failed.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another led to.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">What led to it.</param>
    public MpiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
