using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Tests;

/// <summary>Parameters of golden cases, whose paths count all layers, in networks, whose names count each kind.</summary>
internal static class GoldenParameters
{
    /// <summary>What networks call the kinds of layers with parameters or state.</summary>
    private static readonly Dictionary<string, string> s_kinds = new()
    {
        ["conv2d"] = "conv2D",
        ["dense"] = "dense",
        ["layer_norm"] = "layerNorm",
        ["rms_norm"] = "rmsNorm",
        ["batch_norm"] = "batchNorm",
    };

    /// <summary>"2.weight" is the weight of layer 2, which is called by its number among the layers of its kind: "dense2.weight".</summary>
    public static string ParameterName(this GoldenCase golden, string path)
    {
        string[] parts = path.Split('.');
        string[] types = [.. golden.Root.GetProperty("layers").EnumerateArray().Take(int.Parse(parts[0]) + 1).Select(layer => layer.GetProperty("type").GetString()!)];
        string name = parts[1] switch { "gamma" => "weight", "beta" => "bias", "runningVar" => "runningVariance", _ => parts[1] };
        return $"{s_kinds[types[^1]]}{types.Count(type => type == types[^1])}.{name}";
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
