using System.Numerics;

namespace NetGen;

/// <summary>A tensor of a network as a file sees it: of its parameters or of its state.</summary>
/// <param name="Description">Its name, its shape and its place.</param>
/// <param name="IsState">Whether it lies in the state.</param>
internal readonly record struct ModelTensor(ParameterDescription Description, bool IsState)
{
    // PyTorch's names, which files carry, by those of the network.
    private static readonly (string Own, string File)[] StateNames = [("runningMean", "running_mean"), ("runningVariance", "running_var")];

    /// <summary>All tensors of a network: the parameters, then the state, each in canonical order.</summary>
    public static ModelTensor[] Of(NetworkDescription network) =>
    [
        .. network.Parameters.Select(tensor => new ModelTensor(tensor, false)),
        .. network.State.Select(tensor => new ModelTensor(tensor, true)),
    ];

    /// <summary>The network's name for it.</summary>
    public string Name => Description.Name;

    /// <summary>The layer: what stands before the last dot.</summary>
    public string Module => ModuleOf(Name);

    /// <summary>What stands behind the last dot, by PyTorch's name.</summary>
    public string Leaf => FileLeaf(Name[(Name.LastIndexOf('.') + 1)..]);

    /// <summary>The name that it has in a file of ours.</summary>
    public string NameInFile => Module.Length == 0 ? Leaf : $"{Module}.{Leaf}";

    /// <summary>The shape, in the file's numbers.</summary>
    public long[] Shape => [.. Description.Shape.Select(axis => (long)axis)];

    /// <summary>The buffer of a network in which it lies.</summary>
    public Span<T> Buffer<TSelf, T>(INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => IsState ? network.State : network.Parameters;

    public static string ModuleOf(string name) => name[..Math.Max(name.LastIndexOf('.'), 0)];

    private static string FileLeaf(string own)
    {
        foreach ((string name, string file) in StateNames)
        {
            if (name == own)
                return file;
        }

        return own;
    }
}
