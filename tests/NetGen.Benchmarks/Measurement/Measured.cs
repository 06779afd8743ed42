namespace NetGen.Benchmarks.Measurement;

/// <summary>One row of the table; in JSON the names begin with a small letter.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Mode">train or infer.</param>
/// <param name="Batch">The number of examples.</param>
/// <param name="Threads">The number of threads each contender may use.</param>
/// <param name="Contender">Who.</param>
/// <param name="Microseconds">The time of one step: the median of the rounds.</param>
/// <param name="Best">The best round, in microseconds.</param>
/// <param name="ExamplesPerSecond">Examples per second, by the median.</param>
/// <param name="ShareOfLimit">The share of the fused-multiply-add limit, by the median; 1 is the limit.</param>
/// <param name="AllocatedBytes">The managed memory that one step takes.</param>
internal sealed record Measured(
    string Workload,
    string Mode,
    int Batch,
    int Threads,
    string Contender,
    double Microseconds,
    double Best,
    double ExamplesPerSecond,
    double ShareOfLimit,
    double AllocatedBytes);
