using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>What the JIT takes into one method: past 512 locals it stops inlining, without notice.</summary>
internal static class JitBudget
{
    /// <summary>The most locals of a method, by our estimate.</summary>
    public const int MostLocals = 460;

    /// <summary>The JIT makes two or three locals of most operations of an activation.</summary>
    private const double LocalsOfOperation = 2.5;

    /// <summary>About how many locals the JIT makes of operations after a layer, applied to one vector.</summary>
    public static int LocalsOf(IEnumerable<ElementWiseLayer> chain) =>
        (int)(LocalsOfOperation * chain.Sum(layer => layer.ForwardOperations));
}
