namespace NetGen.Tests;

/// <summary>Recurrent layers straight from their formulas: one sequence, one step after the other, in double.</summary>
internal static class NaiveRecurrence
{
    /// <summary>The output of a recurrent layer; null for any other.</summary>
    public static double[]? Apply(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x, int steps)
    {
        string kind = layer.Operation.Split('(')[0];
        if (kind is not ("RNN" or "GRU" or "LSTM"))
        {
            return null;
        }

        bool all = layer.Operation.Contains("ReturnSequences = true", StringComparison.Ordinal), both = layer.Operation.Contains("Bidirectional = true", StringComparison.Ordinal);
        double[][] inputs = [.. x.Chunk(x.Length / steps)];
        double[][] forward = Run(kind, layer.Name, network, parameter, inputs);
        if (!both)
        {
            return all ? [.. forward.SelectMany(state => state)] : forward[^1];
        }

        double[][] reverse = [.. Run(kind, $"{layer.Name}.reverse", network, parameter, [.. inputs.Reverse()]).Reverse()];
        return all ? [.. forward.Zip(reverse, (a, b) => a.Concat(b)).SelectMany(state => state)] : [.. forward[^1], .. reverse[0]];
    }

    private static double[][] Run(string kind, string name, NetworkDescription network, Func<string, double[]> parameter, double[][] inputs)
    {
        double[] wx = parameter($"{name}.inputWeight"), wh = parameter($"{name}.hiddenWeight");
        int rows = wx.Length / inputs[0].Length, units = wh.Length / rows;
        double[] Bias(string bias) => network.Parameters.Any(p => p.Name == $"{name}.{bias}") ? parameter($"{name}.{bias}") : new double[rows];
        double[] bx = Bias("inputBias"), bh = Bias("hiddenBias"), h = new double[units], c = new double[units];
        List<double[]> states = [];
        foreach (double[] input in inputs)
        {
            double[] a = Affine(wx, bx, input), b = Affine(wh, bh, h);
            double Sum(int gate, int u) => a[(gate * units) + u] + b[(gate * units) + u];
            double[] next = new double[units];
            for (int u = 0; u < units; u++)
            {
                switch (kind)
                {
                    case "RNN":
                        next[u] = Math.Tanh(Sum(0, u));
                        break;
                    case "GRU":
                        double z = Sigmoid(Sum(1, u)), n = Math.Tanh(a[(2 * units) + u] + (Sigmoid(Sum(0, u)) * b[(2 * units) + u]));
                        next[u] = ((1 - z) * n) + (z * h[u]);
                        break;
                    default:
                        c[u] = (Sigmoid(Sum(1, u)) * c[u]) + (Sigmoid(Sum(0, u)) * Math.Tanh(Sum(2, u)));
                        next[u] = Sigmoid(Sum(3, u)) * Math.Tanh(c[u]);
                        break;
                }
            }

            states.Add(h = next);
        }

        return [.. states];
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double[] Affine(double[] weight, double[] bias, double[] x) =>
        [.. bias.Select((b, o) => b + x.Select((v, i) => weight[(o * x.Length) + i] * v).Sum())];
}
