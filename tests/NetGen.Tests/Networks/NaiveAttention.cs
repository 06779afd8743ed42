using System.Globalization;

namespace NetGen.Tests;

/// <summary>Attention from its formulas, as <see cref="NaiveNetwork"/> wants it.</summary>
internal static class NaiveAttention
{
    /// <summary>The output of a layer for one example; keys and values come from a context, which may be the input.</summary>
    public static double[] Apply(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x, double[] context)
    {
        int steps = layer.OutputShape[0], width = layer.OutputShape[1], heads = int.Parse(layer.Operation.Split('(', ',', ')')[1], CultureInfo.InvariantCulture);
        int groups = (int)NaiveNetwork.Argument(layer, "KeyValueHeads", heads), d = width / heads;
        bool isCausal = layer.Operation.Contains("Causal = true", StringComparison.Ordinal), isRotary = layer.Operation.Contains("Rotary = true", StringComparison.Ordinal);
        double[][] queries = Map("query", x.Chunk(width)), keys = Map("key", Context()), values = Map("value", Context());
        if (isRotary)
        {
            Turn(queries, d);
            Turn(keys, d);
        }

        double[][] mixed = [.. Enumerable.Range(0, steps).Select(_ => new double[width])];
        for (int head = 0; head < heads; head++)
        {
            int q = head * d, k = head / (heads / groups) * d;
            for (int t = 0; t < steps; t++)
            {
                double[] scores = [.. keys.Take(isCausal ? t + 1 : keys.Length).Select(key => Enumerable.Range(0, d).Sum(i => queries[t][q + i] * key[k + i]) / Math.Sqrt(d))];
                double[] exponentials = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                for (int i = 0; i < d; i++)
                {
                    mixed[t][q + i] = exponentials.Select((e, s) => e / exponentials.Sum() * values[s][k + i]).Sum();
                }
            }
        }

        return [.. Map("output", mixed).SelectMany(row => row)];

        IEnumerable<double[]> Context() => context.Chunk(parameter($"{layer.Name}.key.weight").Length / (groups * d));

        double[][] Map(string name, IEnumerable<double[]> rows)
        {
            double[] weight = parameter($"{layer.Name}.{name}.weight");
            string biasName = $"{layer.Name}.{name}.bias";
            double[]? bias = network.Parameters.Any(p => p.Name == biasName) ? parameter(biasName) : null;
            return [.. rows.Select(row => weight.Chunk(row.Length).Select((w, o) => w.Zip(row, (a, b) => a * b).Sum() + (bias?[o] ?? 0)).ToArray())];
        }
    }

    private static void Turn(double[][] rows, int d)
    {
        for (int t = 0; t < rows.Length; t++)
        {
            for (int at = 0; at < rows[t].Length; at += d)
            {
                for (int i = 0; i < d / 2; i++)
                {
                    double angle = t * Math.Pow(10000, -2.0 * i / d), u = rows[t][at + i], v = rows[t][at + i + d / 2];
                    (rows[t][at + i], rows[t][at + i + d / 2]) = (u * Math.Cos(angle) - v * Math.Sin(angle), v * Math.Cos(angle) + u * Math.Sin(angle));
                }
            }
        }
    }
}
