using System.Buffers.Binary;
using System.Text;

namespace NetGen.Tests;

/// <summary>Safetensors files laid out by hand from the format's description.</summary>
internal static class SafetensorsBytes
{
    /// <summary>The header's length, the header, the data.</summary>
    public static byte[] Build(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)json.Length);
        json.CopyTo(file, 8);
        data.CopyTo(file, 8 + json.Length);
        return file;
    }

    public static byte[] Floats(params float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    public static SafetensorsFile Open(byte[] file) => SafetensorsFile.Open(new MemoryStream(file, writable: false), "test");
}
