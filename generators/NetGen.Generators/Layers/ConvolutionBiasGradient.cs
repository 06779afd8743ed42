using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// The loops of the gradient of a convolution's bias, in partial sums likewise, which lie in <c>sums</c>.
/// </summary>
/// <param name="bias">The bias.</param>
/// <param name="output">The value whose gradient is summed.</param>
/// <param name="maps">How it lies.</param>
/// <param name="rows">Its rows.</param>
/// <param name="columns">Its columns.</param>
/// <param name="code">What to write to.</param>
internal sealed class ConvolutionBiasGradient(ParameterTensor bias, Value output, Maps maps, int rows, int columns, KernelWriter code)
{
    private readonly bool _isGrouped = ConvolutionWeightGradient.IsGrouped(rows * columns);

    public string Comment => $"{bias.Bar}: {output.Bar}, summed over positions and examples";

    /// <param name="most">The most channels for which there is room in <c>sums</c>.</param>
    public void Write(int most)
    {
        code.FourLanes("at", bias.Gradient.Length, at => code.Store(code.Names.V4, $"{code.Names.V4}.Zero", bias.Gradient.Symbol, at));
        ConvolutionWeightGradient.WriteGroups(code, _isGrouped, () =>
        {
            int channels = Math.Min(4, Math.Min(maps.Channels, most));
            foreach ((int start, int size, int times) in ConvolutionTile.Cut(maps.Channels, channels))
            {
                ConvolutionWeightGradient.WriteSection(code, "o", start, size, times, o => WriteTile(size, o));
            }
        });
    }

    private void WriteTile(int channels, string o)
    {
        IEnumerable<string> Channels(Func<int, string> text) => Enumerable.Range(0, channels).Select(text);
        using (code.Block("for (int part = 0; part < 16; part += V.Count)"))
        {
            code.Line($"V {string.Join(", ", Channels(n => $"g{n} = V.Zero"))};");
            using (ConvolutionWeightGradient.ExampleLoop(code, _isGrouped))
            {
                code.Row("dz", output.Gradient.Symbol, Sum(Times("r", output.Stride), Elements(Times(o, maps.Channel))));
                code.MovingLoops(
                    ["dz"],
                    [("i", rows, [maps.Row]), ("j", columns, [maps.Column])],
                    () => code.Line(string.Join(" ", Channels(n => $"g{n} += V.Load(ref dz, {Elements(n * maps.Channel)});"))));
            }

            for (int n = 0; n < channels; n++)
            {
                code.Store("V", $"g{n}", "sums", Sum("part", $"{16 * n}"));
            }
        }

        code.Line($"{code.Names.Sums}.AddPartialSums(ref sums, 1, {channels}, ref {code.At(bias.Gradient.Symbol, o)}, 0);");
    }
}
