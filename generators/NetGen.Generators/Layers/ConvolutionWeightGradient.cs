using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// The loops of the gradients of a convolution's weight and bias. Example r adds to partial sum r mod 16 of an element, whatever
/// the width of the vectors, and the sixteen are added in a fixed order.
/// </summary>
/// <param name="layer">Kernel, image and map.</param>
/// <param name="image">The image, with zeros around where it is padded: of a convolution, its input.</param>
/// <param name="map">The map: of a convolution, the gradient of its output.</param>
/// <param name="bias">The gradient of a bias that the same kernel computes, if any.</param>
/// <param name="code">What to write to.</param>
internal sealed class ConvolutionWeightGradient(Correlation layer, Operand image, Operand map, ConvolutionBiasGradient? bias, KernelWriter code)
{
    // From so many positions on, a tile's gradients of one group of examples are worth keeping in the first-level cache.
    private const int ManyPositions = 64;

    private readonly ConvolutionTile _tile = ConvolutionTile.ForWeights(layer.GroupOutputs, layer.Window.Columns.Kernel);

    private Window Window => layer.Window;

    private Maps X => layer.Padded;

    private Maps Z => layer.Map;

    private string Gradient => layer.Weight.Gradient.Symbol;

    /// <summary>Whether sixteen examples are taken at a time, and their partial sums added up.</summary>
    public static bool IsGrouped(int positions) => positions >= ManyPositions;

    /// <param name="penalty">What the weight's gradient starts with, given the type of vectors and the offset; null: with 0.</param>
    /// <param name="isDivided">Whether threads take rows of the weight, from <c>first</c> to <c>end</c>.</param>
    public void Write(Func<string, string, string>? penalty, bool isDivided)
    {
        string four = code.Names.V4;
        int stride = layer.Weight.Stride;
        code.Line($"global::System.Span<{code.Scalar}> partialSums = stackalloc {code.Scalar}[{16 * _tile.Channels * _tile.Places}];");
        code.Line($"ref {code.Scalar} sums = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(partialSums);");
        (string start, string end) = isDivided ? (Times("first", stride), Times("end", stride)) : ("0", $"{layer.Weight.Gradient.Length}");
        using (code.Block($"for (int at = {start}; at < {end}; at += 4)"))
        {
            code.Store(four, penalty is null ? $"{four}.Zero" : penalty(four, "at"), Gradient, "at");
        }

        code.Blank();
        WriteGroups(code, IsGrouped(Window.Outputs), () => WriteWeight(isDivided ? ("first", "end") : ("0", $"{layer.Taps}")));
        if (bias is null)
        {
            return;
        }

        code.Blank();
        code.Line($"// {bias.Comment}");
        int most = _tile.Channels * _tile.Places;
        if (!isDivided)
        {
            bias.Write(most);
            return;
        }

        using (code.Block($"if (end == {layer.Taps})"))
        {
            bias.Write(most);
        }
    }

    /// <summary>Many positions go by sixteen examples at a time, from <c>group</c> to <c>last</c>.</summary>
    public static void WriteGroups(KernelWriter code, bool isGrouped, Action body)
    {
        if (!isGrouped)
        {
            body();
            return;
        }

        using (code.Block("for (int group = 0; group < rows; group += 16)"))
        {
            code.Line("int last = global::System.Math.Min(rows, group + 16);");
            body();
        }
    }

