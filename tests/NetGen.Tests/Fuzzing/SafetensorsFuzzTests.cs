using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Safetensors files from anywhere.</summary>
public sealed partial class SafetensorsFuzzTests(ITestOutputHelper output)
{
    [Network, Input(3), Dense(4), ReLU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Small;

    [Fact]
    public void Twenty_thousand_damaged_files()
    {
        Small saved = new(seed: 1), net = new(seed: 2);
        MemoryStream stream = new();
        ModelFile.Save(saved, stream);
        float[] parameters = net.Parameters.ToArray();
        Fuzz.Run(
            output,
            seed: 20_001,
            stream.ToArray(),
            data =>
            {
                parameters.CopyTo(net.Parameters);
                using SafetensorsFile file = SafetensorsBytes.Open(data);
                ModelFile.Load(net, file);
            },
            () => Assert.True(parameters.AsSpan().SequenceEqual(net.Parameters)));
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "empty", [], "offset 0: expected a header's length of 8 bytes" },
        { "seven bytes", new byte[7], "offset 7" },
        { "no header", new byte[8], "offset 0: expected a header's length from 2 to 0" },
        { "huge header", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, .. "{}"u8], "got 9223372036854775807" },
        { "negative header", [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. "{}"u8], "got 18446744073709551614" },
        { "header longer than the file", [3, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8], "from 2 to 2" },
        { "no object", SafetensorsBytes.Build("[]"), "offset 8: expected a header that starts with '{'" },
        { "leading space", SafetensorsBytes.Build(" {}"), "offset 8" },
        { "cut JSON", SafetensorsBytes.Build("{\"a\":"), "expected JSON" },
        { "text after the object", SafetensorsBytes.Build("{} {}"), "expected JSON" },
        { "deep JSON", SafetensorsBytes.Build("{\"a\":" + new string('[', 100_000)), "expected JSON" },
        { "deep objects", SafetensorsBytes.Build(string.Concat(Enumerable.Repeat("{\"a\":", 50_000))), "expected JSON" },
        { "not UTF-8", [.. SafetensorsBytes.Build("{\"aaaa\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}").AsSpan(0, 10), 0xC0, 0x80, .. SafetensorsBytes.Build("{\"aaaa\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 0)[12..]], "valid UTF-8" },
        { "half a surrogate", One("\\ud800", "U8", "[1]", "[0,1]", 1), "valid UTF-8" },
        { "unknown type beyond the end", One("a", "F7", "[1]", "[0,8]", 4), "at most 4" },
        { "type is a number", SafetensorsBytes.Build("{\"a\":{\"dtype\":5,\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[4]), "expected the name of a type" },
        { "negative size", One("a", "F32", "[-1]", "[0,4]", 4), "expected a size" },
        { "fraction", One("a", "F32", "[1.0]", "[0,4]", 4), "expected a size" },
        { "exponent", One("a", "F32", "[1e0]", "[0,4]", 4), "expected a size" },
        { "too large for 64 bits", One("a", "F32", "[18446744073709551617]", "[0,4]", 4), "expected a size" },
        { "product too large", One("a", "F32", "[4294967296,4294967296,4294967296]", "[0,4]", 4), "product fits in 63 bits" },
        { "bytes too many for 64 bits", One("a", "F32", "[9223372036854775807]", "[0,4]", 4), "bytes apart for 9223372036854775807" },
        { "many axes", One("a", "F32", "[" + string.Join(',', Enumerable.Repeat("1", 65)) + "]", "[0,4]", 4), "at most 64 axes" },
        { "offsets in wrong order", One("a", "F32", "[1]", "[4,0]", 4), "expected offsets in order" },
        { "negative offset", One("a", "F32", "[1]", "[-4,0]", 4), "expected an offset" },
        { "offset beyond the end", One("a", "F32", "[2]", "[0,8]", 4), "at most 4" },
        { "one offset", One("a", "F32", "[1]", "[0]", 4), "expected an offset" },
        { "three offsets", One("a", "F32", "[1]", "[0,4,4]", 4), "not more" },
        { "shape and offsets disagree", One("a", "F32", "[2]", "[0,4]", 4), "8 bytes apart for 2 elements of type F32, got 4" },
        { "hole at the start", One("a", "F32", "[1]", "[4,8]", 8), "to begin at 0" },
        { "bytes at the end", One("a", "F32", "[1]", "[0,4]", 5), "1 bytes follow" },
        { "truncated data", One("a", "F32", "[1]", "[0,4]", 3), "at most 3" },
        { "overlap", Two("a", "b", "[0,4]", "[0,4]", 4), "they overlap" },
        { "hole", Two("a", "b", "[0,4]", "[8,12]", 12), "they leave a hole" },
        { "same name", Two("a", "a", "[0,4]", "[4,8]", 8), "every name once, got 'a' twice" },
        { "same name and same data", Two("a", "a", "[0,4]", "[0,4]", 4), "every name once, got 'a' twice" },
        { "same name, escaped", Two("a", "\\u0061", "[0,4]", "[4,8]", 8), "every name once, got 'a' twice" },
        { "same field", SafetensorsBytes.Build("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1), "each once" },
        { "other field, cut", SafetensorsBytes.Build("{\"a\":{\"dtype\":\"U8\",\"x\":[1,"), "expected JSON" },
        { "missing field", SafetensorsBytes.Build("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1), "got no data_offsets" },
        { "long name", One(new string('n', 2_000_000), "U8", "[1]", "[0,1]", 1), "none of this name but " + new string('n', 100) + "… [1]" },
        { "metadata twice", SafetensorsBytes.Build("{\"__metadata__\":{},\"__metadata__\":{}}"), "got a second" },
        { "metadata of numbers", SafetensorsBytes.Build("{\"__metadata__\":{\"a\":1}}"), "expected a text" },
        { "metadata key twice", SafetensorsBytes.Build("{\"__metadata__\":{\"a\":\"1\",\"b\":\"\",\"\\u0061\":\"2\"}}"), "every key of the metadata once, got 'a' twice" },
        { "metadata of a list", SafetensorsBytes.Build("{\"__metadata__\":[]}"), "expected an object of texts" },
        { "metadata null and again", SafetensorsBytes.Build("{\"__metadata__\":null,\"__metadata__\":{}}"), "got a second" },
        { "many tensors", SafetensorsBytes.Build("{" + string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")) + "}"), "expected a tensor 'dense1.weight'" },
        { "many members that are no tensors", SafetensorsBytes.Build("{" + string.Join(',', Enumerable.Repeat("\"\":0", 400_000)) + "}"), "expected an object that describes a tensor" },
        { "many texts that are none", SafetensorsBytes.Build("{\"__metadata__\":{" + string.Join(',', Enumerable.Repeat("\"\":0", 400_000)) + "}}"), "expected a text" },
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void A_hostile_file_is_refused_and_the_network_stays(string what, byte[] data, string expected)
    {
        output.WriteLine(what);
        Small net = new(seed: 2);
        float[] parameters = net.Parameters.ToArray();
        Refuse(net, data); // the first call compiles
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Refuse(net, data);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (3L * data.Length) + Fuzz.Allowance); // the header, and what is made of it
        Assert.StartsWith("test: offset ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(parameters, net.Parameters.ToArray());
    }

    private static InvalidDataException Refuse(Small net, byte[] data) => Assert.Throws<InvalidDataException>(() =>
    {
        using SafetensorsFile file = SafetensorsBytes.Open(data);
        ModelFile.Load(net, file);
    });

    private static byte[] One(string name, string type, string shape, string offsets, int dataLength) =>
        SafetensorsBytes.Build($"{{\"{name}\":{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":{offsets}}}}}", new byte[dataLength]);

    private static byte[] Two(string a, string b, string offsetsA, string offsetsB, int dataLength) =>
        SafetensorsBytes.Build($"{{\"{a}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{offsetsA}}},\"{b}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{offsetsB}}}}}", new byte[dataLength]);
}
