using System.CommandLine;
using System.Globalization;
using System.Text;
using NetGen.Tool.Keras;
using NetGen.Tool.Onnx;
using Onnx;

namespace NetGen.Tool.Commands;

/// <summary><c>describe</c>: what a file of a model or of weights holds.</summary>
internal static class DescribeCommand
{
    private const int MostRows = 500;

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A file: .onnx, .safetensors, a checkpoint, .npz, .npy, .h5 or .keras." };
        Command command = new("describe", "Prints what a file of a model or of weights holds.") { file };
        command.SetAction(result => Program.Guarded(() => Describe(result.GetValue(file)!)));
        return command;
    }

    /// <summary>A table of a file: by what it begins with, whatever its name.</summary>
    public static string Describe(string path)
    {
        if (!File.Exists(path))
            throw new ToolException($"{path}: expected a file, there is none.");
        byte[] start = new byte[8];
        using (FileStream stream = File.OpenRead(path))
            _ = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (KerasFile.IsKeras(path, start))
            return Table(["tensor", "type", "shape"], KerasFile.Open(path).Arrays.Select(array => Row(array.Name, "float32", array.Tensor.Shape)));
        if (start.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            using NumPyArchive archive = NumPyArchive.Open(path);
            return Table(["array", "type", "shape"], archive.Names.Select(name => (name, archive.Read(name))).Select(entry => Row(entry.name, Text(entry.Item2.Type), entry.Item2.Shape)));
        }

        if (start[0] == 0x93 && start.AsSpan(1).StartsWith("NUMPY"u8))
        {
            NumPyArray array = NumPyArray.Read(path);
            return Table(["array", "type", "shape"], [Row(Path.GetFileNameWithoutExtension(path), Text(array.Type), array.Shape)]);
        }

        // A header of that many bytes of JSON, which no protobuf message begins with.
        bool isJson = BitConverter.ToInt64(start) is > 1 and < 1L << 32 && path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) is false;
        return isJson ? Safetensors(path) : OnnxFile(path);
    }

    private static string Safetensors(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        string metadata = string.Concat(file.MetadataKeys.Select(key => $"{Shown.Plain(key)}: {Shown.Plain(file.Metadata(key) ?? "")}\n"));
        return metadata + Table(["tensor", "type", "shape"], file.Tensors.Select(tensor => Row(tensor.Name, Text(tensor.Type), tensor.Shape)));
    }

    private static string OnnxFile(string path)
    {
        ModelProto model = OnnxModel.Parse(path);
        StringBuilder text = new();
        string opsets = string.Join(", ", model.OpsetImport.Select(import => $"{(import.Domain.Length == 0 ? "ai.onnx" : Shown.Plain(import.Domain))} {import.Version}"));
        text.Append(CultureInfo.InvariantCulture, $"{Shown.Plain(model.ProducerName)} {Shown.Plain(model.ProducerVersion)}, {opsets}\n\n");
        HashSet<string> initializers = [.. model.Graph.Initializer.Select(tensor => tensor.Name)];
        text.Append(Table(["value", "is", "type", "shape"],
        [
            .. model.Graph.Input.Where(value => !initializers.Contains(value.Name)).Select(value => Value(value, "input")),
            .. model.Graph.Output.Select(value => Value(value, "output")),
            .. model.Graph.Initializer.Select(tensor => new[] { Shown.Plain(tensor.Name), "weight", ((TensorProto.Types.DataType)tensor.DataType).ToString(), $"[{string.Join(", ", tensor.Dims)}]" }),
        ]));
        text.Append("\n\n").Append(Table(["operator", "nodes"], model.Graph.Node.GroupBy(node => node.OpType).OrderByDescending(group => group.Count())
            .Select(group => new[] { Shown.Plain(group.Key), group.Count().ToString(CultureInfo.InvariantCulture) })));
        return text.ToString();
    }

    private static string[] Value(ValueInfoProto value, string what)
    {
        IEnumerable<string> sizes = value.Type?.TensorType?.Shape?.Dim.Select(size =>
            size.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam ? Shown.Plain(size.DimParam) : size.DimValue.ToString(CultureInfo.InvariantCulture)) ?? [];
        return [Shown.Plain(value.Name), what, ((TensorProto.Types.DataType)(value.Type?.TensorType?.ElemType ?? 0)).ToString(), $"[{string.Join(", ", sizes)}]"];
    }

    private static string[] Row(string name, string type, IEnumerable<long> shape) => [Shown.Plain(name), type, $"[{string.Join(", ", shape)}]"];

    private static string Text(TensorType type) => type.ToString();

    /// <summary>Columns as wide as their widest entry.</summary>
    public static string Table(string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows.Take(MostRows + 1)];
        bool isCut = all.Length > MostRows + 1;
        all = isCut ? all[..^1] : all;
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        string text = string.Join('\n', all.Select(row => string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd()));
        return isCut ? text + "\n…" : text;
    }
}
