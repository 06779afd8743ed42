using System.Globalization;

namespace NetGen.Tests;

/// <summary>What a network computes for one example, straight from the formulas: slow, plain, in double.</summary>
internal static class NaiveNetwork
{
    /// <summary>The outputs in inference mode of the layers that a description lists.</summary>
    public static double[] Evaluate(NetworkDescription network, Func<string, double[]> parameter, double[] input)
    {
        Dictionary<string, (double[] Data, IReadOnlyList<int> Shape)> values = new() { [network.Layers[0].Name] = (input, network.Layers[0].OutputShape) };
        LayerDescription[] layers = [.. network.Layers.Where(layer => layer.OutputShape.Count > 0).Skip(1)];
        foreach (LayerDescription layer in layers)
        {
            (double[] x, IReadOnlyList<int> shape) = values[layer.Inputs[0]];
            double[] y = layer.Operation.StartsWith("MultiHeadAttention(", StringComparison.Ordinal) ? NaiveAttention.Apply(layer, network, parameter, x, values[layer.Inputs[^1]].Data)
                : layer.Operation.StartsWith("Concat(", StringComparison.Ordinal) && shape.Count == 1 ? [.. layer.Inputs.SelectMany(name => values[name].Data)]
                : NaiveAxes.Apply(layer, [.. layer.Inputs.Select(name => values[name])]) ?? NaiveImages.Apply(layer, parameter, network, x, shape) ?? NaiveRecurrence.Apply(layer, network, parameter, x, shape[0]) ?? Apply(layer, network, parameter, x);
            values[layer.Name] = (y, layer.OutputShape);
        }

        string? head = network.Heads.Count == 1 ? network.Heads[0].From : null; // else it is the last
        return values[head ?? layers[^1].Name].Data;
    }

