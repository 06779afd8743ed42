using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Initial weights, called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Initializer
{
    /// <summary>The <c>InitScale</c> of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/> unless given.</summary>
    public const double DefaultScale = 0.05;

    /// <summary>
    /// Fills a tensor by one of the formulas of <see cref="Init"/>. The tensor is <paramref name="rows"/> rows of
    /// <paramref name="columns"/> values, <paramref name="stride"/> elements apart; the padding between them becomes 0.
    /// </summary>
    /// <param name="tensor">The tensor with its padding: rows · stride elements.</param>
    /// <param name="fanIn">The number of inputs of one unit.</param>
    /// <param name="fanOut">The number of outputs of one unit.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of values in a row.</param>
    /// <param name="stride">The number of elements from one row to the next.</param>
    /// <param name="init">The formula; not <see cref="Init.Default"/>, which the generator has replaced by the one of the activation.</param>
    /// <param name="scale">The <c>InitScale</c>; NaN for <see cref="DefaultScale"/>, or for 1 where <paramref name="init"/> is <see cref="Init.Orthogonal"/>.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="tensorIndex">The number of the tensor in the network.</param>
    /// <remarks>
    /// The value in row r and column c depends on (seed, tensorIndex, r·columns + c) alone, not on the padding, and of
    /// <see cref="Init.Orthogonal"/> on the whole matrix. It is
    /// computed in double precision; single precision rounds it once. The same bits on every machine.
    /// </remarks>
    /// <exception cref="ArgumentException">The tensor is not of rows · stride elements, the stride is less than the columns, or <paramref name="init"/> is no formula.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fan that the formula divides by is not positive, or a size is negative.</exception>
    public static void Fill(Span<float> tensor, int fanIn, int fanOut, int rows, int columns, int stride, Init init, double scale, ulong seed, ulong tensorIndex) =>
        Fill<float>(tensor, new(fanIn, fanOut, init, scale), rows, columns, stride, seed, tensorIndex);

    /// <inheritdoc cref="Fill(Span{float}, int, int, int, int, int, Init, double, ulong, ulong)"/>
    public static void Fill(Span<double> tensor, int fanIn, int fanOut, int rows, int columns, int stride, Init init, double scale, ulong seed, ulong tensorIndex) =>
        Fill<double>(tensor, new(fanIn, fanOut, init, scale), rows, columns, stride, seed, tensorIndex);

    private static void Fill<T>(Span<T> tensor, Formula formula, int rows, int columns, int stride, ulong seed, ulong tensorIndex)
        where T : IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (stride < columns || tensor.Length != (long)rows * stride)
        {
            throw new ArgumentException(
                $"Expected {rows} rows of {columns} values in {rows}·{stride} elements, got {tensor.Length} elements.", nameof(tensor));
        }

        tensor.Clear();
        FillMatrix(tensor, formula, rows, columns, stride, Philox.DeriveKey(seed, KeyPurpose.Initializer, tensorIndex), first: 0);
    }

    /// <summary>
    /// Fills a tensor of several matrices side by side, as those of a recurrent layer's gates: each alone, by one of the formulas of
    /// <see cref="Init"/>.
    /// </summary>
    /// <param name="tensor">The tensor: rows · groups · groupStride elements.</param>
    /// <param name="groups">The number of matrices.</param>
    /// <param name="groupStride">The number of elements from one matrix to the next in a row.</param>
    /// <param name="fanIn">The number of inputs of one unit.</param>
    /// <param name="fanOut">The number of outputs of one unit.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of values in a row of one matrix.</param>
    /// <param name="init">The formula.</param>
    /// <param name="scale">The <c>InitScale</c>, or NaN.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="tensorIndex">The number of the tensor in the network.</param>
    /// <remarks>
    /// The value in row r and column c of matrix g depends on (seed, tensorIndex, (g·rows + r)·columns + c) alone, and of
    /// <see cref="Init.Orthogonal"/> on its matrix.
    /// </remarks>
    public static void FillGroups(Span<float> tensor, int groups, int groupStride, int fanIn, int fanOut, int rows, int columns, Init init, double scale, ulong seed, ulong tensorIndex) =>
        FillGroups<float>(tensor, new(fanIn, fanOut, init, scale), groups, groupStride, rows, columns, seed, tensorIndex);

    /// <inheritdoc cref="FillGroups(Span{float}, int, int, int, int, int, int, Init, double, ulong, ulong)"/>
    public static void FillGroups(Span<double> tensor, int groups, int groupStride, int fanIn, int fanOut, int rows, int columns, Init init, double scale, ulong seed, ulong tensorIndex) =>
        FillGroups<double>(tensor, new(fanIn, fanOut, init, scale), groups, groupStride, rows, columns, seed, tensorIndex);

    private static void FillGroups<T>(Span<T> tensor, Formula formula, int groups, int groupStride, int rows, int columns, ulong seed, ulong tensorIndex)
        where T : IBinaryFloatingPointIeee754<T>
    {
        ulong key = Philox.DeriveKey(seed, KeyPurpose.Initializer, tensorIndex);
        tensor.Clear();
        for (int g = 0; g < groups; g++)
            FillMatrix(tensor[(g * groupStride)..], formula, rows, columns, groups * groupStride, key, first: (long)g * rows * columns);
    }

    /// <summary>Fills a matrix with the numbers from <paramref name="first"/> on; what lies between its rows stays as it is.</summary>
    private static void FillMatrix<T>(Span<T> tensor, Formula formula, int rows, int columns, int stride, ulong key, long first)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (formula.IsOrthogonal)
        {
            double[] matrix = Orthogonal.Create(rows, columns, (r, c) => Distributions.Normal(RandomBits(key, first + ((long)r * columns) + c)));
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    tensor[(r * stride) + c] = T.CreateTruncating(formula.Scale * matrix[(r * columns) + c]);
            }

            return;
        }

        for (int r = 0; r < rows; r++)
        {
            Span<T> row = tensor.Slice(r * stride, columns);
            for (int c = 0; c < columns; c++)
                row[c] = T.CreateTruncating(formula.Value(RandomBits(key, first + ((long)r * columns) + c)));
        }
    }

    /// <summary>64 random bits for one element: a half of a Philox block.</summary>
    private static ulong RandomBits(ulong key, long index)
    {
        (uint w0, uint w1, uint w2, uint w3) = Philox.Block((ulong)index / 2, 0, key);
        return index % 2 == 0 ? w0 | ((ulong)w1 << 32) : w2 | ((ulong)w3 << 32);
    }

    /// <summary>A distribution and its size: the bound of a uniform one, the standard deviation of a normal one, the constant, or the factor of an orthogonal matrix.</summary>
    private readonly struct Formula
    {
        private readonly Init _kind;
        private readonly double _size;

        public Formula(int fanIn, int fanOut, Init init, double scale)
        {
            scale = !double.IsNaN(scale) ? scale : init == Init.Orthogonal ? 1 : DefaultScale;
            (_kind, _size) = init switch
            {
                Init.Xavier => (Init.Uniform, Math.Sqrt(6 / Positive((double)fanIn + fanOut))),
                Init.XavierNormal => (Init.Normal, Math.Sqrt(2 / Positive((double)fanIn + fanOut))),
                Init.He => (Init.Uniform, Math.Sqrt(6 / Positive(fanIn))),
                Init.HeNormal => (Init.Normal, Math.Sqrt(2 / Positive(fanIn))),
                Init.LeCun => (Init.Normal, Math.Sqrt(1 / Positive(fanIn))),
                Init.Zeros => (Init.Constant, 0),
                Init.Normal or Init.Uniform or Init.Constant or Init.Orthogonal => (init, scale),
                _ => throw new ArgumentException($"Init.{init} is not a formula.", nameof(init)),
            };
        }

        public bool IsOrthogonal => _kind == Init.Orthogonal;

        public double Scale => _size;

        public double Value(ulong bits) => _kind switch
        {
            Init.Uniform => _size * Distributions.Symmetric(bits),
            Init.Normal => _size * Distributions.Normal(bits),
            _ => _size,
        };

        private static double Positive(double fan)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fan);
            return fan;
        }
    }
}
