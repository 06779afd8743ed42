using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>A <c>[Normalization]</c> layer: where its state lies, and which inputs it is fitted to.</summary>
/// <param name="name">The layer's name.</param>
/// <param name="mean">Where the first mean lies in the state.</param>
/// <param name="variance">Where the first variance lies.</param>
/// <param name="first">The first of its inputs among all inputs of an example.</param>
/// <param name="channels">The number of means and of variances.</param>
/// <param name="size">Elements of a channel.</param>
/// <param name="distance">From one channel to the next.</param>
/// <param name="step">From one element of a channel to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FittedLayer(string name, int mean, int variance, int first, int channels, int size, int distance, int step)
{
    internal string Name => name;

    internal int Mean => mean;

    internal int Variance => variance;

    internal int Channels => channels;

    /// <summary>Fits mean and variance in a network's state: those of each channel, from the moments of all elements of all inputs.</summary>
    /// <exception cref="ArgumentException">A mean or a variance is no normal number in <typeparamref name="T"/>.</exception>
    internal void Fit<T>(InputMoments moments, Span<T> state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> means = state.Slice(mean, channels), variances = state.Slice(variance, channels);
        for (int c = 0; c < channels; c++)
        {
            // From the first one's on, so that the mean of equal numbers is that number.
            double start = moments.Means[first + c * distance], sum = 0, rest = 0;
            for (int i = 1; i < size; i++)
            {
                sum = Sums.Add(sum, moments.Means[first + c * distance + i * step] - start, ref rest);
            }

            double center = start + (sum + rest) / size, deviation = 0;
            (sum, rest) = (0, 0);
            for (int i = 0; i < size; i++)
            {
                // Within the element, and from the element's mean to the channel's.
                int element = first + c * distance + i * step;
                double difference = moments.Means[element] - center;
                sum = Sums.Add(sum, moments.Variance(element), ref rest);
                sum = Sums.Add(sum, difference * difference, ref rest);
                deviation = Math.Max(deviation, Math.Max(moments.Deviation(element), Math.Abs(difference)));
            }

            double spread = (sum + rest) / size;
            RequireRepresentable<T>(first + c * distance, center, deviation, spread, nameof(moments));
            means[c] = T.CreateTruncating(center);
            variances[c] = T.CreateTruncating(spread);
        }
    }

    /// <summary>Else the feature would be taken for one that never changes, or divided by infinity.</summary>
    private static void RequireRepresentable<T>(int feature, double mean, double deviation, double variance, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool fits = T.IsFinite(T.CreateTruncating(mean)) && T.IsFinite(T.CreateTruncating(variance)) && (deviation == 0 || T.IsNormal(T.CreateTruncating(variance)));
        if (!fits)
        {
            throw new ArgumentException($"Expected inputs whose mean and variance are within the range of {typeof(T).Name}, got the mean {mean:G4} and the standard deviation {deviation:G4} from feature {feature} on: scale the inputs before, with FeatureScaler, or use double precision.", parameter);
        }
    }
}

/// <summary>
/// Which <c>[Normalization]</c> layers of a network have a mean and variance of their own: fitted, set, loaded or copied. What a program
/// wrote into the network's <c>State</c> shows by values that are no longer those of the start.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="layers">All of them.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FittedLayers<T>(FittedLayer[] layers)
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
                names.Add(layers[i].Name);
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
            if (layer.SequenceEqual(layers[i].Name))
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

    /// <summary>Fits all layers to examples of <paramref name="inputs"/>.</summary>
    /// <param name="inputs">At least one example.</param>
    /// <param name="size">Inputs of one example.</param>
    /// <param name="state">The network's state: all of it changes, or nothing.</param>
    /// <exception cref="ArgumentException">No example, not a whole number of them, or values that have no mean and variance in this precision.</exception>
    public void Fit(ReadOnlySpan<T> inputs, int size, Span<T> state)
    {
        InputMoments moments = new(size);
        moments.Add(inputs);
        Fit(moments, size, state);
    }

    /// <summary>Fits all layers to moments that were gathered batch by batch.</summary>
    /// <param name="moments">The moments of at least one example.</param>
    /// <param name="size">Inputs of one example.</param>
    /// <param name="state">The network's state: all of it changes, or nothing.</param>
    /// <exception cref="ArgumentException">They are of no example, of examples of another size, or beyond the range of the precision.</exception>
    public void Fit(InputMoments moments, int size, Span<T> state)
    {
        RequireExamples(moments, size);
        Span<T> fitted = state.ToArray();
        foreach (FittedLayer layer in layers)
        {
            layer.Fit(moments, fitted);
        }

        fitted.CopyTo(state);
        NoteAll();
    }

    /// <summary>Notes that all layers are fitted.</summary>
    internal void NoteAll() => Array.Fill(_isFitted, true);

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
        foreach (FittedLayer layer in layers)
        {
            if (!except.Contains(layer.Name))
            {
                source.Slice(layer.Mean, layer.Channels).CopyTo(destination[layer.Mean..]);
                source.Slice(layer.Variance, layer.Channels).CopyTo(destination[layer.Variance..]);
            }
        }
    }

    private static void RequireExamples(InputMoments moments, int size)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Features != size)
        {
            throw new ArgumentException($"Expected the moments of examples of {size} values, got moments of {moments.Features}.", nameof(moments));
        }

        if (moments.Count == 0)
        {
            throw new ArgumentException("Expected at least one example, got none.", nameof(moments));
        }
    }

    private bool IsFitted(int index, ReadOnlySpan<T> state) =>
        _isFitted[index]
        || state.Slice(layers[index].Mean, layers[index].Channels).ContainsAnyExcept(T.Zero)
        || state.Slice(layers[index].Variance, layers[index].Channels).ContainsAnyExcept(T.One);
}
