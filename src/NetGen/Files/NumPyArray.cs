using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// An array in NumPy's format, as <c>numpy.save</c> writes it and <c>numpy.load</c> reads it: <c>.npy</c> files, and the entries of <c>.npz</c> archives
/// (<see cref="NumPyArchive"/>). Here its elements lie in row-major order and little-endian, whatever the file had.
/// </summary>
/// <remarks>
/// Read are numbers and truth values (b1, u1 to u8, i1 to i8, f2, f4, f8) in either byte order, row-major or column-major (<c>fortran_order</c>), versions 1 to 3 of the format.
/// Arrays of objects are refused: they are pickled, and reading them would run what the file says. So are texts, dates, complex numbers and records.
/// The source of the format is NumPy's <c>numpy.lib.format</c>.
/// </remarks>
/// <example>
/// <code>
/// NumPyArray images = NumPyArray.Read("images.npy");            // numpy.save("images.npy", images)
/// float[] pixels = images.ToArray&lt;float&gt;();
/// NumPyArray.Create([2, 3], [1f, 2, 3, 4, 5, 6]).Save("matrix.npy");
/// </code>
/// </example>
public sealed class NumPyArray
{
    // Read in pieces, so that memory is taken as the file turns out to have what it promises.
    private const int Piece = 1 << 24;

    private readonly byte[] _bytes;
    private readonly long[] _shape;

    private NumPyArray(TensorType type, long[] shape, byte[] bytes) => (Type, _shape, _bytes) = (type, shape, bytes);

    /// <summary>The type of the elements.</summary>
    public TensorType Type { get; }

    /// <summary>The lengths of the axes; none of a single number.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The number of elements.</summary>
    public int Count => _bytes.Length / Type.Size();

    /// <summary>The elements' bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>An array of numbers, which are copied.</summary>
    /// <typeparam name="T">float, double, byte, int, long or ulong.</typeparam>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <exception cref="ArgumentException">They are not as many as the shape says, or a length is negative.</exception>
    /// <exception cref="NotSupportedException">The elements are of another type.</exception>
    public static NumPyArray Create<T>(ReadOnlySpan<long> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        TensorType type = TensorTypes.Of<T>();
        if (CountOf(shape) is not { } count || count != values.Length)
            throw new ArgumentException($"Expected as many numbers as an array of the shape ({string.Join(", ", shape.ToArray())}) has, got {values.Length}.", nameof(values));
        return new NumPyArray(type, shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no array of numbers: the message names file, offset, what was expected and what came.</exception>
    public static NumPyArray Read(string path)
    {
        using FileStream stream = CompilerServices.RegularFile.OpenRead(path);
        return Read(stream, path, stream.Length);
    }

    /// <summary>Reads from a stream, to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no array of numbers.</exception>
    public static NumPyArray Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, name, stream.CanSeek ? stream.Length - stream.Position : long.MaxValue);
    }

    /// <summary>Writes the file under a temporary name, flushes it to the disk and renames it.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">The stream.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(NumPyHeader.Write(Type, _shape));
        stream.Write(_bytes);
    }

    /// <summary>The elements in row-major order, converted where the array has another type: exactly where the new type has the value, to the nearest where not.</summary>
    /// <typeparam name="T">Any type of numbers.</typeparam>
    /// <exception cref="OverflowException">An element is beyond the new type's range, or a NaN becomes a whole number.</exception>
    public T[] ToArray<T>()
        where T : unmanaged, INumber<T>
    {
        T[] result = new T[Count];
        switch (Type)
        {
            case TensorType.BOOL:
            case TensorType.U8:
                Convert<byte, T>(result);
                break;
            case TensorType.I8:
                Convert<sbyte, T>(result);
                break;
            case TensorType.I16:
                Convert<short, T>(result);
                break;
            case TensorType.U16:
                Convert<ushort, T>(result);
                break;
            case TensorType.I32:
                Convert<int, T>(result);
                break;
            case TensorType.U32:
                Convert<uint, T>(result);
                break;
            case TensorType.I64:
                Convert<long, T>(result);
                break;
            case TensorType.U64:
                Convert<ulong, T>(result);
                break;
            case TensorType.F16:
                Convert<Half, T>(result);
                break;
            case TensorType.F32:
                Convert<float, T>(result);
                break;
            default:
                Convert<double, T>(result);
                break;
        }

        return result;
    }

    /// <param name="stream">Where it begins.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="length">The bytes that there are at most.</param>
    internal static NumPyArray Read(Stream stream, string name, long length)
    {
        NumPyHeader header = NumPyHeader.Read(stream, name);
        string shown = $"({string.Join(", ", header.Shape)})";
        if (CountOf(header.Shape) is not { } count || count > Array.MaxLength / header.Type.Size())
            throw new InvalidDataException($"{name}: expected an array of less than 2 GB, got the shape {shown}.");
        int bytes = (int)count * header.Type.Size();
        if (bytes > length)
            throw new InvalidDataException($"{name}: expected {bytes} bytes for the elements of {shown}, got {length} in all: the file is cut off.");
        byte[] values = ReadBytes(stream, bytes, name, shown);
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"{name}: expected nothing after the {bytes} bytes of the elements of {shown}, got more.");
        if (header.IsBigEndian)
            Reverse(values, header.Type.Size());
        if (header.IsColumnMajor && header.Shape.Length > 1)
            values = ToRowMajor(values, header.Shape, header.Type.Size());
        return new NumPyArray(header.Type, header.Shape, values);
    }

    private static byte[] ReadBytes(Stream stream, int count, string name, string shape)
    {
        byte[] values = new byte[Math.Min(count, Piece)];
        for (int read = 0; read < count;)
        {
            if (read == values.Length)
                Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            int some = stream.Read(values, read, values.Length - read);
            if (some == 0)
                throw new InvalidDataException($"{name}: expected {count} bytes for the elements of {shape}, got {read}: the file is cut off.");
            read += some;
        }

        return values;
    }

    /// <summary>The number of elements; null where it overflows or a length is negative.</summary>
    private static long? CountOf(ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        foreach (long axis in shape)
        {
            if (axis < 0)
                return null;
            count *= axis;
            if (count > long.MaxValue)
                return null;
        }

        return (long)count;
    }

    private static void Reverse(byte[] values, int size)
    {
        for (int i = 0; i < values.Length; i += size)
            values.AsSpan(i, size).Reverse();
    }

    private static byte[] ToRowMajor(byte[] values, long[] shape, int size)
    {
        byte[] result = new byte[values.Length];
        long[] index = new long[shape.Length], strides = new long[shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
            strides[axis] = axis == 0 ? size : strides[axis - 1] * shape[axis - 1];
        for (int to = 0, from = 0; to < result.Length; to += size)
        {
            values.AsSpan(from, size).CopyTo(result.AsSpan(to));
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += (int)strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= (int)(strides[axis] * shape[axis]);
                index[axis] = 0;
            }
        }

        return result;
    }

    private void Convert<TFrom, TTo>(TTo[] result)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        ReadOnlySpan<TFrom> values = MemoryMarshal.Cast<byte, TFrom>(_bytes);
        for (int i = 0; i < result.Length; i++)
            result[i] = TTo.CreateChecked(values[i]);
    }
}
