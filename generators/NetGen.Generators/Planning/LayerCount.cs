using NetGen.Generators.Layers;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>Counts the layers of a network with its blocks unfolded, without unfolding them: their number is exponential in the depth of the blocks.</summary>
internal static class LayerCount
{
    /// <summary>The number of layers, at most about the largest number. No block contains itself.</summary>
    public static long Of(NetworkSpec spec)
    {
        long?[] counts = new long?[spec.Blocks.Count];
        Stack<int> open = new(Enumerable.Range(0, counts.Length));
        while (open.Count > 0)
        {
            // A block once more after those that it consists of.
            int block = open.Peek();
            int[] missing = counts[block] is null ? [.. spec.Blocks[block].Layers.Select(layer => layer.Block).OfType<int>().Where(inner => counts[inner] is null).Distinct()] : [];
            if (missing.Length == 0)
            {
                open.Pop();
                counts[block] ??= Sum(spec.Blocks[block].Layers, counts);
            }

            foreach (int inner in missing)
            {
                open.Push(inner);
            }
        }

        return Sum(spec.Layers, counts);
    }

    private static long Sum(IEnumerable<LayerSpec> layers, long?[] counts) =>
        layers.Aggregate(0L, (sum, layer) => Math.Min(int.MaxValue, sum + Of(layer, counts)));

    /// <summary>What stands for a block may have layers of its own besides.</summary>
    private static long Of(LayerSpec layer, long?[] counts) => LayerKinds.Composite(layer) is not { } composite ? 1
        : Math.Max(0, Unfolding.Repeat(layer)) * ((layer.Block is { } block ? counts[block]!.Value : 0) + Sum(composite.Unfold(layer, []), counts));
}
