using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen;

/// <summary>
/// What a file says of its image, read and checked before anything is decoded: a decoder takes memory by these numbers, and what it makes of a file that ends too early
/// looks like an image.
/// </summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct ImageHeader(int Width, int Height)
{
    private const int PngStart = 8, ChunkFrame = 12;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the header of a PNG, JPEG or BMP file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maximumPixels">The most pixels.</param>
    /// <exception cref="InvalidDataException">It is none of these, is cut off, or too large.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> file, int maximumPixels)
    {
        if (file.StartsWith(PngSignature))
            return ReadPng(file, maximumPixels);
        if (file.StartsWith<byte>([0xFF, 0xD8]))
            return ReadJpeg(file, maximumPixels);
        if (file.StartsWith("BM"u8))
            return ReadBitmap(file, maximumPixels);
        throw new InvalidDataException($"expected a PNG, JPEG or BMP file, got one that begins with {(file.IsEmpty ? "nothing" : Convert.ToHexString(file[..Math.Min(4, file.Length)]))}");
    }

    private static ImageHeader Checked(long width, long height, int maximumPixels) =>
        width < 1 || height < 1 ? throw new InvalidDataException($"expected an image of at least 1 x 1 pixels, got {width} x {height}")
        : width > maximumPixels || height > maximumPixels || width * height > maximumPixels ? throw new InvalidDataException($"expected an image of at most {maximumPixels} pixels, got {width} x {height}")
        : new((int)width, (int)height);

    private static ImageHeader ReadPng(ReadOnlySpan<byte> file, int maximumPixels)
    {
        const int HeaderLength = 13;
        ReadOnlySpan<byte> header = Chunk(file, PngStart, out ReadOnlySpan<byte> name);
        if (!name.SequenceEqual("IHDR"u8) || header.Length != HeaderLength)
            throw new InvalidDataException("expected a PNG file to begin with its header");
        ImageHeader image = Checked(BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]), maximumPixels);
        int channels = header[9] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => throw new InvalidDataException($"expected one of PNG's colour types, got {header[9]}") };
        int bits = header[8] is 1 or 2 or 4 or 8 or 16 ? header[8] * channels : throw new InvalidDataException($"expected 1, 2, 4, 8 or 16 bits, got {header[8]}");

        using MemoryStream data = new();
        for (int offset = PngStart; ; offset += ChunkFrame + header.Length)
        {
            header = Chunk(file, offset, out name);
            if (name.SequenceEqual("IDAT"u8))
                data.Write(header);
            if (name.SequenceEqual("IEND"u8))
                break;
        }

        RequireRows(data, header: image, bits, isInterlaced: file[PngStart + 8 + 12] != 0);
        return image;
    }

    /// <summary>The data of a chunk, and its name.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int offset, out ReadOnlySpan<byte> name)
    {
        if (file.Length - offset < ChunkFrame)
            throw new InvalidDataException("the PNG file is cut off");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[offset..]);
        if (length > (uint)(file.Length - offset - ChunkFrame))
            throw new InvalidDataException("the PNG file is cut off");
        name = file.Slice(offset + 4, 4);
        return file.Slice(offset + 8, (int)length);
    }

    /// <summary>The compressed rows are whole, have the right checksum and are not more than they should be: a decoder would make room for whatever comes.</summary>
    private static void RequireRows(MemoryStream data, ImageHeader header, int bits, bool isInterlaced)
    {
        long expected = isInterlaced ? BytesInterlaced(header, bits) : Bytes(header.Width, header.Height, bits), actual = 0;
        data.Position = 0;
        byte[] piece = new byte[1 << 16];
        using ZLibStream rows = new(data, CompressionMode.Decompress);
        try
        {
            for (int read; (read = rows.Read(piece)) > 0 && actual <= expected;)
                actual += read;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"the rows of the PNG file are damaged: {e.Message}", e);
        }

        if (actual != expected)
            throw new InvalidDataException($"expected {expected} bytes of rows in the PNG file, got {(actual > expected ? "more" : $"{actual}")}");
    }

    /// <summary>Each row has a byte before it that says how it is filtered.</summary>
    private static long Bytes(long width, long height, int bits) => width == 0 ? 0 : (1 + (width * bits + 7) / 8) * height;

    /// <summary>Adam7: seven images one after the other, of every so manieth pixel from a start on.</summary>
    private static long BytesInterlaced(ImageHeader header, int bits)
    {
        ReadOnlySpan<(int X, int Y, int StepX, int StepY)> passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        long sum = 0;
        foreach ((int x, int y, int stepX, int stepY) in passes)
            sum += Bytes((header.Width - x + stepX - 1) / stepX, (header.Height - y + stepY - 1) / stepY, bits);
        return sum;
    }

    private static ImageHeader ReadJpeg(ReadOnlySpan<byte> file, int maximumPixels)
    {
        int offset = 2;
        while (true)
        {
            while (offset < file.Length && file[offset] == 0xFF)
                offset++;
            if (file.Length - offset < 3 || file[offset - 1] != 0xFF)
                throw new InvalidDataException("the JPEG file is cut off, or no marker stands where one should");
            int marker = file[offset], length = BinaryPrimitives.ReadUInt16BigEndian(file[(offset + 1)..]);
            if (length < 2 || length > file.Length - offset - 1)
                throw new InvalidDataException("the JPEG file is cut off");
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8)
                    throw new InvalidDataException("the JPEG file has a frame without a size");
                ReadOnlySpan<byte> frame = file[(offset + 3)..];
                ImageHeader image = Checked(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), maximumPixels);
                return file[(offset + length)..].LastIndexOf<byte>([0xFF, 0xD9]) >= 0 ? image : throw new InvalidDataException("the JPEG file is cut off: no end is marked");
            }

            if (marker is 0xDA or 0xD9)
                throw new InvalidDataException("the JPEG file has no frame before its data");
            offset += 1 + length;
        }
    }

    private static ImageHeader ReadBitmap(ReadOnlySpan<byte> file, int maximumPixels)
    {
        const int FileHeader = 14, OldHeader = 12, OldLength = 26, Length = 34;
        if (file.Length < OldLength)
            throw new InvalidDataException("the BMP file is cut off");
        int start = BinaryPrimitives.ReadInt32LittleEndian(file[10..]), size = BinaryPrimitives.ReadInt32LittleEndian(file[FileHeader..]);
        bool isOld = size == OldHeader;
        if (!isOld && file.Length < Length)
            throw new InvalidDataException("the BMP file is cut off");
        long width = isOld ? BinaryPrimitives.ReadUInt16LittleEndian(file[18..]) : BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        long height = isOld ? BinaryPrimitives.ReadUInt16LittleEndian(file[20..]) : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        ImageHeader image = Checked(width, height, maximumPixels);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(isOld ? 24 : 28)..]);
        long rows = (width * bits + 31) / 32 * 4 * height;
        return start >= FileHeader && bits is 1 or 4 or 8 or 16 or 24 or 32 && file.Length - start >= rows ? image
            : throw new InvalidDataException($"expected {rows} bytes of rows of {bits} bits from offset {start} on in the BMP file, got {Math.Max(0, file.Length - (long)start)}");
    }
}
