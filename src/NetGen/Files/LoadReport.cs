namespace NetGen;

/// <summary>What <c>Load</c> took out of a file.</summary>
public sealed record LoadReport
{
    /// <summary>The parameters and states of the network that have the file's values now, by the network's names, in its order.</summary>
    public required IReadOnlyList<string> Loaded { get; init; }

    /// <summary>Those that were asked for and are not in the file: they are as they were. Empty unless the load was not strict.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>The tensors of the file that went nowhere, by the file's names, without those that a checkpoint has beside the network.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>In one line: how many tensors were loaded, and the names of those that are missing or left over.</summary>
    public override string ToString()
    {
        string missing = Missing.Count == 0 ? "" : $"; not in the file: {string.Join(", ", Missing)}", unused = Unused.Count == 0 ? "" : $"; not in the network: {string.Join(", ", Unused)}";
        return $"loaded {Loaded.Count} tensors{missing}{unused}";
    }
}
