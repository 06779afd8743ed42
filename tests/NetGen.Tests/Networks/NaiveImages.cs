namespace NetGen.Tests;

/// <summary>Convolutions and pools, straight from their definitions.</summary>
internal static class NaiveImages
{
    /// <summary>What such a layer computes; null for other layers.</summary>
    public static double[]? Apply(LayerDescription layer, Func<string, double[]> parameter, NetworkDescription network, double[] x, IReadOnlyList<int> shape)
    {
        switch (layer.Operation.Split('(')[0])
        {
            case "Conv2D":
                return Convolve(layer, parameter, network, x, shape);
            case "Conv1D":
                // A sequence is an image of one row whose channels come last.
                int steps = shape[0], channels = shape[1];
                double[] y = Convolve(layer, parameter, network, Swap(x, steps, channels), [channels, 1, steps]);
                return Swap(y, layer.OutputShape[1], layer.OutputShape[0]);
            case "MaxPool2D":
                return Pool(layer, x, shape, window => window.Max());
            case "AveragePool2D":
                return Pool(layer, x, shape, window => window.Average());
            case "GlobalAveragePool2D":
                return [.. x.Chunk(shape[1] * shape[2]).Select(channel => channel.Average())];
            default:
                return null;
        }
    }

    private static double[] Convolve(LayerDescription layer, Func<string, double[]> parameter, NetworkDescription network, double[] x, IReadOnlyList<int> shape)
    {
        double[] weight = parameter($"{layer.Name}.weight");
        IReadOnlyList<int> axes = network.Parameters.Single(p => p.Name == $"{layer.Name}.weight").Shape;
        bool hasBias = network.Parameters.Any(p => p.Name == $"{layer.Name}.bias");
        double[] bias = hasBias ? parameter($"{layer.Name}.bias") : new double[axes[0]];
        int inputs = axes[1], kernelHeight = axes.Count == 4 ? axes[2] : 1, kernelWidth = axes[^1], height = shape[1], width = shape[2];
        int strideHeight = axes.Count == 4 ? Stride(layer, "StrideHeight", 1) : 1, strideWidth = Stride(layer, "StrideWidth", 1);
        int dilation = (int)NaiveNetwork.Argument(layer, "Dilation", 1), dilationWidth = (int)NaiveNetwork.Argument(layer, "DilationWidth", dilation);
        int groupOutputs = axes[0] / (int)NaiveNetwork.Argument(layer, "Groups", 1);
        (int rows, int top) = Axis(layer, "PaddingHeight", height, (kernelHeight - 1) * dilation + 1, strideHeight, isConvolved: axes.Count == 4);
        (int columns, int left) = Axis(layer, "PaddingWidth", width, (kernelWidth - 1) * dilationWidth + 1, strideWidth, isConvolved: true);
        List<double> y = [];
        for (int o = 0; o < axes[0]; o++)
        {
            for (int at = 0; at < rows * columns; at++)
            {
                double sum = bias[o];
                for (int tap = 0; tap < inputs * kernelHeight * kernelWidth; tap++)
                {
                    int c = tap / (kernelHeight * kernelWidth), k = tap / kernelWidth % kernelHeight, l = tap % kernelWidth;
                    int i = at / columns * strideHeight - top + k * dilation, j = at % columns * strideWidth - left + l * dilationWidth;
                    if (i >= 0 && i < height && j >= 0 && j < width)
                    {
                        sum += weight[o * inputs * kernelHeight * kernelWidth + tap] * x[((o / groupOutputs * inputs + c) * height + i) * width + j];
                    }
                }

                y.Add(sum);
            }
        }

        return [.. y];
    }

    /// <summary>The number of outputs along an axis, and the zeros before the input.</summary>
    private static (int Outputs, int Before) Axis(LayerDescription layer, string padding, int length, int kernel, int stride, bool isConvolved)
    {
        if (layer.Operation.Contains("Same = true", StringComparison.Ordinal))
        {
            int outputs = (length + stride - 1) / stride;
            return (outputs, isConvolved ? Math.Max(0, (outputs - 1) * stride + kernel - length) / 2 : 0);
        }

        if (layer.Operation.Contains("Causal = true", StringComparison.Ordinal))
        {
            return isConvolved ? ((length - 1) / stride + 1, kernel - 1) : (length, 0);
        }

        int zeros = isConvolved ? (int)NaiveNetwork.Argument(layer, padding, NaiveNetwork.Argument(layer, "Padding", 0)) : 0;
        return ((length + 2 * zeros - kernel) / stride + 1, zeros);
    }

    private static double[] Pool(LayerDescription layer, double[] x, IReadOnlyList<int> shape, Func<IEnumerable<double>, double> reduce)
    {
        int kernelHeight = int.Parse(layer.Operation.Split('(', ',', ')')[1], System.Globalization.CultureInfo.InvariantCulture);
        int kernelWidth = (int)NaiveNetwork.Argument(layer, "KernelWidth", kernelHeight), height = shape[1], width = shape[2];
        int strideHeight = Stride(layer, "StrideHeight", kernelHeight), strideWidth = Stride(layer, "StrideWidth", kernelWidth);
        List<double> y = [];
        for (int at = 0; at < layer.OutputShape.Aggregate(1, (size, axis) => size * axis); at++)
        {
            int columns = layer.OutputShape[2], j = at % columns, i = at / columns % layer.OutputShape[1], c = at / columns / layer.OutputShape[1];
            y.Add(reduce(Enumerable.Range(0, kernelHeight * kernelWidth)
                .Select(n => x[(c * height + i * strideHeight + n / kernelWidth) * width + j * strideWidth + n % kernelWidth])));
        }

        return [.. y];
    }

    private static int Stride(LayerDescription layer, string name, int otherwise) =>
        (int)NaiveNetwork.Argument(layer, name, NaiveNetwork.Argument(layer, "Stride", otherwise));

    private static double[] Swap(double[] x, int rows, int columns) =>
        [.. Enumerable.Range(0, x.Length).Select(n => x[n % rows * columns + n / rows])];
}
