namespace NetGen.Tool.Graphs;

/// <summary>A node that no network of NetGen computes.</summary>
/// <param name="need">What would be needed.</param>
internal sealed class UnsupportedException(string need) : ToolException(need);

/// <summary>A node that cannot be imported.</summary>
/// <param name="Node">The node.</param>
/// <param name="Need">What would be needed.</param>
internal sealed record UnsupportedNode(Node Node, string Need);
