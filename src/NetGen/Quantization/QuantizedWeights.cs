using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// A matrix of int8 weights, which is multiplied with rows of bytes: y[o] = scale[o]·Σ w[o, k]·q[k] + bias[o]. Sums are of integers and so have the same
/// bits on every path; the scale and the bias are applied in single precision, one multiplication and one addition.
/// </summary>
/// <remarks>
/// The weights of 16 outputs lie side by side, four terms of each: vpmaddubsw multiplies four broadcast bytes with them and adds pairs (at most
/// 2·127·127, which 16 bits hold), vpmaddwd adds the pairs, and each lane of 32 bits is an output. vpdpbusd does both where the machine has it.
/// </remarks>
internal sealed class QuantizedWeights
{
    /// <summary>Outputs that are computed together, and the number to which outputs are rounded up.</summary>
    public const int Block = 16;

    private const int Terms = 4;

    private readonly AlignedBuffer<sbyte> _weights;
    private readonly AlignedBuffer<float> _scales;
    private readonly AlignedBuffer<float> _biases;
    private readonly int _groups;

    /// <summary>Packs weights.</summary>
    /// <param name="weights">Row-major, a row for each output, from −127 to 127.</param>
    /// <param name="rowScales">The scale of each row.</param>
    /// <param name="bias">The bias of each output.</param>
    /// <param name="input">How inputs become bytes: the zero's share of every sum goes into the bias.</param>
    public QuantizedWeights(ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> rowScales, ReadOnlySpan<float> bias, QuantizedInput input)
    {
        Outputs = rowScales.Length;
        Inputs = weights.Length / Outputs;
        _groups = (Inputs + Terms - 1) / Terms;
        int padded = Rounded(Outputs, Block);
        _weights = new AlignedBuffer<sbyte>(checked(padded * _groups * Terms));
        _scales = new AlignedBuffer<float>(padded);
        _biases = new AlignedBuffer<float>(padded);
        for (int o = 0; o < Outputs; o++)
        {
            ReadOnlySpan<sbyte> row = weights.Slice(o * Inputs, Inputs);
            long sum = 0;
            for (int k = 0; k < row.Length; k++)
            {
                _weights.Span[Position(o, k)] = row[k];
                sum += row[k];
            }

            double scale = (double)rowScales[o] * input.Scale;
            _scales.Span[o] = (float)scale;
            _biases.Span[o] = (float)(bias[o] - scale * input.Zero * sum);
        }
    }

    /// <summary>The number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The number of terms of each.</summary>
    public int Inputs { get; }

    /// <summary>The bytes that a row of inputs needs: a multiple of four.</summary>
    public int RowLength => _groups * Terms;

    /// <summary>The bytes that it all takes.</summary>
    public long Bytes => _weights.Length + sizeof(float) * (long)(_scales.Length + _biases.Length);

    /// <summary>A number rounded up to a multiple of another.</summary>
    public static int Rounded(int number, int multiple) => (number + multiple - 1) / multiple * multiple;

    /// <summary>The weights, row-major.</summary>
    public sbyte[] ToArray()
    {
        sbyte[] weights = new sbyte[Outputs * Inputs];
        for (int o = 0; o < Outputs; o++)
        {
            for (int k = 0; k < Inputs; k++)
                weights[o * Inputs + k] = _weights.Span[Position(o, k)];
        }

        return weights;
    }

    /// <summary>The widest vectors, in bits, that this machine multiplies bytes with.</summary>
    public static int Width => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? 512 : Vector256.IsHardwareAccelerated && Avx2.IsSupported ? 256 : 128;

    /// <summary>The outputs of one row.</summary>
    /// <param name="row"><see cref="RowLength"/> bytes, those beyond the inputs of any value.</param>
    /// <param name="outputs">Room for the outputs, rounded up to <see cref="Block"/>.</param>
    public void Multiply(ReadOnlySpan<byte> row, Span<float> outputs) => Multiply(row, outputs, Width);

    /// <summary>Likewise, with vectors of so many bits, at most <see cref="Width"/>.</summary>
    public void Multiply(ReadOnlySpan<byte> row, Span<float> outputs, int width)
    {
        // What the vectors below read and write.
        ref byte q = ref MemoryMarshal.GetReference(row[..RowLength]);
        ref float y = ref MemoryMarshal.GetReference(outputs[.._scales.Length]);
        if (width == 512)
            Multiply512(ref q, ref y);
        else if (width == 256)
            Multiply256(ref q, ref y);
        else
            Multiply128(ref q, ref y);
    }

