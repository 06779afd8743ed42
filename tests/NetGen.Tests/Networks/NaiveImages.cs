namespace NetGen.Tests;

/// <summary>Convolutions, pools and what makes an image larger, straight from their definitions.</summary>
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
            case "ConvTranspose2D":
                return Spread(layer, parameter, network, x, shape, layer.OutputShape);
            case "ConvTranspose1D":
                double[] spread = Spread(layer, parameter, network, Swap(x, shape[0], shape[1]), [shape[1], 1, shape[0]], [layer.OutputShape[1], 1, layer.OutputShape[0]]);
                return Swap(spread, layer.OutputShape[1], layer.OutputShape[0]);
            case "MaxPool2D":
                return Pool(layer, x, shape, layer.OutputShape, (window, _) => window.Max());
            case "AveragePool2D":
                return Pool(layer, x, shape, layer.OutputShape, (window, size) => window.Sum() / Divisor(layer, window.Count, size));
            case "MaxPool1D":
                return PoolSteps(layer, x, shape, (window, _) => window.Max());
            case "AveragePool1D":
                return PoolSteps(layer, x, shape, (window, size) => window.Sum() / Divisor(layer, window.Count, size));
            case "GlobalMaxPool2D":
                return [.. x.Chunk(shape[1] * shape[2]).Select(channel => channel.Max())];
            case "Upsample2D":
                int scale = layer.OutputShape[1] / shape[1], width = layer.OutputShape[2];
                return [.. Enumerable.Range(0, x.Length * scale * scale).Select(n => x[n / width / scale * shape[2] + n % width / scale])];
            case "Pad":
                return Pad(layer, x, shape);
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

    /// <summary>Every input puts the kernel into the output.</summary>
    private static double[] Spread(LayerDescription layer, Func<string, double[]> parameter, NetworkDescription network, double[] x, IReadOnlyList<int> shape, IReadOnlyList<int> output)
    {
        double[] weight = parameter($"{layer.Name}.weight");
        IReadOnlyList<int> axes = network.Parameters.Single(p => p.Name == $"{layer.Name}.weight").Shape;
        bool isImage = axes.Count == 4;
        int kernelHeight = isImage ? axes[2] : 1, kernelWidth = axes[^1], height = output[1], width = output[2];
        int strideHeight = isImage ? Stride(layer, "StrideHeight", 1) : 1, strideWidth = Stride(layer, "StrideWidth", 1);
        int top = isImage ? (int)NaiveNetwork.Argument(layer, "PaddingHeight", NaiveNetwork.Argument(layer, "Padding", 0)) : 0;
        int left = (int)NaiveNetwork.Argument(layer, "PaddingWidth", NaiveNetwork.Argument(layer, "Padding", 0));
        double[] bias = network.Parameters.Any(p => p.Name == $"{layer.Name}.bias") ? parameter($"{layer.Name}.bias") : new double[axes[1]];
        double[] y = [.. bias.SelectMany(b => Enumerable.Repeat(b, height * width))];
        for (int at = 0; at < x.Length; at++)
        {
            int c = at / shape[2] / shape[1], i = at / shape[2] % shape[1] * strideHeight - top, j = at % shape[2] * strideWidth - left;
            for (int tap = 0; tap < axes[1] * kernelHeight * kernelWidth; tap++)
            {
                int o = tap / (kernelHeight * kernelWidth), row = i + tap / kernelWidth % kernelHeight, column = j + tap % kernelWidth;
                if (row >= 0 && row < height && column >= 0 && column < width)
                {
                    y[(o * height + row) * width + column] += x[at] * weight[c * axes[1] * kernelHeight * kernelWidth + tap];
                }
            }
        }

        return y;
    }

    private static double Divisor(LayerDescription layer, int elements, int size) =>
        layer.Operation.Contains("CountPadding = false", StringComparison.Ordinal) || layer.Operation.Contains("Same = true", StringComparison.Ordinal) ? elements : size;

    private static double[] PoolSteps(LayerDescription layer, double[] x, IReadOnlyList<int> shape, Func<IReadOnlyList<double>, int, double> reduce)
    {
        double[] y = Pool(layer, Swap(x, shape[0], shape[1]), [shape[1], 1, shape[0]], [layer.OutputShape[1], 1, layer.OutputShape[0]], reduce, isImage: false);
        return Swap(y, layer.OutputShape[1], layer.OutputShape[0]);
    }

    /// <summary>What becomes of the elements of each window that there are, and of how many it would have.</summary>
    private static double[] Pool(LayerDescription layer, double[] x, IReadOnlyList<int> shape, IReadOnlyList<int> output, Func<IReadOnlyList<double>, int, double> reduce, bool isImage = true)
    {
        int size = int.Parse(layer.Operation.Split('(', ',', ')')[1], System.Globalization.CultureInfo.InvariantCulture), kernelHeight = isImage ? size : 1;
        int kernelWidth = (int)NaiveNetwork.Argument(layer, "KernelWidth", size), height = shape[1], width = shape[2];
        int strideHeight = isImage ? Stride(layer, "StrideHeight", kernelHeight) : 1, strideWidth = Stride(layer, "StrideWidth", kernelWidth);
        int top = isImage ? Axis(layer, "PaddingHeight", height, kernelHeight, strideHeight, isConvolved: true).Before : 0;
        int left = Axis(layer, "PaddingWidth", width, kernelWidth, strideWidth, isConvolved: true).Before;
        List<double> y = [];
        for (int at = 0; at < output[0] * output[1] * output[2]; at++)
        {
            int j = at % output[2] * strideWidth - left, i = at / output[2] % output[1] * strideHeight - top, c = at / output[2] / output[1];
            double[] there = [.. Enumerable.Range(0, kernelHeight * kernelWidth).Select(n => (Row: i + n / kernelWidth, Column: j + n % kernelWidth))
                .Where(place => place.Row >= 0 && place.Row < height && place.Column >= 0 && place.Column < width)
                .Select(place => x[(c * height + place.Row) * width + place.Column])];
            y.Add(reduce(there, kernelHeight * kernelWidth));
        }

        return [.. y];
    }

    private static double[] Pad(LayerDescription layer, double[] x, IReadOnlyList<int> shape)
    {
        int axis = (int)NaiveNetwork.Argument(layer, "Axis", 0), before = int.Parse(layer.Operation.Split('(', ',')[1], System.Globalization.CultureInfo.InvariantCulture);
        int after = shape.Skip(axis + 1).Aggregate(1, (product, length) => product * length), length = layer.OutputShape[axis];
        return
        [
            .. Enumerable.Range(0, layer.OutputShape.Aggregate(1, (product, n) => product * n)).Select(n =>
            {
                int place = n / after % length - before;
                return place < 0 || place >= shape[axis] ? 0 : x[(n / after / length * shape[axis] + place) * after + n % after];
            }),
        ];
    }

    private static int Stride(LayerDescription layer, string name, int otherwise) =>
        (int)NaiveNetwork.Argument(layer, name, NaiveNetwork.Argument(layer, "Stride", otherwise));

    private static double[] Swap(double[] x, int rows, int columns) =>
        [.. Enumerable.Range(0, x.Length).Select(n => x[n % rows * columns + n / rows])];
}