    private void WriteWeight((string First, string End) range)
    {
        code.Line($"// {_tile.Channels} channels x {_tile.Places} columns of the kernel, which stay in registers; the lanes are examples");
        int width = Window.Columns.Kernel, height = Window.Rows.Kernel;
        foreach ((int start, int size, int times) in ConvolutionTile.Cut(layer.GroupOutputs, _tile.Channels))
        {
            layer.WriteChannels(code, "o", layer.GroupOutputs, (variable, body) => WriteSection(code, variable, start, size, times, body), (group, o, _) =>
            {
                using (code.Block($"for (int row = {range.First}; row < {range.End}; row += {width}) // the kernel's rows, in each channel of the input"))
                {
                    int inputs = layer.GroupInputs;
                    string c = inputs == 1 ? "0" : $"row / {height * width}", k = height == 1 ? "0" : inputs == 1 ? $"row / {width}" : $"row / {width} % {height}";
                    string offset = Sum(Times(group, inputs * X.Channel), Times(c, X.Channel), Times(k, Window.Rows.Dilation * X.Row));
                    code.Line($"int offset = {Elements(offset)};");
                    foreach ((int first, int places, int count) in ConvolutionTile.Cut(width, _tile.Places))
                    {
                        WriteSection(code, "l", first, places, count, l => WriteTile(new ConvolutionTile(size, places), o, l));
                    }
                }
            });
        }
    }

    /// <summary>A loop over equal pieces from a start on; the piece itself where there is one.</summary>
    public static void WriteSection(KernelWriter code, string variable, int start, int size, int times, Action<string> body)
    {
        if (times == 1)
        {
            body($"{start}");
            return;
        }

        using (code.Block($"for (int {variable} = {start}; {variable} < {start + size * times}; {variable} += {size})"))
        {
            body(variable);
        }
    }

    private void WriteTile(ConvolutionTile tile, string o, string l)
    {
        IEnumerable<string> Places(Func<int, string> text) => Enumerable.Range(0, tile.Places).Select(text);
        using (code.Block("for (int part = 0; part < 16; part += V.Count)"))
        {
            for (int n = 0; n < tile.Channels; n++)
            {
                int channel = n;
                code.Line($"V {string.Join(", ", Places(p => $"g{channel}{p} = V.Zero"))};");
            }

            using (ExampleLoop(code, IsGrouped(Window.Outputs)))
            {
                code.Row("tap", image.Symbol, Sum(Times("r", image.Stride), "offset", Elements(Times(l, Window.Columns.Dilation * X.Column))));
                WriteGradientRow(o);
                WritePositions(() =>
                {
                    code.Line($"V {string.Join(", ", Places(p => $"v{p} = V.Load(ref tap, {Elements(p * Window.Columns.Dilation * X.Column)})"))};");
                    for (int n = 0; n < tile.Channels; n++)
                    {
                        int channel = n;
                        code.Line($"{(n == 0 ? "V " : "")}{map.Element} = V.Load(ref {map.Row}, {Elements(n * Z.Channel)});");
                        code.Line(string.Join(" ", Places(p => $"g{channel}{p} = V.MultiplyAdd(v{p}, {map.Element}, g{channel}{p});")));
                    }
                });
            }

            for (int p = 0; p < tile.Places; p++)
            {
                for (int n = 0; n < tile.Channels; n++)
                {
                    code.Store("V", $"g{n}{p}", "sums", Sum("part", $"{16 * (p * tile.Channels + n)}"));
                }
            }
        }

        string tap = Sum("row", l);
        string at = Sum(Times(tap.Contains(' ') ? $"({tap})" : tap, layer.Weight.Stride), o);
        code.Line($"{code.Names.Sums}.AddPartialSums(ref sums, {tile.Places}, {tile.Channels}, ref {code.At(Gradient, at)}, {layer.Weight.Stride});");
    }

    /// <summary>The blocks of examples that a vector's lanes stand for, from <c>part</c> on in every sixteen.</summary>
    public static CodeWriter.Scope ExampleLoop(KernelWriter code, bool isGrouped) => isGrouped
        ? code.Block("for (int r = group + part; r < last; r += 16)")
        : code.Block("for (int r = part; r < rows; r += 16)");

    private void WriteGradientRow(string o) => code.Row(map.Row, map.Symbol, Sum(Times("r", map.Stride), Elements(Times(o, Z.Channel))));

    private void WritePositions(Action body) => code.MovingLoops(
        ["tap", map.Row],
        [("i", Window.Rows.Output, [Window.Rows.Stride * X.Row, Z.Row]), ("j", Window.Columns.Output, [Window.Columns.Stride * X.Column, Z.Column])],
        body);
}
