using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>What <c>SetRate</c> sets: the rates of a network's dropout layers and the standard deviations of its layers of Gaussian noise.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LayerRates
{
    private readonly string _network;
    private readonly (string Layer, double Rate)[] _dropout;
    private readonly (string Layer, double Deviation)[] _noise;

    /// <summary>The rates that the attributes give.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="dropout">The dropout layers; null: it has none.</param>
    /// <param name="noise">The layers of noise; null: it has none.</param>
    public LayerRates(string network, (string Layer, double Rate)[]? dropout = null, (string Layer, double Deviation)[]? noise = null) =>
        (_network, _dropout, _noise) = (network, dropout ?? [], noise ?? []);

    /// <summary>The rate of a dropout layer, by its number.</summary>
    public double Dropout(int index) => _dropout[index].Rate;

    /// <summary>The standard deviation of a layer of noise, by its number.</summary>
    public double Noise(int index) => _noise[index].Deviation;

    /// <summary>Sets the rate of a layer, or its standard deviation.</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not from 0 to below 1, or a standard deviation is negative or not finite.</exception>
    public void Set(string layer, double rate)
    {
        int noise = Array.FindIndex(_noise, known => known.Layer == layer);
        if (noise >= 0)
        {
            _noise[noise].Deviation = Guard.NoiseDeviation(rate);
            return;
        }

        Guard.DropoutRate(rate);
        int dropout = Array.FindIndex(_dropout, known => known.Layer == layer);
        if (dropout < 0)
        {
            string[] names = [.. _dropout.Select(known => known.Layer), .. _noise.Select(known => known.Layer)];
            throw new ArgumentException($"{_network} has no layer '{layer}' with a rate: {(names.Length > 0 ? string.Join(", ", names) : "it has none")}.", nameof(layer));
        }

        _dropout[dropout].Rate = rate;
    }

    /// <summary>Takes over the rates of another network of the same class.</summary>
    public void CopyFrom(LayerRates other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other._dropout.CopyTo(_dropout, 0);
        other._noise.CopyTo(_noise, 0);
    }
}
