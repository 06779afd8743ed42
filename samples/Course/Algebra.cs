using NetGen;

namespace Course;

/// <summary>Linear algebra, plainly written: what the lessons compare networks with.</summary>
internal static class Algebra
{
    /// <summary>1/(1 + e^−z).</summary>
    public static double Sigma(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>The largest difference between two lists.</summary>
    public static double Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"{a.Length} numbers and {b.Length}.");
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }

    /// <summary>So many numbers of a normal distribution.</summary>
    public static double[] Normals(PhiloxRandom random, int count, double deviation = 1)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = random.NextNormal(0, deviation);
        return numbers;
    }

    /// <summary>A·B.</summary>
    public static double[,] Product(double[,] a, double[,] b)
    {
        double[,] product = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int k = 0; k < a.GetLength(1); k++)
            {
                for (int j = 0; j < b.GetLength(1); j++)
                    product[i, j] += a[i, k] * b[k, j];
            }
        }

        return product;
    }

    /// <summary>A list as a matrix, row by row.</summary>
    public static double[,] Matrix(ReadOnlySpan<double> values, int rows)
    {
        int columns = values.Length / rows;
        double[,] matrix = new double[rows, columns];
        for (int i = 0; i < values.Length; i++)
            matrix[i / columns, i % columns] = values[i];
        return matrix;
    }

    public static double[,] Transposed(double[,] a)
    {
        double[,] transposed = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
                transposed[j, i] = a[i, j];
        }

        return transposed;
    }

    /// <summary>Solves A·x = b by elimination, the largest pivot first.</summary>
    public static double[] Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        double[,] left = (double[,])a.Clone();
        double[] x = [.. b];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(row => Math.Abs(left[row, k]));
            for (int j = 0; j < n; j++)
                (left[k, j], left[pivot, j]) = (left[pivot, j], left[k, j]);
            (x[k], x[pivot]) = (x[pivot], x[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = left[i, k] / left[k, k];
                for (int j = k; j < n; j++)
                    left[i, j] -= factor * left[k, j];
                x[i] -= factor * x[k];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
                x[i] -= left[i, j] * x[j];
            x[i] /= left[i, i];
        }

        return x;
    }

    /// <summary>The w with the least Σ (w·row − target)² + λ·Σ w², the last of w, a constant's, not counted: (XᵀX + λI)·w = Xᵀt, the normal equations.</summary>
    public static double[] LeastSquares(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, double ridge = 0)
    {
        int n = rows[0].Length;
        double[,] normal = new double[n, n];
        double[] right = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                normal[i, j] = rows.Sum(row => row[i] * row[j]) + (i == j && i < n - 1 ? ridge : 0);
            for (int example = 0; example < rows.Count; example++)
                right[i] += rows[example][i] * targets[example];
        }

        return Solve(normal, right);
    }

    /// <summary>
    /// A = U·diag(s)·Vᵀ by Jacobi's rotations of columns until each is at right angles to all others (Hestenes, 1958). Rows of U and V as returned belong to one s; s falls.
    /// </summary>
    public static (double[][] U, double[] Singular, double[][] V) Decompose(double[,] a)
    {
        int rows = a.GetLength(0), columns = a.GetLength(1);
        if (columns > rows)
        {
            (double[][] v, double[] s, double[][] u) = Decompose(Transposed(a));
            return (u, s, v);
        }

        double[][] left = [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Select(i => a[i, j]).ToArray())];
        double[][] right = [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, columns).Select(i => i == j ? 1.0 : 0).ToArray())];
        bool turned = true;
        for (int sweep = 0; turned && sweep < 40; sweep++)
        {
            turned = false;
            for (int i = 0; i < columns - 1; i++)
            {
                for (int j = i + 1; j < columns; j++)
                    turned |= Turn(left[i], left[j], right[i], right[j]);
            }
        }

        double[] lengths = [.. left.Select(column => Math.Sqrt(Dot(column, column)))];
        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(j => lengths[j])];
        return ([.. order.Select(j => left[j].Select(x => lengths[j] > 0 ? x / lengths[j] : 0).ToArray())], [.. order.Select(j => lengths[j])], [.. order.Select(j => right[j])]);
    }

    /// <summary>The shortest w of those with the least Σ (w·row − target)²: directions that the rows hardly reach stay 0.</summary>
    public static double[] ShortestFit(double[,] rows, ReadOnlySpan<double> targets, double ridge = 0)
    {
        (double[][] u, double[] singular, double[][] v) = Decompose(rows);
        double[] w = new double[rows.GetLength(1)];
        for (int k = 0; k < singular.Length && singular[k] > 1e-12 * singular[0]; k++)
        {
            double along = Dot(u[k], targets) * singular[k] / ((singular[k] * singular[k]) + ridge);
            for (int j = 0; j < w.Length; j++)
                w[j] += along * v[k][j];
        }

        return w;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static bool Turn(double[] a, double[] b, double[] va, double[] vb)
    {
        double aa = Dot(a, a), bb = Dot(b, b), ab = Dot(a, b);
        if (Math.Abs(ab) <= 1e-14 * Math.Sqrt(aa) * Math.Sqrt(bb))
            return false;
        double zeta = (bb - aa) / (2 * ab), t = (zeta < 0 ? -1 : 1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double cos = 1 / Math.Sqrt(1 + (t * t)), sin = cos * t;
        Rotate(a, b, cos, sin);
        Rotate(va, vb, cos, sin);
        return true;
    }

    private static void Rotate(double[] a, double[] b, double cos, double sin)
    {
        for (int i = 0; i < a.Length; i++)
            (a[i], b[i]) = ((cos * a[i]) - (sin * b[i]), (sin * a[i]) + (cos * b[i]));
    }
}
