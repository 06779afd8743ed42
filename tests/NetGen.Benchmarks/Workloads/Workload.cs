using NetGen.Benchmarks.Contenders;

namespace NetGen.Benchmarks.Workloads;

/// <summary>A network, what is timed of it, and who competes.</summary>
/// <param name="id">Its name in <c>--workload</c> and in the table.</param>
/// <param name="summary">What it is, in a few words.</param>
internal abstract class Workload(string id, string summary)
{
    /// <summary>Its name in <c>--workload</c> and in the table.</summary>
    public string Id { get; } = id;

    /// <summary>What it is, in a few words.</summary>
    public string Summary { get; } = summary;

    /// <summary>What is timed without any option.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>Whether <c>--workload</c> means this one.</summary>
    public virtual bool IsCalled(string name) => string.Equals(name, Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>FLOP of one run of a scenario, by the convention of the table.</summary>
    public abstract long FlopsOf(Scenario scenario);

    /// <summary>The contenders, NetGen first, all with the same parameters and data.</summary>
    /// <param name="scenario">What is timed.</param>
    /// <param name="notes">Receives a line for each contender that is left out.</param>
    public abstract IReadOnlyList<IContender> CreateContenders(Scenario scenario, ISet<string> notes);
}
