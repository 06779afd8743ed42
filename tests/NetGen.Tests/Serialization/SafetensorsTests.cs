using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>The format: read from bytes laid out by hand, written as its reference implementation does.</summary>
public sealed class SafetensorsTests
{
    [Fact]
    public void A_file_laid_out_by_hand_is_read()
    {
        byte[] file = SafetensorsBytes.Build(
            """{"b":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"__metadata__":{"format":"pt","who":"\u00e9\n"},"a":{"dtype":"I64","shape":[],"data_offsets":[24,32]},"none":{"dtype":"F16","shape":[0,5],"data_offsets":[32,32]}}   """,
            [.. SafetensorsBytes.Floats(1, 2, 3, -4, 5.5f, float.NaN), 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        using SafetensorsFile read = SafetensorsBytes.Open(file);
        Assert.Equal(["a", "b", "none"], read.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([TensorType.I64, TensorType.F32, TensorType.F16], read.Tensors.Select(tensor => tensor.Type));
        Assert.Equal([[], [2, 3], [0, 5]], read.Tensors.Select(tensor => tensor.Shape));
        Assert.Equal([1, 2, 3, -4, 5.5f, float.NaN], read.Read<float>("b"));
        Assert.Equal([1, 2, 3, -4, 5.5, double.NaN], read.Read<double>("b"));
        Assert.Equal([-2L], read.Read<long>("a"));
        Assert.Empty(read.Read<float>("none"));
        Assert.Equal(("pt", "é\n", null), (read.Metadata("format"), read.Metadata("who"), read.Metadata("b")));
        Assert.Equal(["format", "who"], read.MetadataKeys);
        Assert.Null(read.Find("c"));
        Assert.Equal(6, read.Find("b")!.Count);
    }

    [Fact]
    public void Halves_and_brain_floats_are_widened()
    {
        byte[] file = SafetensorsBytes.Build(
            """{"f16":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"bf16":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]},"f64":{"dtype":"F64","shape":[1],"data_offsets":[14,22]}}""",
            [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00, 0x00, 0x7C, 0x80, 0x3F, 0x49, 0x40, 0x80, 0xFF, .. BitConverter.GetBytes(Math.PI)]);
        using SafetensorsFile read = SafetensorsBytes.Open(file);
        Assert.Equal([1, -2, MathF.Pow(2, -24), float.PositiveInfinity], read.Read<float>("f16"));
        Assert.Equal([1, 3.140625, double.NegativeInfinity], read.Read<double>("bf16"));
        Assert.Equal([(float)Math.PI], read.Read<float>("f64"));
        Assert.Contains("'f64' to be of type I32, got F64", Assert.Throws<InvalidDataException>(() => read.Read<int>("f64")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_as_the_reference_implementation_does()
    {
        SafetensorsWriter writer = new() { Metadata = { ["z"] = "é\"\\", ["format"] = "pt" } };
        writer.Add<float>("b.weight", [1, 2], [1, 2]);
        writer.Add<byte>("bytes", [3], [7, 8, 9]);
        writer.Add<float>("a", [], [3]);
        writer.Add<double>("wide", [1], [4]);
        MemoryStream stream = new();
        writer.Save(stream);

        // Widest first, then by name; the header padded with spaces to a multiple of 8.
        const string Header = """{"__metadata__":{"format":"pt","z":"é\"\\"},"wide":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[8,12]},"b.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]},"bytes":{"dtype":"U8","shape":[3],"data_offsets":[20,23]}}""";
        string padded = Header + new string(' ', -Encoding.UTF8.GetByteCount(Header) & 7);
        Assert.Equal(SafetensorsBytes.Build(padded, [.. BitConverter.GetBytes(4.0), .. SafetensorsBytes.Floats(3, 1, 2), 7, 8, 9]), stream.ToArray());
    }

    [Fact]
    public void What_the_reference_implementation_reads_is_read()
    {
        // No metadata by null, fields that nobody knows, empty tensors anywhere among the others, blanks, escapes, a long name.
        string name = new('n', 3000);
        byte[] file = SafetensorsBytes.Build(
            $$$"""{ "__metadata__" : null, "b\\" : {"data_offsets":[4,8], "shape":[1], "by":{"whom":[["nobody",{}],1e5,null]}, "dtype":"F32"} , "none":{"dtype":"F64","shape":[3,0,7],"data_offsets":[4,4]},"{{{name}}}\u0041":{"dtype":"\u0046\u0033\u0032","shape":[],"data_offsets":[0,4]},"end":{"dtype":"I8","shape":[0],"data_offsets":[8,8]} }""" + " \n\t ",
            SafetensorsBytes.Floats(1, 2));
        using SafetensorsFile read = SafetensorsBytes.Open(file);
        Assert.Equal(["b\\", "end", name + "A", "none"], read.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([2], read.Read<float>("b\\"));
        Assert.Equal([1], read.Read<float>(name + "A"));
        Assert.Empty(read.Read<double>("none"));
        Assert.Empty(read.MetadataKeys);
        Assert.Null(read.Metadata("format"));

        using SafetensorsFile empty = SafetensorsBytes.Open(SafetensorsBytes.Build("{}      "));
        Assert.Empty(empty.Tensors);
    }

    [Fact]
    public void A_tensor_of_an_unknown_type_does_not_spoil_the_others()
    {
        byte[] file = SafetensorsBytes.Build(
            """{"scale":{"dtype":"F8_E8M0","shape":[3],"data_offsets":[4,7]},"packed":{"dtype":"F4","shape":[2,5],"data_offsets":[7,12]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
            [.. SafetensorsBytes.Floats(5), .. new byte[8]]);
        using SafetensorsFile read = SafetensorsBytes.Open(file);
        Assert.Equal([5], read.Read<float>("a"));
        Assert.Equal([("a", TensorType.F32, "F32"), ("packed", TensorType.Unknown, "F4"), ("scale", TensorType.Unknown, "F8_E8M0")], read.Tensors.Select(tensor => (tensor.Name, tensor.Type, tensor.TypeName)));
        Assert.Equal(10, read.Find("packed")!.Count);
        Assert.Contains("'packed' to be of type F16, BF16, F32 or F64, got F4", Assert.Throws<InvalidDataException>(() => read.Read<float>("packed")).Message, StringComparison.Ordinal);
        Assert.Contains("'scale' to be of type U8, got F8_E8M0", Assert.Throws<InvalidDataException>(() => read.Read<byte>("scale")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_may_have_any_number_of_texts()
    {
        SafetensorsWriter writer = new();
        for (int i = 0; i < 20_000; i++)
            writer.Metadata[$"key {i} \\"] = $"value {i}\n";
        writer.Add<int>("a", [1], [7]);
        MemoryStream stream = new();
        writer.Save(stream);
        using SafetensorsFile read = SafetensorsBytes.Open(stream.ToArray());
        Assert.Equal(writer.Metadata.Keys, read.MetadataKeys);
        foreach ((string key, string value) in writer.Metadata)
            Assert.Equal(value, read.Metadata(key));
        Assert.Null(read.Metadata("key 5"));
        Assert.Equal([7], read.Read<int>("a"));
    }

    [Fact]
    public void Any_name_survives()
    {
        string[] names = ["", "a.b", "ÿ", "\"\\\n", "😀", "\u0001", "__meta"];
        SafetensorsWriter writer = new();
        foreach (string name in names)
            writer.Add<int>(name, [1], [name.Length]);
        MemoryStream stream = new();
        writer.Save(stream);
        using SafetensorsFile read = SafetensorsBytes.Open(stream.ToArray());
        foreach (string name in names)
            Assert.Equal([name.Length], read.Read<int>(name));
        Assert.Equal(names.Order(StringComparer.Ordinal), read.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_writer_refuses_what_cannot_be_read()
    {
        SafetensorsWriter writer = new();
        writer.Add<int>("a", [2], [1, 2]);
        Assert.Contains("'a' already", Assert.Throws<ArgumentException>(() => writer.Add<int>("a", [1], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("6 elements of [2, 3], got 5", Assert.Throws<ArgumentException>(() => writer.Add<int>("b", [2, 3], new int[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.Add<int>("__metadata__", [1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add<int>("b", [-1], []));
        Assert.Contains("elements, got [4611686018427387904, 4]", Assert.Throws<ArgumentException>(() => writer.Add<int>("b", [1L << 62, 4], [])).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => writer.Add<char>("b", [1], ['a']));
    }
}
