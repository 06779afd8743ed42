namespace NetGen;

/// <summary>The parameters and the state of a network, read when they are asked for.</summary>
/// <param name="network">Their names and shapes.</param>
/// <param name="read">Reads one of them, of the state or not, in row-major order.</param>
internal sealed class NetworkValues(NetworkDescription network, Func<ParameterDescription, bool, double[]> read)
{
    private readonly Dictionary<string, (ParameterDescription Tensor, bool IsState)> _tensors = network.Parameters.Select(tensor => (tensor, false))
        .Concat(network.State.Select(tensor => (tensor, true)))
        .ToDictionary(entry => entry.tensor.Name, StringComparer.Ordinal);

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Its canonical shape.</summary>
    public IReadOnlyList<int> Shape(string name) => _tensors[name].Tensor.Shape;

    /// <summary>Its elements in row-major order.</summary>
    public double[] Read(string name) => read(_tensors[name].Tensor, _tensors[name].IsState);
}
