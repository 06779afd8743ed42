using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace NetGen.OnnxTests;

/// <summary>Compares what a network predicts with what ONNX Runtime computes from its export.</summary>
internal static class Judge
{
    // Sequences end with padding from different steps on.
    private const int Examples = 5;

    /// <summary>All networks declared in an assembly.</summary>
    public static IEnumerable<Type> NetworksOf(System.Reflection.Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsDefined(typeof(NetworkAttribute), inherit: false)).OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>What a network says of itself.</summary>
    public static NetworkDescription Describe(Type network) => (NetworkDescription)network.GetProperty("Description")!.GetValue(null)!;

    /// <summary>The largest |a − b| / max(1, |b|) over the outputs of a random network for random examples, in batches of several sizes.</summary>
    public static double Error(Type network, OnnxOptions? options = null, int seed = 1)
    {
        Type scalar = Describe(network).Precision == "double" ? typeof(double) : typeof(float);
        return typeof(Judge).GetMethod(nameof(ErrorOf))!.MakeGenericMethod(network, scalar).CreateDelegate<Func<OnnxOptions?, int, double>>()(options, seed);
    }

    public static double ErrorOf<TNetwork, T>(OnnxOptions? options, int seed)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TNetwork network = Create<TNetwork, T>(seed);
        using SessionOptions session = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using InferenceSession model = new(network.ToOnnx(options), session);
        return new[] { 1, Examples }.Max(examples =>
        {
            T[] inputs = Inputs<T>(TNetwork.Description, examples, seed + 1);
            T[] expected = new T[examples * network.OutputSize];
            ((IPredictor<T>)network).Predict(inputs, expected);
            double[] outputs = [.. expected.Select(double.CreateChecked)];
            if (options?.Probabilities == true && TNetwork.Description.Heads.Count > 0)
                outputs = Probabilities(TNetwork.Description, outputs, examples);
            double[] actual = Run(model, TNetwork.Description, Array.ConvertAll(inputs, double.CreateChecked), examples, options?.KeepDoubles == true);
            Assert.Equal(outputs.Length, actual.Length);
            return outputs.Zip(actual, (b, a) => a.Equals(b) ? 0 : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) / Math.Max(1, Math.Abs(b)) : double.PositiveInfinity).Max();
        });
    }

    /// <summary>A network in which no parameter and no statistic is what it is at first.</summary>
    public static TNetwork Create<TNetwork, T>(int seed)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(seed);
        Random random = new(seed);
        foreach (ParameterDescription tensor in TNetwork.Description.Parameters)
        {
            T[] values = new T[tensor.Count];
            network.GetParameter(tensor.Name, values);
            network.SetParameter(tensor.Name, Array.ConvertAll(values, value => value + T.CreateTruncating(0.4 * (random.NextDouble() - 0.5))));
        }

        foreach (ParameterDescription tensor in TNetwork.Description.State)
        {
            bool isVariance = tensor.Name.EndsWith("ariance", StringComparison.Ordinal);
            network.SetState(tensor.Name, [.. Enumerable.Range(0, tensor.Count).Select(_ => T.CreateTruncating(isVariance ? 0.5 + random.NextDouble() : random.NextDouble() - 0.5))]);
        }

        return network;
    }

    /// <summary>Random examples, all inputs side by side; where they may, they end with padding, each from another step on.</summary>
    private static T[] Inputs<T>(NetworkDescription network, int examples, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        int tokens = network.Layers.Where(layer => layer.Kind == "Embedding").Select(layer => layer.Argument("count", 0)).DefaultIfEmpty(0).Min();
        List<T> values = [];
        for (int i = 0; i < examples; i++)
        {
            foreach (LayerDescription input in network.Layers.Where(layer => layer.Kind == "Input"))
            {
                int steps = input.OutputShape[0], features = input.OutputShape.Aggregate(1, (a, b) => a * b) / steps;
                int length = input.PaddedBy is null || i == 0 ? steps : i == 1 ? 0 : random.Next(1, steps + 1);
                bool holdsTokens = input.Operation.StartsWith("Input<int>", StringComparison.Ordinal);
                for (int at = 0; at < steps * features; at++)
                    values.Add(T.CreateTruncating(at >= length * features ? input.Argument("Padding", 0.0) : holdsTokens ? random.Next(tokens) : (3 * random.NextDouble()) - 1.5));
            }
        }

        return [.. values];
    }

    /// <summary>The outputs of the model, side by side in an example as a network's.</summary>
    private static double[] Run(InferenceSession model, NetworkDescription network, double[] rows, int examples, bool isDouble)
    {
        LayerDescription[] inputs = [.. network.Layers.Where(layer => layer.Kind == "Input")];
        Assert.Equal(inputs.Select(input => input.Name), model.InputMetadata.Keys);
        int width = rows.Length / examples, start = 0;
        List<NamedOnnxValue> feeds = [];
        foreach (LayerDescription input in inputs)
        {
            int size = input.OutputShape.Aggregate(1, (a, b) => a * b), from = start;
            double[] values = [.. Enumerable.Range(0, examples).SelectMany(i => rows.Skip((i * width) + from).Take(size))];
            int[] shape = [examples, .. input.OutputShape];
            feeds.Add(input.Operation.StartsWith("Input<int>", StringComparison.Ordinal) ? Tensor(input.Name, Array.ConvertAll(values, value => (long)value), shape)
                : isDouble ? Tensor(input.Name, values, shape) : Tensor(input.Name, Array.ConvertAll(values, value => (float)value), shape));
            start += size;
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = model.Run(feeds);
        double[][] outputs = [.. results.Select(result => isDouble ? result.AsTensor<double>().ToArray() : [.. result.AsTensor<float>().Select(value => (double)value)])];
        return [.. Enumerable.Range(0, examples).SelectMany(i => outputs.SelectMany(output => output.Skip(i * (output.Length / examples)).Take(output.Length / examples)))];
    }

    private static NamedOnnxValue Tensor<T>(string name, T[] values, int[] shape) => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, shape));

    /// <summary>What the outputs imply, by the plain formulas.</summary>
    private static double[] Probabilities(NetworkDescription network, double[] outputs, int examples)
    {
        HeadDescription[] heads = [.. network.Heads.DistinctBy(head => head.From)];
        int width = outputs.Length / examples;
        return
        [
            .. outputs.Chunk(width).SelectMany(row =>
            {
                int start = 0;
                return heads.SelectMany(head =>
                {
                    double[] values = row[start..(start += head.Size)];
                    return head.Outputs switch
                    {
                        OutputMeaning.BinaryLogits => values.Select(value => 1 / (1 + Math.Exp(-value))),
                        OutputMeaning.ClassLogits => values.Chunk(head.Shape[^1]).SelectMany(logits => logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp))),
                        OutputMeaning.ClassLogProbabilities => values.Select(Math.Exp),
                        _ => values,
                    };
                });
            }),
        ];
    }
}
