using NetGen.Generators.Layers;
using NetGen.Generators.Planning;
using static NetGen.Generators.Emission.LaneWriter;

namespace NetGen.Generators.Emission;

/// <summary>
/// The loops of the gradients of a convolution's weight and bias. Example r adds to partial sum r mod 16 of an element, whatever
/// the width of the vectors, and the sixteen are added in a fixed order.
/// </summary>
internal sealed class ConvolutionWeightGradient(Convolution layer, KernelWriter code)
{
    // From so many positions on, a tile's gradients of one group of examples are worth keeping in the first-level cache.
    private const int ManyPositions = 64;

    private readonly ConvolutionTile _tile = ConvolutionTile.ForWeights(layer.OutputMaps.Channels, layer.Window.Columns.Kernel);

    private Window Window => layer.Window;

    private Maps X => layer.InputMaps;

    private Maps Z => layer.OutputMaps;

    private string Gradient => layer.Weight.Gradient.Symbol;

    private string Sums => layer.Sums.Symbol;

    private bool IsGrouped => Window.Outputs >= ManyPositions;

    public void Write(Func<string, string, string>? start)
    {
        string four = code.Names.V4;
        code.FourLanes("at", layer.Weight.Gradient.Length, at =>
            code.Store(four, start is null ? $"{four}.Zero" : start(four, at), Gradient, at));
        if (layer.Bias is { } bias)
        {
            code.FourLanes("at", bias.Gradient.Length, at => code.Store(four, $"{four}.Zero", bias.Gradient.Symbol, at));
        }

        code.Blank();
        if (!IsGrouped)
        {
            WriteGroup();
            return;
        }

        using (code.Block("for (int group = 0; group < rows; group += 16)"))
        {
            code.Line("int end = global::System.Math.Min(rows, group + 16);");
            WriteGroup();
        }
    }

    private void WriteGroup()
    {
        code.Line($"// {_tile.Channels} channels x {_tile.Places} columns of the kernel, which stay in registers; the lanes are examples");
        foreach ((int start, int size, int times) in ConvolutionTile.Cut(Z.Channels, _tile.Channels))
        {
            WriteSection("o", start, size, times, o =>
                code.Loop("c", X.Channels, c => code.Loop("k", Window.Rows.Kernel, k =>
                {
                    foreach ((int first, int places, int count) in ConvolutionTile.Cut(Window.Columns.Kernel, _tile.Places))
                    {
                        WriteSection("l", first, places, count, l => WriteTile(new ConvolutionTile(size, places), o, c, k, l));
                    }
                })));
        }

        if (layer.Bias is { } bias)
        {
            code.Blank();
            code.Line($"// {bias.Bar}: {layer.Output.Bar}, summed over positions and examples");
            foreach ((int start, int size, int times) in ConvolutionTile.Cut(Z.Channels, Math.Min(4, Z.Channels)))
            {
                WriteSection("o", start, size, times, o => WriteBias(bias, size, o));
            }
        }
    }

    private void WriteSection(string variable, int start, int size, int times, Action<string> body)
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

    private void WriteTile(ConvolutionTile tile, string o, string c, string k, string l)
    {
        IEnumerable<string> Places(Func<int, string> text) => Enumerable.Range(0, tile.Places).Select(text);
        using (code.Block("for (int first = 0; first < 16; first += V.Count)"))
        {
            for (int n = 0; n < tile.Channels; n++)
            {
                int channel = n;
                code.Line($"V {string.Join(", ", Places(p => $"g{channel}{p} = V.Zero"))};");
            }

            using (ExampleLoop())
            {
                code.Row("tap", layer.Image.Symbol, Sum(Times("r", layer.ImageStride), Elements(Sum(Times(c, X.Channel), Times(k, X.Row), Times(l, X.Column)))));
                WriteGradientRow(o);
                WritePositions(["tap", "dz"], true, () =>
                {
                    code.Line($"V {string.Join(", ", Places(p => $"v{p} = V.Load(ref tap, {Elements(p * X.Column)})"))};");
                    for (int n = 0; n < tile.Channels; n++)
                    {
                        int channel = n;
                        code.Line($"{(n == 0 ? "V " : "")}g = V.Load(ref dz, {Elements(n * Z.Channel)});");
                        code.Line(string.Join(" ", Places(p => $"g{channel}{p} = V.MultiplyAdd(v{p}, g, g{channel}{p});")));
                    }
                });
            }

            for (int p = 0; p < tile.Places; p++)
            {
                for (int n = 0; n < tile.Channels; n++)
                {
                    code.Store("V", $"g{n}{p}", Sums, Sum("first", $"{16 * (p * tile.Channels + n)}"));
                }
            }
        }

        for (int p = 0; p < tile.Places; p++)
        {
            string tap = Sum(Times(c, Window.Size), Times(k, Window.Columns.Kernel), l, $"{p}");
            string at = Sum(Times(tap.Contains(' ') ? $"({tap})" : tap, layer.Weight.Stride), o);
            code.Line($"{code.Names.Sums}.AddPartialSums(ref {code.At(Sums, $"{16 * p * tile.Channels}")}, {tile.Channels}, ref {code.At(Gradient, at)});");
        }
    }

    private void WriteBias(ParameterTensor bias, int channels, string o)
    {
        IEnumerable<string> Channels(Func<int, string> text) => Enumerable.Range(0, channels).Select(text);
        using (code.Block("for (int first = 0; first < 16; first += V.Count)"))
        {
            code.Line($"V {string.Join(", ", Channels(n => $"g{n} = V.Zero"))};");
            using (ExampleLoop())
            {
                WriteGradientRow(o);
                WritePositions(["dz"], false, () => code.Line(string.Join(" ", Channels(n => $"g{n} += V.Load(ref dz, {Elements(n * Z.Channel)});"))));
            }

            for (int n = 0; n < channels; n++)
            {
                code.Store("V", $"g{n}", Sums, Sum("first", $"{16 * n}"));
            }
        }

        code.Line($"{code.Names.Sums}.AddPartialSums(ref {Sums}, {channels}, ref {code.At(bias.Gradient.Symbol, o)});");
    }

    /// <summary>The blocks of examples that a vector's lanes stand for, from <c>first</c> on in every sixteen.</summary>
    private CodeWriter.Scope ExampleLoop() => IsGrouped
        ? code.Block("for (int r = group + first; r < end; r += 16)")
        : code.Block("for (int r = first; r < rows; r += 16)");

    private void WriteGradientRow(string o) => code.Row("dz", layer.Output.Gradient.Symbol, Sum(Times("r", layer.Output.Stride), Elements(Times(o, Z.Channel))));

    private void WritePositions(string[] references, bool hasImage, Action body)
    {
        int[] rows = [Window.Rows.Stride * X.Row, Z.Row], columns = [Window.Columns.Stride * X.Column, Z.Column];
        code.MovingLoops(references, [("i", Window.Rows.Output, Of(rows)), ("j", Window.Columns.Output, Of(columns))], body);

        int[] Of(int[] steps) => hasImage ? steps : [steps[1]];
    }
}
