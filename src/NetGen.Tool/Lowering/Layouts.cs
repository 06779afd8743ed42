using NetGen.Tool.Graphs;

namespace NetGen.Tool.Lowering;

/// <summary>The places of the model's values in the network, and how they are brought into the order that a layer wants.</summary>
/// <param name="graph">The model.</param>
/// <param name="builder">The network.</param>
internal sealed class Layouts(Graph graph, NetworkBuilder builder)
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Where a value is.</summary>
    public Place Of(string value) => _places.TryGetValue(value, out Place? place) ? place : throw new UnsupportedException($"a layer for {Shown.Quoted(value)}");

    public bool Has(string value) => _places.ContainsKey(value);

    public void Put(string value, Place place) => _places[value] = place;

    /// <summary>Puts a value whose elements lie as another's do.</summary>
    public void Put(string value, int number, long[] sizes, int[] order) => _places[value] = new Place(number, sizes, order);

    /// <summary>The sizes of one example, with an axis for the examples: 1, or how many rows of a matrix one example has.</summary>
    public long[] Sizes(string value) => Batch.With(graph.Shape(value), 1);

    /// <summary>Those of some axes that have more than one element.</summary>
    public static int[] Long(long[] sizes, IEnumerable<int> axes) => [.. axes.Where(axis => sizes[axis] != 1)];

    /// <summary>All axes with more than one element, in the model's order.</summary>
    public static int[] Canonical(long[] sizes) => Long(sizes, Enumerable.Range(0, sizes.Length));

    /// <summary>The elements of some axes.</summary>
    public static long Count(long[] sizes, IEnumerable<int> axes) => axes.Aggregate(1L, (count, axis) => count * sizes[axis]);

    /// <summary>The number of a value whose elements lie in an order of the model's axes, with axes of these sizes.</summary>
    public int Arrange(string value, int[] order, long[] sizes) => Arrange(Of(value), Sizes(value), order, sizes);

    public int Arrange(Place place, long[] modelSizes, int[] order, long[] sizes)
    {
        if (place.Order.SequenceEqual(order))
            return builder.Reshape(place.Value, place.Sizes, sizes);
        if (place.IsTokens)
            throw new UnsupportedException("tokens in their order");

        // Two groups of axes change places: a transposition of two axes.
        int first = Array.IndexOf(place.Order, order[0]);
        if (first < 0 || !place.Order[first..].Concat(place.Order[..first]).SequenceEqual(order))
            return builder.Reshape(Permute(place, modelSizes, order), [.. order.Select(axis => modelSizes[axis])], sizes);
        long[] before = [Count(modelSizes, place.Order[..first]), Count(modelSizes, place.Order[first..])];
        int swapped = builder.Transpose(builder.Reshape(place.Value, place.Sizes, before));
        return builder.Reshape(swapped, [before[1], before[0]], sizes);
    }

    /// <summary>Any other order: a product with a matrix of zeros and ones, which is not trained, moves the elements of the innermost axes that change places.</summary>
    private int Permute(Place place, long[] sizes, int[] order)
    {
        const long Most = 4096;
        int common = 0;
        while (common < order.Length && place.Order[common] == order[common])
            common++;
        int[] from = place.Order[common..], to = order[common..];
        long count = Count(sizes, from), rows = Count(sizes, place.Order[..common]);
        if (count > Most)
            throw new UnsupportedException($"a transposition of more than two groups of axes (of {count} elements)");
        float[] matrix = new float[count * count];
        long[] at = new long[to.Length];
        for (long i = 0; i < count; i++)
        {
            long source = 0;
            foreach (int axis in from)
                source = source * sizes[axis] + at[Array.IndexOf(to, axis)];
            matrix[i * count + source] = 1;
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == sizes[to[axis]]; axis--)
                at[axis] = 0;
        }

        long[] wanted = rows == 1 ? [count] : [rows, count];
        int value = builder.Reshape(place.Value, place.Sizes, wanted);
        int moved = builder.Add("Dense", [NetworkBuilder.Text(count), "Bias = false", "Trainable = false"], [value], [new("weight", Tensor.Of([count, count], matrix))]);
        return builder.Reshape(moved, wanted, [.. order.Select(axis => sizes[axis])]);
    }
}
