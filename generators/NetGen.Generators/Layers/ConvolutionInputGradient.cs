using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// The loops that compute an image from a map, the gradient of a convolution's input: for each element, the sum over the places of the kernel that
/// have it in their window, and over the channels of the map.
/// </summary>
/// <param name="layer">Kernel, image and map.</param>
/// <param name="map">The map.</param>
/// <param name="stride">Elements of the image from one example to the next.</param>
/// <param name="bias">What the sums of each channel start with, if anything.</param>
/// <param name="code">What to write to.</param>
internal sealed class ConvolutionInputGradient(Correlation layer, Operand map, int stride, ParameterTensor? bias, KernelWriter code)
{
    private readonly int _channels = ConvolutionTile.ForOutputs(layer.GroupInputs, 1).Channels;

    private Window Window => layer.Window;

    /// <param name="store">Stores a sum, given its name, its offset in the batch and its channel.</param>
    public void Write(Action<string, string, string> store)
    {
        code.Line($"// {_channels} {(_channels == 1 ? "channel" : "channels")} of sums, which stay in registers; the lanes are examples");
        using (code.Blocks())
        {
            layer.WriteChannels(code, "c", layer.GroupInputs, (variable, body) => code.TileLoop(variable, layer.GroupInputs, _channels, body), (group, c, n) =>
                code.Loop("i", Window.Rows.Length, i =>
                {
                    WriteRange("k", i, Window.Rows);
                    if (layer.IsDepthwise && Window.Columns.Kernel < ConvolutionTile.MaxAccumulators)
                    {
                        WriteRow((group, c, n), i, store);
                        return;
                    }

                    code.Loop("j", Window.Columns.Length, j => WriteColumn((group, c, n), i, j, store));
                }));
        }
    }

    private void WriteColumn((string Group, string C, string N) channel, string i, string j, Action<string, string, string> store)
    {
        WriteRange("l", j, Window.Columns);
        WriteElement(channel, i, j, store);
    }

    /// <summary>
    /// A row of a channel that has a kernel of its own. One sum waits for itself, so columns go side by side; which places of the kernel have a
    /// column in a window is known here, and the same for columns a stride apart but near the borders.
    /// </summary>
    private void WriteRow((string Group, string C, string N) channel, string i, Action<string, string, string> store)
    {
        string c = channel.C;
        WindowAxis columns = Window.Columns;
        int tile = Math.Max(columns.Stride, ConvolutionTile.MaxAccumulators / 2 / columns.Stride * columns.Stride);
        long innerFirst = Math.Max(0, columns.Span - 1 - columns.Before), innerEnd = Math.Min(columns.Length, ((columns.Output - 1L) * columns.Stride) + 1 - columns.Before);
        int first = (int)Math.Min(innerFirst, columns.Length), count = (int)Math.Max(0, innerEnd - innerFirst) / tile;
        if (count < 2)
        {
            (first, count) = (columns.Length, 0);
        }

        WriteEdge(0, first);
        if (count > 0)
        {
            using (code.Block($"for (int j = {first}; j < {first + count * tile}; j += {tile})"))
            {
                WriteColumns(c, i, first, tile, isLoop: true, store);
            }
        }

        WriteEdge(first + count * tile, columns.Length);

        void WriteEdge(int from, int to)
        {
            if (to - from > 3 * tile)
            {
                using (code.Block($"for (int j = {from}; j < {to}; j++)"))
                {
                    WriteColumn(channel, i, "j", store);
                }

                return;
            }

            for (int j = from; j < to; j += tile)
            {
                using (code.Block())
                {
                    WriteColumns(c, i, j, Math.Min(tile, to - j), isLoop: false, store);
                }
            }
        }
    }

