using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>Replaces what several nodes compute together by a node that a layer stands for.</summary>
internal static class PatternPass
{
    public static void Run(Graph graph)
    {
        // Norms first: a square within one is no activation. What is added to a map is known when the map is: before a single number there is
        // taken for a function.
        Each(graph, index => new Norms(index).Match);
        while (Each(graph, index => new Maps(index).Match))
        {
        }

        Each(graph, index => new AttentionPattern(index).Match);
        Each(graph, index => new ElementFunctions(index).Match);
    }

    /// <summary>What a pattern finds; nothing where a node is not as its operator has it, which is said when it is to become a layer.</summary>
    private static Node? Matched(Func<Node, Node?> match, Node node)
    {
        try
        {
            return match(node);
        }
        catch (Exception e) when (e is ToolException or OverflowException or IndexOutOfRangeException or ArgumentException or InvalidCastException or KeyNotFoundException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>Replaces nodes one after the other; those that nothing needs any more are left out.</summary>
    /// <returns>Whether one was.</returns>
    private static bool Each(Graph graph, Func<GraphIndex, Func<Node, Node?>> pattern)
    {
        GraphIndex index = new(graph);
        Func<Node, Node?> match = pattern(index);
        bool any = false;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (graph.Nodes[i].Inputs.Concat(graph.Nodes[i].Outputs).Where(name => name.Length > 0).All(name => graph.TryGetShape(name, out _)) && Matched(match, graph.Nodes[i]) is { } found)
            {
                graph.Nodes[i] = found;
                any = true;
            }
        }

        Simplifier.RemoveUnused(graph);
        return any;
    }
}
