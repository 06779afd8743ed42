using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// The loops of the gradients of weight and bias where each channel has a kernel of its own: the sums of whole rows of the kernel, and of the bias,
/// stay in registers, so that image and map are read once for all of them. The order of every sum is that of <see cref="ConvolutionWeightGradient"/>.
/// </summary>
/// <param name="layer">Kernel, image and map.</param>
/// <param name="image">The image, with zeros around where it is padded.</param>
/// <param name="map">The gradient of the map.</param>
/// <param name="bias">The bias of the map, if any.</param>
/// <param name="code">What to write to.</param>
internal sealed class DepthwiseWeightGradient(Correlation layer, Operand image, Operand map, ParameterTensor? bias, KernelWriter code)
{
    // The bias takes one register more.
    private const int MostSums = ConvolutionTile.MaxAccumulators - 1;

    private readonly bool _isGrouped = ConvolutionWeightGradient.IsGrouped(layer.Window.Outputs);

    private Window Window => layer.Window;

    private int Width => Window.Columns.Kernel;

    private string Gradient => layer.Weight.Gradient.Symbol;

    /// <summary>Rows of the kernel whose sums stay in registers together.</summary>
    private int RowsAtOnce => Math.Min(Window.Rows.Kernel, MostSums / Width);

    /// <summary>Whether a row of the kernel has room in the registers.</summary>
    public static bool Fits(Window window) => window.Columns.Kernel <= MostSums;

    /// <param name="penalty">What the weight's gradient starts with, given the type of vectors and the offset; null: with 0.</param>
    /// <param name="isDivided">Whether threads take channels, from <c>first</c> to <c>end</c>.</param>
    public void Write(Func<string, string, string>? penalty, bool isDivided)
    {
        code.Line($"global::System.Span<{code.Scalar}> partialSums = stackalloc {code.Scalar}[{16 * ((RowsAtOnce * Width) + (bias is null ? 0 : 1))}];");
        code.Line($"ref {code.Scalar} sums = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(partialSums);");
        code.FourLanes("o", layer.Weight.Stride, isDivided, o => WriteStart(o, penalty));

        code.Blank();
        code.Line($"// the sums of a channel's kernel{(bias is null ? "" : " and bias")} stay in registers; the lanes are examples");
        ConvolutionWeightGradient.WriteGroups(code, _isGrouped, () =>
        {
            code.Loop("o", layer.Map.Channels, isDivided, o =>
            {
                foreach ((int start, int size, int times) in ConvolutionTile.Cut(Window.Rows.Kernel, RowsAtOnce))
                {
                    ConvolutionWeightGradient.WriteSection(code, "k", start, size, times, k => WritePiece(k, size, hasBias: bias is not null && start == 0 && times == 1));
                }

                if (bias is not null && Window.Rows.Kernel >= 2 * RowsAtOnce)
                {
                    WritePiece("0", 0, hasBias: true); // once, not with each of several equal pieces
                }
            });
        });
    }

    /// <summary>What the gradients of four channels start with.</summary>
    private void WriteStart(string o, Func<string, string, string>? penalty)
    {
        string four = code.Names.V4;
        code.Loop("tap", layer.Taps, tap =>
        {
            string at = Sum(Times(tap, layer.Weight.Stride), o);
            code.Store(four, penalty is null ? $"{four}.Zero" : penalty(four, at), Gradient, at);
        });
        if (bias is not null)
        {
            code.Store(four, $"{four}.Zero", bias.Gradient.Symbol, o);
        }
    }

    /// <summary>The sums of some rows of a channel's kernel, and of its bias.</summary>
    private void WritePiece(string k, int rows, bool hasBias)
    {
        (string Sum, int Row, int Column)[] taps = [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, Width).Select(column => ($"g{row}{column}", row, column)))];
        string[] sums = [.. taps.Select(tap => tap.Sum), .. hasBias ? ["g0"] : Array.Empty<string>()];
        Maps x = layer.Padded, z = layer.Map;
        using (code.Block("for (int part = 0; part < 16; part += V.Count)"))
        {
            code.Line($"V {string.Join(", ", sums.Select(sum => $"{sum} = V.Zero"))};");
            using (ConvolutionWeightGradient.ExampleLoop(code, _isGrouped))
            {
                if (rows > 0)
                {
                    code.Row("tap", image.Symbol, Sum(Times("r", image.Stride), Elements(Sum(Times("o", x.Channel), Times(k, Window.Rows.Dilation * x.Row)))));
                }

                code.Row(map.Row, map.Symbol, Sum(Times("r", map.Stride), Elements(Times("o", z.Channel))));
                code.MovingLoops(
                    rows > 0 ? [map.Row, "tap"] : [map.Row],
                    [("i", Window.Rows.Output, [z.Row, Window.Rows.Stride * x.Row]), ("j", Window.Columns.Output, [z.Column, Window.Columns.Stride * x.Column])],
                    () =>
                    {
                        code.Line($"V {map.Element} = V.Load(ref {map.Row}, 0);");
                        foreach ((string sum, int row, int column) in taps)
                        {
                            code.Line($"{sum} = V.MultiplyAdd(V.Load(ref tap, {Elements((row * Window.Rows.Dilation * x.Row) + (column * Window.Columns.Dilation * x.Column))}), {map.Element}, {sum});");
                        }

                        if (hasBias)
                        {
                            code.Line($"g0 += {map.Element};");
                        }
                    });
            }

            for (int n = 0; n < sums.Length; n++)
            {
                code.Store("V", sums[n], "sums", Sum("part", $"{16 * n}"));
            }
        }

        if (rows > 0)
        {
            string at = Sum(Times(k, Width * layer.Weight.Stride), "o");
            code.Line($"{code.Names.Sums}.AddPartialSums(ref sums, {rows * Width}, 1, ref {code.At(Gradient, at)}, {layer.Weight.Stride});");
        }

        if (hasBias)
        {
            string from = rows == 0 ? "sums" : code.At("sums", $"{16 * rows * Width}");
            code.Line($"{code.Names.Sums}.AddPartialSums(ref {from}, 1, 1, ref {code.At(bias!.Gradient.Symbol, "o")}, 0);");
        }
    }
}
