namespace Forecasting;

/// <summary>
/// Linear autoregression: each value that is forecast is a weighted sum of the p before and a constant, fitted by least squares for each lead; p
/// is the one of the least Akaike information criterion (Akaike, 1974).
/// </summary>
internal sealed class Autoregression
{
    private readonly double[][] _weights;

    private Autoregression(int order, double[][] weights)
    {
        Order = order;
        _weights = weights;
    }

    /// <summary>How many values a forecast is made from.</summary>
    public int Order { get; }

    /// <summary>Fits the values before an end, of which the first <paramref name="longest"/> are only looked back at.</summary>
    public static Autoregression Fit(ReadOnlySpan<double> series, int longest, int horizon)
    {
        (double Criterion, int Order, double[] Weights) best = (double.PositiveInfinity, 1, []);
        for (int order = 1; order <= longest; order++)
        {
            (double[] weights, double error, int count) = Solve(series, order, longest, 1);
            double criterion = (count * Math.Log(error / count)) + (2 * (order + 1));
            if (criterion < best.Criterion)
                best = (criterion, order, weights);
        }

        double[][] all = new double[horizon][];
        for (int lead = 1; lead <= horizon; lead++)
            all[lead - 1] = Solve(series, best.Order, longest, lead).Weights;
        return new(best.Order, all);
    }

    /// <summary>The forecast of so many values after those given.</summary>
    /// <param name="past">The values before, the last one last.</param>
    /// <param name="lead">The number of the value, from 1.</param>
    public double Forecast(ReadOnlySpan<double> past, int lead)
    {
        double[] weights = _weights[lead - 1];
        double sum = weights[Order];
        for (int i = 0; i < Order; i++)
            sum += weights[i] * past[^(i + 1)];
        return sum;
    }

    /// <summary>Least squares by the normal equations of centered values.</summary>
    private static (double[] Weights, double Error, int Count) Solve(ReadOnlySpan<double> series, int order, int first, int lead)
    {
        int size = order + 1, count = series.Length - first - lead + 1;
        double[,] normal = new double[size, size];
        double[] right = new double[size], row = new double[size];
        for (int t = first; t < first + count; t++)
        {
            Row(series, t, row);
            for (int i = 0; i < size; i++)
            {
                right[i] += row[i] * series[t + lead - 1];
                for (int j = 0; j < size; j++)
                    normal[i, j] += row[i] * row[j];
            }
        }

        double[] weights = Cholesky(normal, right);
        double error = 0;
        for (int t = first; t < first + count; t++)
        {
            Row(series, t, row);
            double difference = series[t + lead - 1];
            for (int i = 0; i < size; i++)
                difference -= weights[i] * row[i];
            error += difference * difference;
        }

        return (weights, error, count);
    }

    /// <summary>The values before t, the last one first, and 1.</summary>
    private static void Row(ReadOnlySpan<double> series, int t, double[] row)
    {
        for (int i = 0; i < row.Length - 1; i++)
            row[i] = series[t - 1 - i];
        row[^1] = 1;
    }

    private static double[] Cholesky(double[,] a, double[] b)
    {
        int n = b.Length;
        double[,] l = new double[n, n];
        double[] x = [.. b];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                    sum -= l[i, k] * l[j, k];

                // Lags that say the same leave nothing of a pivot but rounding: a little of it keeps their weights finite.
                l[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-10 * a[i, i])) : sum / l[j, j];
            }

            for (int k = 0; k < i; k++)
                x[i] -= l[i, k] * x[k];
            x[i] /= l[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= l[k, i] * x[k];
            x[i] /= l[i, i];
        }

        return x;
    }
}
