namespace NetGen;

/// <summary>What <c>Load</c> took out of a file.</summary>
/// <param name="Loaded">The parameters and states of the network that have the file's values now, by the network's names, in its order.</param>
/// <param name="Missing">Those that were asked for and are not in the file: they are as they were. Empty unless the load was not strict.</param>
/// <param name="Unused">The tensors of the file that went nowhere, by the file's names, without those that a checkpoint has beside the network.</param>
public sealed record LoadReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unused);