    private static double[] Apply(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x)
    {
        string kind = layer.Operation.Split('(')[0];
        return kind switch
        {
            "Dense" => Affine(layer, network, parameter, x),
            "Softmax" => Softmax(layer, x),
            "Dropout" or "GaussianNoise" or "Identity" or "Flatten" or "Reshape" => x,
            "LogSoftmax" => [.. Softmax(layer, x).Select(p => Math.Log(p))],
            "ReLU" => [.. x.Select(z => Math.Max(0, z))],
            "LeakyReLU" => [.. x.Select(z => z > 0 ? z : Argument(layer, "Slope", 0.01) * z)],
            "Sigmoid" => [.. x.Select(z => 1 / (1 + Math.Exp(-z)))],
            "Tanh" => [.. x.Select(Math.Tanh)],
            "Softplus" => [.. x.Select(z => Math.Log(1 + Math.Exp(z)))],
            "HardThreshold" => [.. x.Select(z => z > 0 ? 1.0 : z < 0 ? 0 : Argument(layer, "AtZero", 0))],
            "ELU" => [.. x.Select(z => z > 0 ? z : Argument(layer, "Alpha", 1) * (Math.Exp(z) - 1))],
            "SELU" => [.. x.Select(z => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543773 * (Math.Exp(z) - 1)))],
            "SiLU" => [.. x.Select(z => z / (1 + Math.Exp(-z)))],
            "GELUTanh" => [.. x.Select(z => z / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))))],
            "HardSigmoid" => [.. x.Select(z => Math.Clamp(z / 6 + 0.5, 0, 1))],
            "HardSwish" => [.. x.Select(z => z * Math.Clamp(z + 3, 0, 6) / 6)],
            "Mish" => [.. x.Select(z => z * Math.Tanh(Math.Log(1 + Math.Exp(z))))],
            "Softsign" => [.. x.Select(z => z / (1 + Math.Abs(z)))],
            "HardTanh" => [.. x.Select(z => Math.Clamp(z, Argument(layer, "Min", -1), Argument(layer, "Max", 1)))],
            "ReLU6" => [.. x.Select(z => Math.Clamp(z, 0, 6))],
            "Slice" => Slice(layer, x),
            "Exp" => [.. x.Select(z => Math.Exp(z))],
            "Log" => [.. x.Select(z => Math.Log(z))],
            "Square" => [.. x.Select(z => z * z)],
            "Sqrt" => [.. x.Select(z => Math.Sqrt(z))],
            "Abs" => [.. x.Select(z => Math.Abs(z))],
            "Sin" => [.. x.Select(z => Math.Sin(z))],
            "Cos" => [.. x.Select(z => Math.Cos(z))],
            "Scale" => [.. x.Select(z => Argument(layer, "Factor", 1) * z + Argument(layer, "Offset", 0))],
            "BatchNorm" => NormalizeChannels(layer, network, parameter, x, "runningMean", "runningVariance", Argument(layer, "Epsilon", 1e-5)),
            "Normalization" => NormalizeChannels(layer, network, parameter, x, "mean", "variance", 0),
            "PReLU" => ByChannel(layer, network, parameter, x, (z, slope, _) => z > 0 ? z : slope * z),
            "LearnedScale" => ByChannel(layer, network, parameter, x, (z, scale, shift) => scale * z + shift),
            "GELU" or "UserGELU" => [.. x.Select(z => z * Normal(z))],
            "LayerNorm" => Normalize(layer, network, parameter, x, isCentered: true),
            "RMSNorm" => Normalize(layer, network, parameter, x, isCentered: false),
            "GroupNorm" => NormalizeGroups(layer, network, parameter, x, int.Parse(layer.Operation.Split('(', ',', ')')[1], CultureInfo.InvariantCulture)),
            "InstanceNorm" => NormalizeGroups(layer, network, parameter, x, ChannelsOf(layer)),
            "Bent" => [.. x.Select(z => Argument(layer, "Scale", 1.5) * Math.Tanh(z) + Argument(layer, "Slope", 0.25) * z)],
            _ => throw new NotSupportedException(layer.Operation),
        };
    }

    /// <summary>Along the last axis.</summary>
    private static double[] Affine(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x)
    {
        double[] weight = parameter($"{layer.Name}.weight");
        string bias = $"{layer.Name}.bias";
        int outputs = layer.OutputShape[^1], inputs = weight.Length / outputs;
        double[] start = network.Parameters.Any(p => p.Name == bias) ? parameter(bias) : new double[outputs];
        return [.. x.Chunk(inputs).SelectMany(row => start.Select((b, o) => b + row.Select((v, i) => weight[o * inputs + i] * v).Sum()))];
    }

    /// <summary>Along the last axis.</summary>
    private static double[] Normalize(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x, bool isCentered)
    {
        double[] Values(string name, double absent) => network.Parameters.Any(p => p.Name == name) ? parameter(name) : [.. Enumerable.Repeat(absent, layer.OutputShape[^1])];
        double[] weight = Values($"{layer.Name}.weight", 1), bias = Values($"{layer.Name}.bias", 0);
        return
        [
            .. x.Chunk(layer.OutputShape[^1]).SelectMany(row =>
            {
                double mean = isCentered ? row.Average() : 0;
                double deviation = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + Argument(layer, "Epsilon", 1e-5));
                return row.Select((v, i) => (v - mean) / deviation * weight[i] + bias[i]);
            }),
        ];
    }

    private static int ChannelsOf(LayerDescription layer) => layer.OutputShape[layer.OutputShape.Count == 2 ? 1 : 0];

    /// <summary>Groups of channels, which come first, but the features of steps last.</summary>
    private static double[] NormalizeGroups(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x, int groups)
    {
        int channels = ChannelsOf(layer), size = layer.OutputShape.Count == 2 ? 1 : x.Length / channels;
        int GroupOf(int i) => i / size % channels / (channels / groups);
        double[] mean = [.. Enumerable.Range(0, groups).Select(g => x.Where((_, i) => GroupOf(i) == g).Average())];
        double[] deviation = [.. mean.Select((m, g) => Math.Sqrt(x.Where((_, i) => GroupOf(i) == g).Average(v => (v - m) * (v - m)) + Argument(layer, "Epsilon", 1e-5)))];
        bool isAffine = network.Parameters.Any(p => p.Name == $"{layer.Name}.weight");
        double[] weight = isAffine ? parameter($"{layer.Name}.weight") : [.. Enumerable.Repeat(1.0, channels)], bias = isAffine ? parameter($"{layer.Name}.bias") : new double[channels];
        return [.. x.Select((v, i) => (v - mean[GroupOf(i)]) / deviation[GroupOf(i)] * weight[i / size % channels] + bias[i / size % channels])];
    }

    /// <summary>By the network's state: channels come first, but the features of steps last.</summary>
    private static double[] NormalizeChannels(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x, string meanName, string varianceName, double epsilon)
    {
        double[] mean = parameter($"{layer.Name}.{meanName}"), variance = parameter($"{layer.Name}.{varianceName}");
        bool isAffine = network.Parameters.Any(p => p.Name == $"{layer.Name}.weight");
        double[] weight = isAffine ? parameter($"{layer.Name}.weight") : [.. mean.Select(_ => 1.0)], bias = isAffine ? parameter($"{layer.Name}.bias") : new double[mean.Length];
        int size = layer.OutputShape.Count == 2 ? 1 : x.Length / mean.Length;
        return [.. x.Select((v, i) => (v - mean[i / size % mean.Length]) / Math.Sqrt(variance[i / size % mean.Length] + epsilon) * weight[i / size % mean.Length] + bias[i / size % mean.Length])];
    }

    /// <summary>With the layer's parameters, or one for all: channels come first, but the features of steps last.</summary>
    private static double[] ByChannel(LayerDescription layer, NetworkDescription network, Func<string, double[]> parameter, double[] x, Func<double, double, double, double> function)
    {
        // A layer that shares its parameters has none of its own; in these networks it shares those of "a" or "pReLU1".
        string owner = network.Parameters.Any(p => p.Name == $"{layer.Name}.weight") ? layer.Name : layer.Operation.StartsWith("PReLU", StringComparison.Ordinal) ? "pReLU1" : "a";
        double[] weight = parameter($"{owner}.weight");
        double[] bias = network.Parameters.Any(p => p.Name == $"{owner}.bias") ? parameter($"{owner}.bias") : new double[weight.Length];
        int size = layer.OutputShape.Count == 2 ? 1 : x.Length / weight.Length;
        return [.. x.Select((v, i) => function(v, weight[i / size % weight.Length], bias[i / size % weight.Length]))];
    }

    /// <summary>Along the last axis.</summary>
    private static double[] Softmax(LayerDescription layer, double[] x) =>
    [
        .. x.Chunk(layer.OutputShape[^1]).SelectMany(row =>
        {
            double[] exponentials = [.. row.Select(Math.Exp)];
            return exponentials.Select(e => e / exponentials.Sum());
        }),
    ];

    /// <summary>The normal distribution up to z, by Simpson's rule: nothing in common with the function it checks.</summary>
    private static double Normal(double z)
    {
        const int Steps = 2000;
        double sum = 0, h = z / Steps;
        for (int i = 0; i <= Steps; i++)
        {
            double t = i * h;
            sum += Math.Exp(-0.5 * t * t) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        }

        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>Part of the last axis: <c>Slice(start, count)</c>.</summary>
    private static double[] Slice(LayerDescription layer, double[] x)
    {
        int[] range = [.. layer.Operation.Split('(', ',', ')').Skip(1).Take(2).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        int columns = x.Length / (layer.OutputShape.Aggregate(1, (a, b) => a * b) / range[1]);
        return [.. x.Where((_, i) => i % columns >= range[0] && i % columns < range[0] + range[1])];
    }

    /// <summary>An argument of a declaration such as <c>Bent(Scale = 2, Slope = 0.1)</c>.</summary>
    public static double Argument(LayerDescription layer, string name, double otherwise)
    {
        string declaration = layer.Operation.Replace('(', ' ');
        int at = declaration.IndexOf($" {name} = ", StringComparison.Ordinal);
        if (at < 0)
        {
            return otherwise;
        }

        string text = new([.. declaration[(at + name.Length + 4)..].TakeWhile(c => c is not (',' or ')' or 'd' or 'D'))]);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }
}
