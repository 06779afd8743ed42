using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// The loops of the gradient of a convolution's input: for each element, the sum over the places of the kernel that have it in
/// their window, and over the output channels.
/// </summary>
internal sealed class ConvolutionInputGradient(Convolution layer, KernelWriter code)
{
    private readonly int _channels = ConvolutionTile.ForOutputs(layer.InputMaps.Channels, 1).Channels;

    private Window Window => layer.Window;

    /// <param name="store">Stores a sum, given its name and its offset in the batch.</param>
    public void Write(Action<string, string> store)
    {
        code.Line($"// {_channels} {(_channels == 1 ? "channel" : "channels")} of sums, which stay in registers; the lanes are examples");
        using (code.Blocks())
        {
            code.TileLoop("c", layer.InputMaps.Channels, _channels, c =>
                code.Loop("i", Window.Rows.Length, i =>
                {
                    WriteRange("k", i, Window.Rows);
                    code.Loop("j", Window.Columns.Length, j =>
                    {
                        WriteRange("l", j, Window.Columns);
                        WriteElement(c, i, j, store);
                    });
                }));
        }
    }

    /// <summary>The first and the last place of the kernel along an axis whose window has the element; between them every stride-th has.</summary>
    private void WriteRange(string place, string position, WindowAxis axis)
    {
        if (IsTrivial(axis))
        {
            return;
        }

        string shifted = Sum(position, $"{axis.Before}");
        int beforeLast = (axis.Output - 1) * axis.Stride - axis.Before;
        string lastWindow = beforeLast > 0 ? $"{position} - {beforeLast}" : Sum(position, $"{-beforeLast}");
        string phase = axis.Stride == 1 ? "0" : shifted.Contains(' ') ? $"({shifted}) % {axis.Stride}" : $"{shifted} % {axis.Stride}";
        code.Line($"int {place}First = global::System.Math.Max({phase}, {lastWindow}), {place}Last = global::System.Math.Min({axis.Kernel - 1}, {shifted});");
    }

    private void WriteElement(string c, string i, string j, Action<string, string> store)
    {
        Maps x = layer.UnpaddedMaps;
        code.Line($"int at = {Sum(Times("r", layer.Input.Stride), Elements(Sum(Times(c, x.Channel), Times(i, x.Row), Times(j, x.Column))))};");
        code.Line($"V {string.Join(", ", Channels(n => $"s{n} = V.Zero"))};");
        WritePlaces("k", Window.Rows, () => WritePlaces("l", Window.Columns, () => WriteSum(c, i, j)));
        code.Blank();
        for (int n = 0; n < _channels; n++)
        {
            store($"s{n}", Sum("at", Elements(n * x.Channel)));
        }
    }

    private void WritePlaces(string place, WindowAxis axis, Action body)
    {
        if (IsTrivial(axis))
        {
            body();
            return;
        }

        using (code.Block($"for (int {place} = {place}First; {place} <= {place}Last; {place}{(axis.Stride == 1 ? "++" : $" += {axis.Stride}")})"))
        {
            body();
        }
    }

    private void WriteSum(string c, string i, string j)
    {
        Maps z = layer.OutputMaps;
        int stride = layer.Weight.Stride;
        string row = Times(WindowOf(i, "k", Window.Rows), z.Row), column = Times(WindowOf(j, "l", Window.Columns), z.Column);
        code.Row("dz", layer.Output.Gradient.Symbol, Sum(Times("r", layer.Output.Stride), Elements(Sum(row, column))));
        string place = Sum(Times(c, Window.Size), IsTrivial(Window.Rows) ? "0" : Times("k", Window.Columns.Kernel), IsTrivial(Window.Columns) ? "0" : "l");
        code.Row("w", layer.Weight.Symbol, Times(place.Contains(' ') ? $"({place})" : place, stride));
        using (code.Block($"for (int o = 0; o < {z.Channels}; o++)"))
        {
            code.Line("V g = V.Load(ref dz, 0);");
            for (int n = 0; n < _channels; n++)
            {
                code.Line($"s{n} = V.MultiplyAdd(V.Broadcast({code.At("w", $"{n * Window.Size * stride}")}), g, s{n});");
            }

            code.Move("dz", z.Channel);
            code.Line($"w = ref {code.At("w", "1")};");
        }
    }

    /// <summary>The window that has an element at a place of the kernel.</summary>
    private static string WindowOf(string position, string place, WindowAxis axis)
    {
        if (IsTrivial(axis))
        {
            return position;
        }

        string difference = $"({Sum(position, $"{axis.Before}")} - {place})";
        return axis.Stride == 1 ? difference : $"({difference} / {axis.Stride})";
    }

    private static bool IsTrivial(WindowAxis axis) => axis is { Kernel: 1, Stride: 1, Before: 0, After: 0 };

    private IEnumerable<string> Channels(Func<int, string> text) => Enumerable.Range(0, _channels).Select(text);
}
