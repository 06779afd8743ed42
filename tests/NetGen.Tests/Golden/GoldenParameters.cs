using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NetGen.CompilerServices;

namespace NetGen.Tests;

/// <summary>Parameters of golden cases, whose paths count all layers, in networks, whose names count each kind.</summary>
internal static class GoldenParameters
{
    /// <summary>What networks call the kinds of layers with parameters or state.</summary>
    private static readonly Dictionary<string, string> s_kinds = new()
    {
        ["prelu"] = "pReLU",
        ["learned_scale"] = "learnedScale",
        ["conv1d"] = "conv1D",
        ["conv2d"] = "conv2D",
        ["conv_transpose1d"] = "convTranspose1D",
        ["conv_transpose2d"] = "convTranspose2D",
        ["dense"] = "dense",
        ["group_norm"] = "groupNorm",
        ["layer_norm"] = "layerNorm",
        ["rms_norm"] = "rmsNorm",
        ["batch_norm"] = "batchNorm",
        ["self_attention"] = "multiHeadAttention",
        ["multi_head_attention"] = "multiHeadAttention",
        ["residual"] = "residual",
        ["rnn_tanh"] = "rnn",
        ["gru"] = "gru",
        ["lstm"] = "lstm",
        ["embedding"] = "embedding",
        ["positional_embedding"] = "positionalEmbedding",
    };

    /// <summary>What networks call tensors of other names.</summary>
    private static readonly Dictionary<string, string> s_tensors = new()
    {
        ["gamma"] = "weight",
        ["beta"] = "bias",
        ["runningVar"] = "runningVariance",
        ["weightQ"] = "query.weight",
        ["biasQ"] = "query.bias",
        ["weightK"] = "key.weight",
        ["biasK"] = "key.bias",
        ["weightV"] = "value.weight",
        ["biasV"] = "value.bias",
        ["weightO"] = "output.weight",
        ["biasO"] = "output.bias",
        ["weightIh"] = "inputWeight",
        ["weightHh"] = "hiddenWeight",
        ["biasIh"] = "inputBias",
        ["biasHh"] = "hiddenBias",
        ["weightIhReverse"] = "reverse.inputWeight",
        ["weightHhReverse"] = "reverse.hiddenWeight",
        ["biasIhReverse"] = "reverse.inputBias",
        ["biasHhReverse"] = "reverse.hiddenBias",
    };

    /// <summary>
    /// "2.weight" is the weight of layer 2, which is called by its number among the layers of its kind, "dense2.weight"; "1.body.0.weight" that of the
    /// first layer of a residual block: "residual1.1.dense1.weight".
    /// </summary>
    public static string ParameterName(this GoldenCase golden, string path) => ParameterName(golden.Root.GetProperty("layers"), path.Split('.'));

    private static string ParameterName(JsonElement layers, ReadOnlySpan<string> path)
    {
        string first = path[0];
        JsonElement[] before = [.. layers.EnumerateArray().Take(int.Parse(path[0], CultureInfo.InvariantCulture) + 1)];
        string type = before[^1].GetProperty("type").GetString()!;
        string name = $"{s_kinds[type]}{before.Count(layer => layer.GetProperty("type").GetString() == type)}";
        if (type == "dense" && before[^1].TryGetProperty("tie", out JsonElement tied))
        {
            return ParameterName(layers, [tied.GetString()!, path[1]]);
        }

        // Where a layer shares another's parameters, that one has a name of its own.
        bool isShared = layers.EnumerateArray().Any(layer => layer.TryGetProperty("tie", out JsonElement other) && other.GetString() == first);
        name = isShared ? "tokens" : name;
        return path[1] == "body" ? $"{name}.1.{ParameterName(before[^1].GetProperty("body"), path[2..])}" : $"{name}.{s_tensors.GetValueOrDefault(path[1], path[1])}";
    }

    /// <summary>Copies the parameters of a case into a network of its architecture.</summary>
    public static void SetParameters<TNetwork, T>(this GoldenCase golden, TNetwork network, IEnumerable<KeyValuePair<string, GoldenTensor>> parameters)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((string path, GoldenTensor values) in parameters)
        {
            ParameterBuffer.Set<T>(TNetwork.Description, network.Parameters, golden.ParameterName(path), [.. values.Data.Select(T.CreateChecked)]);
        }
    }

    /// <summary>A tensor out of a network's parameters or gradients.</summary>
    public static T[] GetTensor<TNetwork, T>(this GoldenCase golden, string path, ReadOnlySpan<T> buffer)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = golden.ParameterName(path);
        var values = new T[TNetwork.Description.Parameters.Single(parameter => parameter.Name == name).Count];
        ParameterBuffer.Get(TNetwork.Description, buffer, name, values);
        return values;
    }
}
