using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>The loops that compute a map from an image, a convolution's forward pass: a tile of outputs, and for it the sum over channels, rows and columns of the kernel.</summary>
/// <param name="layer">Kernel, image and map.</param>
/// <param name="image">The image, with zeros around where it is padded.</param>
/// <param name="stride">Elements of the map from one example to the next.</param>
/// <param name="bias">What the sums of each channel start with, if anything.</param>
/// <param name="code">What to write to.</param>
internal sealed class ConvolutionForward(Correlation layer, Operand image, int stride, ParameterTensor? bias, KernelWriter code)
{
    private readonly ConvolutionTile _tile = ConvolutionTile.ForOutputs(layer.GroupOutputs, layer.Window.Columns.Output);

    /// <param name="store">Stores a sum, given its name, its offset in the batch and its channel.</param>
    public void Write(Action<string, string, string> store)
    {
        Window window = layer.Window;
        code.Line($"// {_tile.Channels} channels x {_tile.Places} columns of sums, which stay in registers; the lanes are examples");
        using (code.Blocks())
        {
            layer.WriteChannels(code, "o", layer.GroupOutputs, (variable, body) => code.TileLoop(variable, layer.GroupOutputs, _tile.Channels, body), (group, o, _) =>
                code.Loop("i", window.Rows.Output, i =>
                    code.TileLoop("j", window.Columns.Output, _tile.Places, j => WriteTile(group, (o, i, j), store))));
        }
    }

    private void WriteTile(string group, (string O, string I, string J) first, Action<string, string, string> store)
    {
        (string o, string i, string j) = first;
        Window window = layer.Window;
        Maps x = layer.Padded, z = layer.Map;
        int step = window.Columns.Stride * x.Column;
        code.Line($"int at = {Sum(Times("r", stride), Elements(Sum(Times(o, z.Channel), Times(i, z.Row), Times(j, z.Column))))};");
        code.Row("tap", image.Symbol, Sum(Times("r", image.Stride), Elements(Sum(Times(group, layer.GroupInputs * x.Channel), Times(i, window.Rows.Stride * x.Row), Times(j, step)))));
        code.Row("w", layer.Weight.Symbol, o);
        for (int c = 0; c < _tile.Channels; c++)
        {
            int channel = c;
            string start = bias is null ? "V.Zero" : $"V.Broadcast({code.At(bias.Symbol, Channel(o, c))})";
            code.Line($"V {string.Join(", ", Places(p => $"s{channel}{p} = {(p == 0 ? start : $"s{channel}0")}"))};");
        }

        if (layer.IsDepthwise)
        {
            WriteKernelRows(step);
        }
        else
        {
            WriteTerms(step);
        }

        code.Blank();
        for (int c = 0; c < _tile.Channels; c++)
        {
            for (int p = 0; p < _tile.Places; p++)
            {
                store($"s{c}{p}", Sum("at", Elements(c * z.Channel + p * z.Column)), Channel(o, c));
            }
        }
    }

    /// <summary>The terms of the sums of a tile, an element of the kernel at a time.</summary>
    private void WriteTerms(int step)
    {
        Window window = layer.Window;
        Maps x = layer.Padded;
        code.MovingLoops(["tap"], [("c", layer.GroupInputs, [x.Channel]), ("k", window.Rows.Kernel, [window.Rows.Dilation * x.Row]), ("l", window.Columns.Kernel, [window.Columns.Dilation * x.Column])], () =>
        {
            code.Line($"V {string.Join(", ", Places(p => $"v{p} = V.Load(ref tap, {Elements(p * step)})"))};");
            for (int c = 0; c < _tile.Channels; c++)
            {
                int channel = c;
                code.Line($"{(c == 0 ? "V " : "")}weight = V.Broadcast({code.At("w", $"{c}")});");
                code.Line(string.Join(" ", Places(p => $"s{channel}{p} = V.MultiplyAdd(weight, v{p}, s{channel}{p});")));
            }

            code.Line($"w = ref {code.At("w", $"{layer.Weight.Stride}")};");
        });
    }

    /// <summary>Likewise where a channel has a kernel of its own, a row of the kernel at a time: an element alone is too little work for a step of a loop.</summary>
    private void WriteKernelRows(int step)
    {
        WindowAxis columns = layer.Window.Columns;
        Maps x = layer.Padded;
        code.Loop("k", layer.Window.Rows.Kernel, k =>
        {
            for (int l = 0; l < columns.Kernel; l++)
            {
                int at = l * columns.Dilation * x.Column;
                code.Line($"{(l == 0 ? "V " : "")}weight = V.Broadcast({code.At("w", $"{l * layer.Weight.Stride}")});");
                code.Line(string.Join(" ", Places(p => $"s0{p} = V.MultiplyAdd(weight, V.Load(ref tap, {Elements(at + p * step)}), s0{p});")));
            }

            if (k != "0")
            {
                code.Line($"w = ref {code.At("w", $"{columns.Kernel * layer.Weight.Stride}")};");
                code.Move("tap", layer.Window.Rows.Dilation * x.Row);
            }
        });
    }

    private static string Channel(string o, int c) => Sum(o, $"{c}");

    private IEnumerable<string> Places(Func<int, string> text) => Enumerable.Range(0, _tile.Places).Select(text);
}
