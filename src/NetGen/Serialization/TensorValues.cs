using System.Numerics;

namespace NetGen;

/// <summary>Values for tensors of a network, read and not yet in place.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
/// <param name="tensors">The tensors, each with its values in row-major order.</param>
/// <param name="unfitted">The [Normalization] layers that were never fitted, as the file says; all others count as fitted.</param>
internal sealed class TensorValues<T>((ModelTensor Tensor, T[] Values)[] tensors, IReadOnlyList<string> unfitted)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Those of the parameters, without the state.</summary>
    public IEnumerable<(string Name, T[] Values)> Parameters => tensors.Where(item => !item.Tensor.IsState).Select(item => (item.Tensor.Name, item.Values));

    /// <summary>Puts them in place. Nothing can go wrong any more.</summary>
    public void CopyTo<TSelf>(INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
    {
        foreach ((ModelTensor tensor, T[] values) in tensors)
            tensor.Description.CopyFrom(tensor.Buffer(network), values);
        if (network is not IAdaptable<T> adaptable)
            return;
        foreach ((ModelTensor tensor, _) in tensors.Where(item => item.Tensor.IsState))
            adaptable.FittedLayers.Note(tensor.Module, isFitted: !unfitted.Contains(tensor.Module));
    }
}
