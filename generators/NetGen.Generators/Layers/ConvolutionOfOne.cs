using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// The loops of a convolution's forward pass for one example: lanes run across the channels of the output, and a tile holds the sums
/// of some columns of a row. Each sum is taken in the order of a batch.
/// </summary>
/// <param name="layer">The convolution.</param>
/// <param name="code">What to write to.</param>
/// <param name="x">How the input lies, with the zeros around it.</param>
/// <param name="z">How the output lies.</param>
internal sealed class ConvolutionOfOne(Convolution layer, KernelWriter code, Maps x, Maps z)
{
    /// <summary>The sums of all tiles, each of which is stored once in the code.</summary>
    public static int Sums(Convolution layer) => VectorPlan.Cut(layer.Weight.Stride).Sum(section => Places(layer, section) * section.Vectors);

    /// <param name="store">Stores a sum, given the type of vectors, its name, its offset and its first channel.</param>
    public void Write(Action<string, string, string, string> store)
    {
        foreach (ColumnSection section in VectorPlan.Cut(layer.Weight.Stride))
        {
            if (section.Kind == VectorKind.Eight)
            {
                code.EightColumns(section, some => WriteSection(some, store));
            }
            else
            {
                WriteSection(section, store);
            }
        }
    }

    private void WriteSection(ColumnSection section, Action<string, string, string, string> store)
    {
        WriteComment(section);
        if (section.Kind == VectorKind.Widest)
        {
            using (code.ColumnLoop("o", section))
            {
                WriteRows(section, "o", store);
            }
        }
        else if (layer.Window.Rows.Output > 1)
        {
            WriteRows(section, $"{section.Start}", store);
        }
        else
        {
            using (code.Block())
            {
                WriteRows(section, $"{section.Start}", store);
            }
        }
    }

    private void WriteComment(ColumnSection section) =>
        code.Line($"// {Places(section)} columns x {section.Vectors} {(section.Vectors == 1 ? "vector" : "vectors")} of sums, which stay in registers; the lanes are channels");

    private int Places(ColumnSection section) => Places(layer, section);

    private static int Places(Convolution layer, ColumnSection section) => VectorPlan.TileRows(ConvolutionTile.MaxAccumulators / section.Vectors, layer.Window.Columns.Output);

    private void WriteRows(ColumnSection section, string o, Action<string, string, string, string> store)
    {
        Window window = layer.Window;
        code.Loop("i", window.Rows.Output, i =>
            code.TileLoop("j", window.Columns.Output, Places(section), j => WriteTile(section, (o, i, j), store)));
    }

    /// <summary>A tile of sums. Where each channel has a kernel of its own, the lanes of the input are the same channels.</summary>
    private void WriteTile(ColumnSection section, (string O, string I, string J) first, Action<string, string, string, string> store)
    {
        Window window = layer.Window;
        string vector = code.Vector(section.Kind);
        int[] places = [.. Enumerable.Range(0, Places(section))], vectors = [.. Enumerable.Range(0, section.Vectors)];
        int step = window.Columns.Stride * x.Column;
        bool isWidest = section.Kind == VectorKind.Widest;
        string Lanes(int v) => isWidest ? Elements(v) : $"{4 * v}";
        string Offset(int place, int v) => isWidest ? Sum($"{place}", Elements(v)) : $"{place + 4 * v}";

        code.Line($"int at = {Sum(Times(first.I, z.Row), Times(first.J, z.Column), first.O)};");
        code.Row("tap", layer.Image.Symbol, Sum(Times(first.I, window.Rows.Stride * x.Row), Times(first.J, step), layer.IsDepthwise ? first.O : "0"));
        code.Row("w", layer.Weight.Symbol, first.O);
        foreach (int v in vectors)
        {
            string start = layer.Bias is null ? $"{vector}.Zero" : $"{vector}.Load(ref {layer.Bias.Symbol}, {Sum(first.O, Lanes(v))})";
            code.Line($"{vector} {string.Join(", ", places.Select(p => $"s{p}{v} = {(p == 0 ? start : $"s0{v}")}"))};");
        }

        int row = layer.Weight.Stride;
        (string, int, int[])[] loops = [("c", layer.GroupInputs, [x.Channel]), ("k", window.Rows.Kernel, [window.Rows.Dilation * x.Row]), ("l", window.Columns.Kernel, [window.Columns.Dilation * x.Column])];
        code.MovingLoops(["tap"], loops, isInLanes: false, body: () =>
        {
            code.Line($"{vector} {string.Join(", ", vectors.Select(v => $"w{v} = {vector}.Load(ref w, {Lanes(v)})"))};");
            foreach (int p in places)
            {
                if (layer.IsDepthwise)
                {
                    code.Line(string.Join(" ", vectors.Select(v => $"s{p}{v} = {vector}.MultiplyAdd({vector}.Load(ref tap, {Sum($"{p * step}", Lanes(v))}), w{v}, s{p}{v});")));
                    continue;
                }

                string element = $"{vector}.Broadcast({code.At("tap", $"{p * step}")})";
                if (vectors.Length > 1)
                {
                    code.Line($"{(p == 0 ? vector + " " : "")}v = {element};");
                    element = "v";
                }

                code.Line(string.Join(" ", vectors.Select(v => $"s{p}{v} = {vector}.MultiplyAdd({element}, w{v}, s{p}{v});")));
            }

            code.Line($"w = ref {code.At("w", $"{row}")};");
        });

        code.Blank();
        foreach (int p in places)
        {
            foreach (int v in vectors)
            {
                store(vector, $"s{p}{v}", Sum("at", Offset(p * z.Column, v)), Sum(first.O, Lanes(v)));
            }
        }
    }
}
