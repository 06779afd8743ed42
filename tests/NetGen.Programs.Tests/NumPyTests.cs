using System.IO.Compression;
using System.Text;

namespace NetGen.Programs.Tests;

/// <summary>Arrays as numpy.save 1.24 wrote them, and such as it would not.</summary>
public sealed class NumPyTests : IDisposable
{
    private const string Magic = "\u0093NUMPY";

    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-numpy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>0 to 5 as two rows of three.</summary>
    [Theory]
    [InlineData("|b1", false, "000101010101", new double[] { 0, 1, 1, 1, 1, 1 })]
    [InlineData("|u1", false, "000102030405", new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData("|i1", false, "0001020304ff", new double[] { 0, 1, 2, 3, 4, -1 })]
    [InlineData("<i2", false, "000001000200030004000500", new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(">u2", false, "000000010002000300040005", new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData("<f2", false, "0000003c00400042004400c5", new double[] { 0, 1, 2, 3, 4, -5 })]
    [InlineData("<f4", false, "000000000000803f0000004000004040000080400000a040", new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData("<f4", true, "00000000000040400000803f00008040000000400000a040", new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(">i4", true, "000000000000000300000001000000040000000200000005", new double[] { 0, 1, 2, 3, 4, 5 })]
    public void Numbers_of_any_type_and_order_are_read(string descr, bool isColumnMajor, string content, double[] expected)
    {
        foreach (int version in (int[])[1, 2, 3])
        {
            NumPyArray array = NumPyArray.Read(Array($"{{'descr': '{descr}', 'fortran_order': {isColumnMajor}, 'shape': (2, 3), }}", Convert.FromHexString(content), version));
            Assert.Equal([2L, 3], array.Shape);
            Assert.Equal(expected, array.ToArray<double>());
        }
    }

    [Fact]
    public void An_array_of_three_axes_is_turned_as_a_whole()
    {
        // arange(24).reshape(2, 3, 4) in column-major order
        byte[] values = [.. Enumerable.Range(0, 4).SelectMany(k => Enumerable.Range(0, 3).SelectMany(j => Enumerable.Range(0, 2).Select(i => (byte)((((i * 3) + j) * 4) + k))))];
        NumPyArray array = NumPyArray.Read(Array("{'shape': (2, 3, 4), \"fortran_order\": True, 'descr': '|u1'}", values));
        Assert.Equal(Enumerable.Range(0, 24), array.ToArray<int>());
    }

    [Fact]
    public void What_is_written_is_what_numpy_writes()
    {
        MemoryStream stream = new();
        NumPyArray.Create([2, 3], [0f, 1, 2, 3, 4, 5]).Save(stream);
        byte[] bytes = stream.ToArray();
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n", Encoding.Latin1.GetString(bytes, 10, 118));
        Assert.Equal(Convert.FromHexString("934e554d505901007600"), bytes[..10]);
        Assert.Equal(128 + 24, bytes.Length);

        foreach (long[] shape in (long[][])[[], [1], [0, 3], [1, 1, 1]])
        {
            string path = Path.Combine(_folder, "a.npy");
            NumPyArray array = NumPyArray.Create(shape, new double[shape.Aggregate(1L, (a, b) => a * b)]);
            array.Save(path);
            Assert.Equal(shape, NumPyArray.Read(path).Shape);
            Assert.Equal(array.Count, NumPyArray.Read(path).Count);
        }

        Assert.Throws<ArgumentException>(() => NumPyArray.Create<float>([2, 2], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => NumPyArray.Create<float>([-1, -3], [1, 2, 3]));
        Assert.Throws<OverflowException>(() => NumPyArray.Create<float>([1], [float.NaN]).ToArray<int>());
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "pickled")]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", "offset 10: expected elements of a type among b1, u1")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "records of several fields are not read")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }", "offset 20")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "offset 27")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "each of 'descr', 'fortran_order' and 'shape' once, got the end of the header")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "expected True or False, got '0")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }", "less than 2 GB")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "from 0 to 2^63 - 1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (400000000,), }", "expected 1600000000 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "got '-1,), }'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "expected 8 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "nothing after the 4 bytes", 5)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), } 1", "nothing after the dictionary")]
    [InlineData("", "expected '{', got the end of the header")]
    public void What_is_no_array_of_numbers_is_refused_with_its_place(string header, string expected, int bytes = 4) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => NumPyArray.Read(Array(header, new byte[bytes]), "x.npy")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_ends_anywhere_is_refused()
    {
        MemoryStream stream = new();
        NumPyArray.Create([3], [1L, 2, 3]).Save(stream);
        byte[] whole = stream.ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            string message = Assert.Throws<InvalidDataException>(() => NumPyArray.Read(new MemoryStream(whole, 0, length), "x.npy")).Message;
            Assert.StartsWith("x.npy: ", message, StringComparison.Ordinal);
        }

        Assert.Throws<FileNotFoundException>(() => NumPyArray.Read(Path.Combine(_folder, "none.npy")));
        Assert.Contains("expected version 1, 2 or 3", Assert.Throws<InvalidDataException>(() => NumPyArray.Read(new MemoryStream([.. whole[..6], 9, .. whole[7..]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_hold_arrays_by_name()
    {
        string path = Path.Combine(_folder, "a.npz"), again = Path.Combine(_folder, "b.npz");
        KeyValuePair<string, NumPyArray>[] arrays = [new("x", NumPyArray.Create([2], [1f, 2])), new("layer.weight", NumPyArray.Create([1, 1], [3.0]))];
        NumPyArchive.Write(path, arrays);
        NumPyArchive.Write(again, arrays);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
        using (NumPyArchive archive = NumPyArchive.Open(path))
        {
            Assert.Equal(["layer.weight", "x"], archive.Names);
            Assert.Equal([1f, 2], archive.Read("x").ToArray<float>());
            Assert.Contains("expected an array 'y', got layer.weight, x", Assert.Throws<KeyNotFoundException>(() => archive.Read("y")).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => NumPyArchive.Write(path, [arrays[0], arrays[0]]));
        File.WriteAllText(path, "PK no");
        Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => NumPyArchive.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_promises_more_than_it_can_hold_takes_no_memory()
    {
        string path = Path.Combine(_folder, "bomb.npz");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("x.npy").Open();
            entry.Write(Array("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }", new byte[100_000]).ToArray());
        }

        using NumPyArchive archive = NumPyArchive.Open(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("expected 2000000000 bytes", Assert.Throws<InvalidDataException>(() => archive.Read("x")).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_network_goes_to_an_archive_and_back()
    {
        string path = Path.Combine(_folder, "net.npz");
        Classifier net = new(1), other = new(2);
        ModelFile.SaveNumPy(net, path);
        LoadReport report = other.Load(path);
        Assert.Equal(net.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Equal(net.State.ToArray(), other.State.ToArray());
        Assert.Equal($"loaded {report.Loaded.Count} tensors", report.ToString());

        // Names of another program.
        Regressor first = new(1), second = new(2);
        ModelFile.SaveNumPy(first, path);
        using (NumPyArchive archive = NumPyArchive.Open(path))
            NumPyArchive.Write(path, archive.Names.ToArray().Select(name => KeyValuePair.Create($"model.{name}", archive.Read(name))));
        Assert.Throws<InvalidDataException>(() => second.Load(path));
        second.Load(path, names: NameMap.From(new Dictionary<string, string> { ["*"] = "model.*" }));
        Assert.Equal(first.Parameters.ToArray(), second.Parameters.ToArray());
    }

    private static MemoryStream Array(string header, byte[] content, int version = 1)
    {
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length);
        return new([.. Encoding.Latin1.GetBytes(Magic), (byte)version, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. content]);
    }
}
