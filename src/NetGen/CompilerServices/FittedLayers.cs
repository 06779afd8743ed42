using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// Which <c>[Normalization]</c> layers of a network have a mean and variance of their own: fitted, set, loaded or copied. What a program
/// wrote into the network's <c>State</c> shows by values that are no longer those of the start.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="layers">All of them: the name, where the first mean and the first variance lie in the state, and the number of either.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FittedLayers<T>(params (string Layer, int Mean, int Variance, int Channels)[] layers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool[] _isFitted = new bool[layers.Length];

    /// <summary>Whether all layers are.</summary>
    /// <param name="state">The network's state.</param>
    public bool AreAll(ReadOnlySpan<T> state)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            if (!IsFitted(i, state))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The names of those that are not.</summary>
    /// <param name="state">The network's state.</param>
    public string[] New(ReadOnlySpan<T> state)
    {
        List<string> names = [];
        for (int i = 0; i < layers.Length; i++)
        {
            if (!IsFitted(i, state))
            {
                names.Add(layers[i].Layer);
            }
        }

        return [.. names];
    }

    /// <summary>Notes that a layer is fitted, or, where a file says so, that it is not.</summary>
    /// <param name="layer">The layer's name; others are ignored.</param>
    /// <param name="isFitted">Whether it is.</param>
    public void Note(ReadOnlySpan<char> layer, bool isFitted = true)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            if (layer.SequenceEqual(layers[i].Layer))
            {
                _isFitted[i] = isFitted;
            }
        }
    }

    /// <summary>Notes the layer of a tensor of the state that was set.</summary>
    /// <param name="tensor">The tensor's name.</param>
    public void NoteTensor(string tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Note(tensor.AsSpan(0, Math.Max(0, tensor.LastIndexOf('.'))));
    }

    /// <summary>Notes that all layers are fitted.</summary>
    public void NoteAll() => Array.Fill(_isFitted, true);

    /// <summary>Takes over what another network of the same class knows.</summary>
    /// <param name="other">That network's.</param>
    public void CopyFrom(FittedLayers<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other._isFitted.CopyTo(_isFitted, 0);
    }

    /// <summary>Copies mean and variance from one state to another, but for those of some layers.</summary>
    internal void CopyOthers(ReadOnlySpan<string> except, ReadOnlySpan<T> source, Span<T> destination)
    {
        foreach ((string Layer, int Mean, int Variance, int Channels) layer in layers)
        {
            if (!except.Contains(layer.Layer))
            {
                source.Slice(layer.Mean, layer.Channels).CopyTo(destination[layer.Mean..]);
                source.Slice(layer.Variance, layer.Channels).CopyTo(destination[layer.Variance..]);
            }
        }
    }

    private bool IsFitted(int index, ReadOnlySpan<T> state) =>
        _isFitted[index]
        || state.Slice(layers[index].Mean, layers[index].Channels).ContainsAnyExcept(T.Zero)
        || state.Slice(layers[index].Variance, layers[index].Channels).ContainsAnyExcept(T.One);
}
