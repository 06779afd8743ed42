
namespace NetGen.Generators.Layers;

/// <summary>A register tile of a convolution: sums for so many channels, each at so many places, that stay in registers.</summary>
/// <param name="Channels">Channels side by side.</param>
/// <param name="Places">Columns of the image, or of the kernel, side by side.</param>
internal sealed record ConvolutionTile(int Channels, int Places)
{
    /// <summary>Of the 16 registers of AVX2, the others are for the operands.</summary>
    public const int MaxAccumulators = 12;

    // Multiply-adds that must be under way at a time to keep two units of four cycles busy.
    private const int Latency = 8;

    /// <summary>For outputs: each place costs a vector load, each channel the broadcast of a weight.</summary>
    public static ConvolutionTile ForOutputs(int channels, int columns) =>
        Best(channels, columns, tile => Steps(channels, tile.Channels) * Steps(columns, tile.Places) * Cost(tile, tile.Places + 0.5 * tile.Channels));

    /// <summary>For the weight's gradient: each place of the kernel and each channel cost a vector load. Tiles do not overlap.</summary>
    public static ConvolutionTile ForWeights(int channels, int kernelColumns) =>
        Best(channels, kernelColumns, tile =>
            Cut(channels, tile.Channels).Sum(c => Cut(kernelColumns, tile.Places).Sum(p => Cost(new ConvolutionTile(c.Size, p.Size), c.Size + p.Size) * c.Times * p.Times))
            + 0.5 * Cut(channels, tile.Channels).Count() * Cut(kernelColumns, tile.Places).Count());

    /// <summary>A number cut into pieces of a size, and what is left: where each run of pieces starts, their size and number.</summary>
    public static IEnumerable<(int Start, int Size, int Times)> Cut(int count, int size)
    {
        yield return (0, size, count / size);
        if (count % size != 0)
        {
            yield return (count / size * size, count % size, 1);
        }
    }

    private static double Cost(ConvolutionTile tile, double loads) => Math.Max(Latency, Math.Max(tile.Channels * tile.Places, loads) + 1);

    private static int Steps(int count, int size) => (count + size - 1) / size;

    private static ConvolutionTile Best(int channels, int places, Func<ConvolutionTile, double> cost) =>
        Enumerable.Range(1, Math.Min(channels, MaxAccumulators))
            .SelectMany(c => Enumerable.Range(1, Math.Min(places, MaxAccumulators / c)).Select(p => new ConvolutionTile(c, p)))
            .OrderBy(cost).ThenByDescending(tile => tile.Channels).First();
}
