using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Mean and variance of each feature over any number of examples, gathered batch by batch in double precision (Welford's
/// update, 1962): numerically safe where the mean is large, exactly 0 for a feature that never changes.
/// </summary>
public sealed class InputMoments
{
    private readonly double[] _means;
    private readonly double[] _squares;

    /// <summary>Moments of no example yet.</summary>
    /// <param name="features">The number of values of one example, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature.</exception>
    public InputMoments(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        _means = new double[features];
        _squares = new double[features];
    }

    /// <summary>The number of values of one example.</summary>
    public int Features => _means.Length;

    /// <summary>The number of examples so far.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of each feature; 0 before the first example.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The variance of a feature, the mean of (x − mean)²; 0 before the first example.</summary>
    /// <param name="feature">The feature's index.</param>
    public double Variance(int feature) => Count == 0 ? 0 : _squares[feature] / Count;

    /// <summary>Adds examples.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">Any whole number of examples.</param>
    /// <exception cref="ArgumentException">Not a whole number of examples, or a value that is not finite. Then none has been added.</exception>
    public void Add<T>(ReadOnlySpan<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int examples = Guard.Examples(inputs.Length, Features, nameof(inputs));
        RequireFinite(inputs);
        for (int e = 0; e < examples; e++)
        {
            Count++;
            ReadOnlySpan<T> example = inputs.Slice(e * Features, Features);
            for (int i = 0; i < example.Length; i++)
            {
                double x = double.CreateTruncating(example[i]);
                double change = x - _means[i];
                _means[i] += change / Count;
                _squares[i] += change * (x - _means[i]);
            }
        }
    }

    private void RequireFinite<T>(ReadOnlySpan<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!T.IsFinite(inputs[i]))
                throw new ArgumentException($"Expected finite values, got {inputs[i]} in feature {i % Features} of example {Count + (i / Features)}.", nameof(inputs));
        }
    }
}
