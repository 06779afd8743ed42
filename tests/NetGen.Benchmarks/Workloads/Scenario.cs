namespace NetGen.Benchmarks.Workloads;

/// <summary>What of a workload is timed.</summary>
internal enum Mode
{
    /// <summary>Forward, loss, backward and Adam.</summary>
    Train,

    /// <summary>Forward, loss and backward.</summary>
    Gradient,

    /// <summary>The outputs in inference mode.</summary>
    Infer,
}

/// <summary>One row group of the table: a workload in one mode, with one batch size.</summary>
/// <param name="Mode">What is timed.</param>
/// <param name="Batch">The number of examples.</param>
/// <param name="Threads">The number of threads each contender may use.</param>
internal sealed record Scenario(Mode Mode, int Batch, int Threads = 1)
{
    /// <summary>The mode's name in JSON: a step without the optimizer is training too.</summary>
    public string ModeName => Mode == Mode.Infer ? "infer" : "train";

    /// <summary>The mode's name in the table.</summary>
    public string Title => Mode == Mode.Gradient ? "train, no update" : ModeName;
}