    private int Position(int output, int term) => (output / Block * _groups + term / Terms) * Block * Terms + output % Block * Terms + term % Terms;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply512(ref byte q, ref float y)
    {
        nuint length = (nuint)(_groups * Block * Terms);
        int o = 0;
        ref sbyte w = ref _weights.Origin;
        for (; o <= _scales.Length - 4 * Block; o += 4 * Block)
        {
            Vector512<int> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            ref sbyte w0 = ref Unsafe.Add(ref w, o * RowLength);
            for (int g = 0; g < _groups; g++)
            {
                Vector512<byte> terms = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref q, g * Terms))).AsByte();
                nuint at = (nuint)(g * Block * Terms);
                sum0 += Products(terms, ref w0, at);
                sum1 += Products(terms, ref w0, at + length);
                sum2 += Products(terms, ref w0, at + 2 * length);
                sum3 += Products(terms, ref w0, at + 3 * length);
            }

            Store(sum0, o, ref y);
            Store(sum1, o + Block, ref y);
            Store(sum2, o + 2 * Block, ref y);
            Store(sum3, o + 3 * Block, ref y);
        }

        for (; o < _scales.Length; o += Block)
        {
            Vector512<int> sum = default;
            ref sbyte block = ref Unsafe.Add(ref w, o * RowLength);
            for (int g = 0; g < _groups; g++)
            {
                Vector512<byte> terms = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref q, g * Terms))).AsByte();
                sum += Products(terms, ref block, (nuint)(g * Block * Terms));
            }

            Store(sum, o, ref y);
        }
    }

    /// <summary>The sums of four products in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(Vector512<byte> terms, ref sbyte weights, nuint at) =>
        Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(terms, Vector512.LoadUnsafe(ref weights, at)), Vector512<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply256(ref byte q, ref float y)
    {
        const int Lanes = 8;
        ref sbyte w = ref _weights.Origin;
        int o = 0;
        for (; o <= _scales.Length - 2 * Block; o += 2 * Block)
        {
            Vector256<int> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            ref sbyte first = ref Unsafe.Add(ref w, o * RowLength);
            ref sbyte second = ref Unsafe.Add(ref first, Block * RowLength);
            for (int g = 0; g < _groups; g++)
            {
                Vector256<byte> terms = Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref q, g * Terms))).AsByte();
                nuint at = (nuint)(g * Block * Terms);
                sum0 = WithProducts(sum0, terms, Vector256.LoadUnsafe(ref first, at));
                sum1 = WithProducts(sum1, terms, Vector256.LoadUnsafe(ref first, at + Lanes * Terms));
                sum2 = WithProducts(sum2, terms, Vector256.LoadUnsafe(ref second, at));
                sum3 = WithProducts(sum3, terms, Vector256.LoadUnsafe(ref second, at + Lanes * Terms));
            }

            Store(sum0, o, ref y);
            Store(sum1, o + Lanes, ref y);
            Store(sum2, o + 2 * Lanes, ref y);
            Store(sum3, o + 3 * Lanes, ref y);
        }

        if (o < _scales.Length)
        {
            Vector256<int> sum0 = default, sum1 = default;
            ref sbyte block = ref Unsafe.Add(ref w, o * RowLength);
            for (int g = 0; g < _groups; g++)
            {
                Vector256<byte> terms = Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref q, g * Terms))).AsByte();
                nuint at = (nuint)(g * Block * Terms);
                sum0 = WithProducts(sum0, terms, Vector256.LoadUnsafe(ref block, at));
                sum1 = WithProducts(sum1, terms, Vector256.LoadUnsafe(ref block, at + Lanes * Terms));
            }

            Store(sum0, o, ref y);
            Store(sum1, o + Lanes, ref y);
        }
    }

    /// <summary>Four products more in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> WithProducts(Vector256<int> sum, Vector256<byte> terms, Vector256<sbyte> weights) =>
        AvxVnni.IsSupported
            ? AvxVnni.MultiplyWideningAndAdd(sum, terms, weights)
            : sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(terms, weights), Vector256<short>.One);

    /// <summary>On any machine: products of 16 bits, of which each lane of 32 bits has two, added at once; the two lanes of an output are added at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply128(ref byte q, ref float y)
    {
        const int Lanes = 4;
        ref sbyte w = ref _weights.Origin;
        for (int o = 0; o < _scales.Length; o += Lanes)
        {
            Vector128<int> low = default, high = default;
            ref sbyte lanes = ref Unsafe.Add(ref w, o / Block * Block * RowLength + o % Block * Terms);
            for (int g = 0; g < _groups; g++)
            {
                Vector128<byte> terms = Vector128.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref q, g * Terms))).AsByte();
                Vector128<sbyte> weights = Vector128.LoadUnsafe(ref lanes, (nuint)(g * Block * Terms));
                low += PairSums(Vector128.WidenLower(terms).AsInt16() * Vector128.WidenLower(weights));
                high += PairSums(Vector128.WidenUpper(terms).AsInt16() * Vector128.WidenUpper(weights));
            }

            // Of four outputs: low has two lanes of the first and two of the second, high those of the others.
            Vector128<int> even = Vector128.Create(low[0], low[2], high[0], high[2]), odd = Vector128.Create(low[1], low[3], high[1], high[3]);
            (Vector128.ConvertToSingle(even + odd) * Vector128.LoadUnsafe(ref _scales.Origin, (nuint)o) + Vector128.LoadUnsafe(ref _biases.Origin, (nuint)o)).StoreUnsafe(ref y, (nuint)o);
        }
    }

    /// <summary>The sum of the two halves of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairSums(Vector128<short> products) => ((products.AsInt32() << 16) >> 16) + (products.AsInt32() >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector512<int> sums, int o, ref float y) =>
        (Vector512.ConvertToSingle(sums) * Vector512.LoadUnsafe(ref _scales.Origin, (nuint)o) + Vector512.LoadUnsafe(ref _biases.Origin, (nuint)o)).StoreUnsafe(ref y, (nuint)o);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(Vector256<int> sums, int o, ref float y) =>
        (Vector256.ConvertToSingle(sums) * Vector256.LoadUnsafe(ref _scales.Origin, (nuint)o) + Vector256.LoadUnsafe(ref _biases.Origin, (nuint)o)).StoreUnsafe(ref y, (nuint)o);
}
