namespace NetGen;

/// <summary>
/// Random orthogonal matrices (Saxe, McClelland and Ganguli, 2014): Gram and Schmidt's procedure on a matrix of normal
/// numbers, each vector made orthogonal to those before it twice, so that rounding leaves nothing.
/// </summary>
internal static class Orthogonal
{
    /// <summary>
    /// A matrix whose rows are orthonormal where there are no more of them than columns, else its columns; row-major.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="normal">The normal number in a row and a column.</param>
    public static double[] Create(int rows, int columns, Func<int, int, double> normal)
    {
        bool byRows = rows <= columns;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double[][] vectors = new double[count][];
        for (int k = 0; k < count; k++)
        {
            double[] vector = vectors[k] = new double[(length + 3) / 4 * 4];
            for (int i = 0; i < length; i++)
            {
                vector[i] = byRows ? normal(k, i) : normal(i, k);
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    Add(vector, -Dot(vector, vectors[j]), vectors[j]);
                }
            }

            double norm = Math.Sqrt(Dot(vector, vector));
            for (int i = 0; i < length; i++)
            {
                vector[i] /= norm;
            }
        }

        double[] matrix = new double[rows * columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                matrix[(r * columns) + c] = byRows ? vectors[r][c] : vectors[c][r];
            }
        }

        return matrix;
    }

    /// <summary>a·b in a fixed order, without a fused multiply-add: the same bits on every machine.</summary>
    private static double Dot(double[] a, double[] b)
    {
        Float64x4 sum = Float64x4.Zero;
        for (int i = 0; i < a.Length; i += 4)
        {
            sum += Float64x4.Load(ref a[i], 0) * Float64x4.Load(ref b[i], 0);
        }

        Span<double> lanes = stackalloc double[4];
        Float64x4.Store(sum, ref lanes[0], 0);
        return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    }

    /// <summary>a += factor·b.</summary>
    private static void Add(double[] a, double factor, double[] b)
    {
        Float64x4 factors = Float64x4.Broadcast(factor);
        for (int i = 0; i < a.Length; i += 4)
        {
            Float64x4.Store(Float64x4.Load(ref a[i], 0) + factors * Float64x4.Load(ref b[i], 0), ref a[i], 0);
        }
    }
}
