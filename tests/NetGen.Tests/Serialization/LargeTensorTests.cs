using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Tensors beyond 2 GB, in sparse files: what was never written reads as zeros and takes no room on the disk.</summary>
public sealed class LargeTensorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_of_more_than_two_gigabytes_is_read_whole()
    {
        const int Count = (1 << 29) + 16; // floats: 2 GB and 64 bytes
        string json = $"{{\"t\":{{\"dtype\":\"F32\",\"shape\":[2,{Count / 2}],\"data_offsets\":[0,{4L * Count}]}}}}";
        using SafetensorsFile file = SafetensorsFile.Open(new Untouched(json, 4L * Count));
        float[] values = file.Read<float>("t");
        Assert.Equal((Count, 1f, 1f), (values.Length, values[0], values[^1]));
        values[^1] = 0;
        file.Read<float>("t", values);
        Assert.Equal(1, values[^1]);
    }

    [Theory]
    [InlineData("F32", 4, 1L << 31)]
    [InlineData("F64", 8, 1L << 30)]
    [InlineData("F16", 2, 5L << 30)]
    public void A_tensor_that_no_array_holds_is_read_in_parts(string type, int size, long count)
    {
        if (OperatingSystem.IsWindows())
            return; // there, a file is sparse only when it is told so
        byte[] two = type switch { "F32" => BitConverter.GetBytes(2f), "F64" => BitConverter.GetBytes(2.0), _ => BitConverter.GetBytes((Half)2) };
        string path = Sparse("huge", type, $"[{count}]", size * count, (size * (count - 1), two), (size * (count / 2), two));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        float[] part = new float[4];
        file.Read<float>("t", count - 4, part);
        Assert.Equal([0, 0, 0, 2], part);
        file.Read<float>("t", (count / 2) - 1, part);
        Assert.Equal([0, 2, 0, 0], part);
        file.Read<float>("t", count, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read<float>("t", count - 3, part));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read<float>("t", -1, part));
        if (count > Array.MaxLength)
            Assert.Contains($"has {count} elements; at most {Array.MaxLength} fit in an array", Assert.Throws<InvalidDataException>(() => file.Read<float>("t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_are_whole_numbers_and_all_of_them()
    {
    
        double[] memory = new double[(1 << 23) + 5];
        Span<double> rest = memory;
        List<int> lengths = [];
        while (BytePieces.Next(ref rest, out Span<byte> piece))
            lengths.Add(piece.Length);
        Assert.Equal([1 << 26, 40], lengths);

        Counting stream = new();
        BytePieces.Write<double>(stream, memory);
        BytePieces.Write<byte>(stream, []);
        Assert.Equal(memory.Length * 8L, stream.Total);
    }

    [Fact]
    public void Examples_beyond_two_gigabytes_into_a_file_are_read()
    {
        if (OperatingSystem.IsWindows())
            return;
        const int Size = 1 << 20, Examples = 1500; // 6 GB
        using (FileStream inputs = File.Create(_folder["x"]), targets = File.Create(_folder["y"]))
        {
            inputs.SetLength(4L * Size * Examples);
            targets.SetLength(4L * Examples);
            inputs.Position = (4L * Size * (Examples - 1)) + 4;
            inputs.Write(BitConverter.GetBytes(9f));
        }

        using RawFileDataset<float, int> data = new(_folder["x"], _folder["y"], Size);
        float[] example = new float[Size];
        data.CopyTo([Examples - 1], example, new int[1]);
        Assert.Equal((0f, 9f, 0f), (example[0], example[1], example[^1]));
    }

    [Fact]
    public void An_image_of_almost_as_many_pixels_as_an_array_can_hold_is_read_to_its_last()
    {
        if (OperatingSystem.IsWindows())
            return;
        int[] sides = [46_340, 46_340]; // 2,147,395,600 pixels
        using (FileStream images = File.Create(_folder["images"]))
        {
            byte[] header = new byte[16];
            foreach ((int value, int at) in ((int, int)[])[(0x803, 0), (1, 4), (sides[0], 8), (sides[1], 12)])
                BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(at), value);
            images.Write(header);
            images.SetLength(16 + ((long)sides[0] * sides[1]));
        }

        File.WriteAllBytes(_folder["labels"], IdxBytes.Labels(3));
        using ImageFileDataset data = IdxFile.OpenDataset(_folder["images"], _folder["labels"]);
        Assert.Equal(sides[0] * sides[1], data.InputSize);
        Assert.Throws<ArgumentException>(() => data.CopyTo([0], new float[5], new int[1]));
    }

    /// <summary>A file of one tensor, zeros but for a few bytes.</summary>
    private string Sparse(string name, string type, string shape, long bytes, params (long Offset, byte[] Data)[] written)
    {
        string json = $"{{\"t\":{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":[0,{bytes}]}}}}";
        string path = _folder[name];
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)json.Length));
        file.Write(Encoding.ASCII.GetBytes(json));
        long start = file.Position;
        file.SetLength(start + bytes);
        foreach ((long offset, byte[] data) in written)
        {
            file.Position = start + offset;
            file.Write(data);
        }

        return path;
    }

    /// <summary>Counts what is written.</summary>
    private sealed class Counting : MemoryStream
    {
        public long Total { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Total += buffer.Length;
    }

    /// <summary>A header, and data of which a read writes only its first and last number, 1: pages in between are never touched and take no memory.</summary>
    private sealed class Untouched(string json, long bytes) : MemoryStream
    {
        private readonly byte[] _header = [.. BitConverter.GetBytes((long)json.Length), .. Encoding.ASCII.GetBytes(json)];

        public override long Length => _header.Length + bytes;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, Length - Position);
            if (Position < _header.Length)
            {
                _header.AsSpan((int)Position, count).CopyTo(buffer);
            }
            else
            {
                BitConverter.TryWriteBytes(buffer, 1f);
                BitConverter.TryWriteBytes(buffer[(count - 4)..], 1f);
            }

            Position += count;
            return count;
        }
    }
}