    /// <summary>Neighbouring columns from a known one on, or in a loop over tiles that begins there; every sum is taken in the order of one alone.</summary>
    private void WriteColumns(string c, string i, int first, int count, bool isLoop, Action<string, string, string> store)
    {
        (Maps x, Maps z) = (layer.Image, layer.Map);
        WindowAxis columns = Window.Columns;
        int[] places = [.. Enumerable.Range(0, count)];
        code.Line($"int at = {Sum(Times("r", stride), Elements(Sum(Times(c, x.Channel), Times(i, x.Row), isLoop ? Times("j", x.Column) : $"{first * x.Column}")))};");
        string start = bias is null ? "V.Zero" : $"V.Broadcast({code.At(bias.Symbol, c)})";
        code.Line($"V {string.Join(", ", places.Select(p => $"s{p} = {(p == 0 ? start : "s0")}"))};");
        WritePlaces("k", i, Window.Rows, () =>
        {
            string column = !isLoop ? "0" : first == 0 && columns.Stride == 1 ? "j" : first == 0 ? $"j / {columns.Stride}" : columns.Stride == 1 ? $"j - {first}" : $"(j - {first}) / {columns.Stride}";
            string row = Times(WindowOf(i, "k", Window.Rows), z.Row);
            code.Row(map.Row, map.Symbol, Sum(Times("r", map.Stride), Elements(Sum(Times(c, z.Channel), row, Times(column.Contains(' ') ? $"({column})" : column, z.Column)))));
            code.Row("w", layer.Weight.Symbol, Sum(IsTrivial(Window.Rows) ? "0" : Times("k", columns.Kernel * layer.Weight.Stride), c));
            bool isDeclared = false;
            for (int l = 0; l < columns.Kernel; l++)
            {
                (int Place, int Window)[] terms = [.. places.Select(p => (Place: p, Start: first + p + columns.Before - (l * columns.Dilation))).Where(term => term.Start >= 0 && term.Start % columns.Stride == 0 && term.Start / columns.Stride < columns.Output).Select(term => (term.Place, term.Start / columns.Stride))];
                if (terms.Length > 0)
                {
                    code.Line($"{(isDeclared ? "" : "V ")}weight = V.Broadcast({code.At("w", $"{l * layer.Weight.Stride}")});");
                    code.Line(string.Join(" ", terms.Select(term => $"s{term.Place} = V.MultiplyAdd(weight, V.Load(ref {map.Row}, {Elements(term.Window * z.Column)}), s{term.Place});")));
                    isDeclared = true;
                }
            }
        });
        code.Blank();
        foreach (int p in places)
        {
            store($"s{p}", Sum("at", Elements(p * x.Column)), c);
        }
    }

    /// <summary>The first and the last place of the kernel along an axis whose window has the element; between them every stride-th has.</summary>
    private void WriteRange(string place, string position, WindowAxis axis)
    {
        if (IsTrivial(axis) || axis.Dilation > 1)
        {
            return;
        }

        string shifted = Sum(position, $"{axis.Before}");
        int beforeLast = (axis.Output - 1) * axis.Stride - axis.Before;
        string lastWindow = beforeLast > 0 ? $"{position} - {beforeLast}" : Sum(position, $"{-beforeLast}");
        string phase = axis.Stride == 1 ? "0" : shifted.Contains(' ') ? $"({shifted}) % {axis.Stride}" : $"{shifted} % {axis.Stride}";
        code.Line($"int {place}First = global::System.Math.Max({phase}, {lastWindow}), {place}Last = global::System.Math.Min({axis.Kernel - 1}, {shifted});");
    }

    private void WriteElement((string Group, string C, string N) channel, string i, string j, Action<string, string, string> store)
    {
        Maps x = layer.Image;
        string c = channel.C;
        code.Line($"int at = {Sum(Times("r", stride), Elements(Sum(Times(c, x.Channel), Times(i, x.Row), Times(j, x.Column))))};");
        code.Line($"V {string.Join(", ", Channels(n => $"s{n} = {(bias is null ? "V.Zero" : $"V.Broadcast({code.At(bias.Symbol, Sum(c, $"{n}"))})")}"))};");
        WritePlaces("k", i, Window.Rows, () => WritePlaces("l", j, Window.Columns, () => WriteSum(channel.Group, channel.N, i, j)));
        code.Blank();
        for (int n = 0; n < _channels; n++)
        {
            store($"s{n}", Sum("at", Elements(n * x.Channel)), Sum(c, $"{n}"));
        }
    }

