namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>A network computed the plain way, example by example and element by element, in double: forward and loss only.</summary>
internal sealed class Reference(Architecture architecture, IReadOnlyDictionary<string, double[]> parameters, IReadOnlyDictionary<string, double[]> masks)
{
    /// <summary>The distance of the nearest input of a kinked activation from its kink, over all passes so far.</summary>
    public double NearestKink { get; private set; } = double.PositiveInfinity;

    /// <summary>The named values of the last pass.</summary>
    public Dictionary<string, double[]> Named { get; } = [];

    /// <summary>The outputs of a batch; without the masks of dropout, those of inference.</summary>
    public double[] Forward(double[] inputs, bool training)
    {
        int rows = inputs.Length / architecture.Inputs;
        return [.. Enumerable.Range(0, rows).SelectMany(row => ForwardExample(inputs[(row * architecture.Inputs)..((row + 1) * architecture.Inputs)], row, training))];
    }

    /// <summary>The cost: the loss, reduced over the batch, plus the penalty.</summary>
    public double Cost(double[] outputs, double[] targets)
    {
        double squares = parameters.Where(p => p.Key.EndsWith("weight", StringComparison.Ordinal)).Sum(p => p.Value.Sum(w => w * w));
        return architecture.Loss.Cost(outputs, targets, architecture.Outputs) + (architecture.L2 ?? 0) / 2 * squares;
    }

    private double[] ForwardExample(double[] x, int row, bool training)
    {
        Dictionary<string, int> counts = [];
        foreach (Operation layer in architecture.Layers)
        {
            string kind = char.ToLowerInvariant(layer.Kind[0]) + layer.Kind[1..];
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            string name = layer.Name ?? kind + counts[kind];
            x = layer.Kind switch
            {
                "Dense" => Dense(x, name, layer),
                "Softmax" => Softmax(x),
                "LogSoftmax" => LogSoftmax(x),
                "Dropout" when !training => x,
                "Dropout" => [.. x.Select((value, i) => value * masks[name][row * x.Length + i] / (1 - layer.Number))],
                _ => [.. x.Select(value => Activate(layer, value))],
            };
            if (layer.Name is not null)
            {
                Named[name] = [.. row == 0 ? [] : Named[name], .. x];
            }
        }

        return x;
    }

    private double[] Dense(double[] x, string name, Operation layer)
    {
        double[] weight = parameters[name + ".weight"], bias = layer.HasBias ? parameters[name + ".bias"] : new double[layer.Outputs];
        double[] z = new double[layer.Outputs];
        for (int o = 0; o < z.Length; o++)
        {
            z[o] = bias[o];
            for (int i = 0; i < x.Length; i++)
            {
                z[o] += weight[o * x.Length + i] * x[i];
            }
        }

        return z;
    }

    private double Activate(Operation layer, double z)
    {
        // What is exactly 0 was made so by a ReLU or a mask before, and stays 0 nearby.
        NearestKink = layer.HasKink && z != 0 ? layer.Kinks.Min(kink => Math.Min(NearestKink, Math.Abs(z - kink))) : NearestKink;
        return layer.Kind switch
        {
            "ReLU" => Math.Max(0, z),
            "LeakyReLU" => z > 0 ? z : layer.Number * z,
            "Sigmoid" => 1 / (1 + Math.Exp(-z)),
            "Tanh" => Math.Tanh(z),
            "Softplus" => Softplus(z),
            "HardThreshold" => z > 0 ? 1 : 0,
            "Identity" => z,
            "ELU" => z > 0 ? z : layer.Number * (Math.Exp(z) - 1),
            "SELU" => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543773 * (Math.Exp(z) - 1)),
            "GELU" => z * Normal(z),
            "GELUTanh" => z / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))),
            "SiLU" => z / (1 + Math.Exp(-z)),
            "Mish" => z * Math.Tanh(Softplus(z)),
            "Softsign" => z / (1 + Math.Abs(z)),
            "HardSigmoid" => Math.Clamp(z / 6 + 0.5, 0, 1),
            "HardSwish" => z * Math.Clamp(z + 3, 0, 6) / 6,
            "HardTanh" => Math.Clamp(z, -1, layer.Number),
            "ReLU6" => Math.Clamp(z, 0, 6),
            _ => throw new NotSupportedException(layer.Kind),
        };
    }

    /// <summary>The normal distribution up to z, by Simpson's rule.</summary>
    private static double Normal(double z)
    {
        const int Steps = 400;
        double h = Math.Clamp(z, -9, 9) / Steps;
        double sum = Enumerable.Range(0, Steps + 1).Sum(i => Math.Exp(-0.5 * i * h * i * h) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2));
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }

    public static double Softplus(double z) => Math.Max(0, z) + Math.Log(1 + Math.Exp(-Math.Abs(z)));

    private static double[] LogSoftmax(double[] z)
    {
        double max = z.Max(), logarithm = max + Math.Log(z.Sum(value => Math.Exp(value - max)));
        return [.. z.Select(value => value - logarithm)];
    }

    private static double[] Softmax(double[] z)
    {
        double max = z.Max();
        double[] exponentials = [.. z.Select(value => Math.Exp(value - max))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }
}
