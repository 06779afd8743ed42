using System.Text;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>Reads a text that comes from anywhere: no more memory than a limit, and what is no text is refused with its place.</summary>
internal static class TextFile
{
    /// <summary>The most bytes of a text, uncompressed: half of the longest string.</summary>
    private const int MaximumLength = 1 << 29;

    private const int FirstLength = 1 << 16;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file in UTF-8, plain or compressed by gzip, with line feeds as line ends.</summary>
    /// <exception cref="InvalidDataException">It is none, or too long.</exception>
    public static string Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path);
        if (!GzipMembers.Begins(file))
            return Decode(path, Read(path, file, file.Length));

        using GzipMembers members = new(path, file);
        return Decode(path, Read(path, members, FirstLength));
    }

    private static ReadOnlySpan<byte> Read(string path, Stream stream, long expected)
    {
        long limit = Math.Min(MaximumLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);
        byte[] bytes = new byte[Math.Min(expected, limit) + 1];
        int count = 0;
        while (true)
        {
            int read = stream.Read(bytes.AsSpan(count));
            if (read == 0)
                return bytes.AsSpan(0, count);

            count += read;
            if (count > limit)
                throw new InvalidDataException($"{path}: expected a text of at most {limit} bytes, uncompressed, but it is longer.");
            if (count == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1));
        }
    }

    private static string Decode(string path, ReadOnlySpan<byte> bytes)
    {
        int start = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return s_strict.GetString(bytes[start..]).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException e)
        {
            int at = start + e.Index;
            string hint = bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble) ? "; it begins like UTF-16" : "";
            throw new InvalidDataException($"{path}: offset {at}: expected text in UTF-8, got the byte 0x{bytes[at]:X2}{hint}.", e);
        }
    }
}