    private void WritePlaces(string place, string position, WindowAxis axis, Action body)
    {
        if (IsTrivial(axis))
        {
            body();
            return;
        }

        if (axis.Dilation > 1)
        {
            using (code.Block($"for (int {place} = 0; {place} < {axis.Kernel}; {place}++)"))
            {
                int last = (axis.Output - 1) * axis.Stride;
                string start = Start(place);
                code.Line($"int {start} = {Sum(position, $"{axis.Before}")} - {Times(place, axis.Dilation)}; // where the window starts");
                using (code.Block($"if ({start} < 0 || {start} > {last}{(axis.Stride == 1 ? "" : $" || {start} % {axis.Stride} != 0")})"))
                {
                    code.Line("continue;");
                }

                code.Blank();
                body();
            }

            return;
        }

        using (code.Block($"for (int {place} = {place}First; {place} <= {place}Last; {place}{(axis.Stride == 1 ? "++" : $" += {axis.Stride}")})"))
        {
            body();
        }
    }

    private static string Start(string place) => place == "k" ? "row" : "column";

    private void WriteSum(string group, string c, string i, string j)
    {
        Maps z = layer.Map;
        int rowOfWeight = layer.Weight.Stride;
        string row = Times(WindowOf(i, "k", Window.Rows), z.Row), column = Times(WindowOf(j, "l", Window.Columns), z.Column);
        code.Row(map.Row, map.Symbol, Sum(Times("r", map.Stride), Elements(Sum(Times(group, layer.GroupOutputs * z.Channel), row, column))));
        string place = Sum(Times(c, Window.Size), IsTrivial(Window.Rows) ? "0" : Times("k", Window.Columns.Kernel), IsTrivial(Window.Columns) ? "0" : "l");
        code.Row("w", layer.Weight.Symbol, Sum(Times(place.Contains(' ') ? $"({place})" : place, rowOfWeight), Times(group, layer.GroupOutputs)));
        if (layer.Groups > 1 && layer.GroupOutputs == 1)
        {
            WriteTerms();
            return;
        }

        using (code.Block($"for (int o = 0; o < {layer.GroupOutputs}; o++)"))
        {
            WriteTerms();
            code.Move(map.Row, z.Channel);
            code.Line($"w = ref {code.At("w", "1")};");
        }

        void WriteTerms()
        {
            code.Line($"V {map.Element} = V.Load(ref {map.Row}, 0);");
            for (int n = 0; n < _channels; n++)
            {
                code.Line($"s{n} = V.MultiplyAdd(V.Broadcast({code.At("w", $"{n * Window.Size * rowOfWeight}")}), {map.Element}, s{n});");
            }
        }
    }

    /// <summary>The window that has an element at a place of the kernel.</summary>
    private static string WindowOf(string position, string place, WindowAxis axis)
    {
        if (IsTrivial(axis))
        {
            return position;
        }

        if (axis.Dilation > 1)
        {
            return axis.Stride == 1 ? Start(place) : $"{Start(place)} / {axis.Stride}";
        }

        string difference = $"({Sum(position, $"{axis.Before}")} - {place})";
        return axis.Stride == 1 ? difference : $"({difference} / {axis.Stride})";
    }

    private static bool IsTrivial(WindowAxis axis) => axis is { Kernel: 1, Stride: 1, Before: 0, After: 0 };

    private IEnumerable<string> Channels(Func<int, string> text) => Enumerable.Range(0, _channels).Select(text);
}
