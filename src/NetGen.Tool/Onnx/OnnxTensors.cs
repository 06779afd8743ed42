using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NetGen.Tool.Graphs;
using Onnx;

namespace NetGen.Tool.Onnx;

/// <summary>Tensors of an ONNX file: as raw bytes, as typed numbers, or in a file beside it.</summary>
/// <param name="path">The model's file, whose folder external data lie in.</param>
internal sealed class OnnxTensors(string path)
{
    /// <summary>Reads a tensor.</summary>
    /// <exception cref="ToolException">Its data are not those of its shape, or of a type that is no number.</exception>
    public Tensor Read(TensorProto tensor)
    {
        try
        {
            return Decode(tensor);
        }
        catch (ToolException e)
        {
            throw new ToolException($"{path}: tensor {Shown.Quoted(tensor.Name)}: {e.Message}");
        }
    }

    private Tensor Decode(TensorProto tensor)
    {
        long[] shape = [.. tensor.Dims];
        if (shape.Any(Batch.IsPart) || shape.Any(size => size < 0))
            throw new ToolException($"Expected sizes from 0 to {int.MaxValue}, got [{string.Join(", ", shape)}].");
        long count = Tensor.Count(shape);
        TensorProto.Types.DataType type = (TensorProto.Types.DataType)tensor.DataType;
        int width = type switch
        {
            TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Uint32 => 4,
            TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Uint64 => 8,
            TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16 or TensorProto.Types.DataType.Int16 or TensorProto.Types.DataType.Uint16 => 2,
            TensorProto.Types.DataType.Int8 or TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Bool => 1,
            _ => throw new ToolException($"Expected numbers, got elements of the type {type}."),
        };
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            return FromBytes(type, shape, new ExternalData(path, tensor).Read(count * width));
        if (tensor.RawData.Length > 0)
        {
            if (tensor.RawData.Length != count * width)
                throw new ToolException($"Expected {count * width} bytes of data for the shape {Shown.Shape(shape)}, got {tensor.RawData.Length}.");
            return FromBytes(type, shape, tensor.RawData.Span);
        }

        return FromNumbers(tensor, type, shape, count);
    }

    private static Tensor FromNumbers(TensorProto tensor, TensorProto.Types.DataType type, long[] shape, long count)
    {
        int given = type switch
        {
            TensorProto.Types.DataType.Float => tensor.FloatData.Count,
            TensorProto.Types.DataType.Double => tensor.DoubleData.Count,
            TensorProto.Types.DataType.Int64 => tensor.Int64Data.Count,
            TensorProto.Types.DataType.Uint32 or TensorProto.Types.DataType.Uint64 => tensor.Uint64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (given != count)
            throw new ToolException($"Expected {count} numbers for the shape {Shown.Shape(shape)}, got {given}.");
        return type switch
        {
            TensorProto.Types.DataType.Float => Tensor.Of(shape, tensor.FloatData.ToArray()),
            TensorProto.Types.DataType.Double => Tensor.Of(shape, tensor.DoubleData.ToArray()),
            TensorProto.Types.DataType.Int64 => Tensor.Of(shape, tensor.Int64Data.ToArray()),
            TensorProto.Types.DataType.Uint32 or TensorProto.Types.DataType.Uint64 => Tensor.Of(shape, [.. tensor.Uint64Data.Select(value => (long)value)]),
            TensorProto.Types.DataType.Float16 => Tensor.Of(shape, [.. tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))]),
            TensorProto.Types.DataType.Bfloat16 => Tensor.Of(shape, [.. tensor.Int32Data.Select(bits => BitConverter.Int32BitsToSingle(bits << 16))]),
            _ => Tensor.Of(shape, [.. tensor.Int32Data.Select(value => (long)value)]),
        };
    }

    private static Tensor FromBytes(TensorProto.Types.DataType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        // Little-endian, as the machines that .NET runs on; SafetensorsWriter refuses others.
        return type switch
        {
            TensorProto.Types.DataType.Float => Tensor.Of(shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray()),
            TensorProto.Types.DataType.Double => Tensor.Of(shape, MemoryMarshal.Cast<byte, double>(bytes).ToArray()),
            TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Uint64 => Tensor.Of(shape, MemoryMarshal.Cast<byte, long>(bytes).ToArray()),
            TensorProto.Types.DataType.Float16 => Each<float>(2, bytes, static b => (float)BinaryPrimitives.ReadHalfLittleEndian(b), shape),
            TensorProto.Types.DataType.Bfloat16 => Each<float>(2, bytes, static b => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(b) << 16), shape),
            TensorProto.Types.DataType.Int32 => Each<long>(4, bytes, static b => BinaryPrimitives.ReadInt32LittleEndian(b), shape),
            TensorProto.Types.DataType.Uint32 => Each<long>(4, bytes, static b => BinaryPrimitives.ReadUInt32LittleEndian(b), shape),
            TensorProto.Types.DataType.Int16 => Each<long>(2, bytes, static b => BinaryPrimitives.ReadInt16LittleEndian(b), shape),
            TensorProto.Types.DataType.Uint16 => Each<long>(2, bytes, static b => BinaryPrimitives.ReadUInt16LittleEndian(b), shape),
            TensorProto.Types.DataType.Int8 => Each<long>(1, bytes, static b => (sbyte)b[0], shape),
            _ => Each<long>(1, bytes, static b => b[0], shape),
        };
    }

    private delegate T ReadOne<T>(ReadOnlySpan<byte> bytes);

    private static Tensor Each<T>(int width, ReadOnlySpan<byte> bytes, ReadOne<T> read, long[] shape)
    {
        T[] data = new T[bytes.Length / width];
        for (int i = 0; i < data.Length; i++)
            data[i] = read(bytes.Slice(i * width, width));
        return data is float[] singles ? Tensor.Of(shape, singles) : Tensor.Of(shape, (long[])(object)data);
    }
}
