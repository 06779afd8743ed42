using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Mean and variance of each feature over any number of examples, gathered batch by batch: sums of x − x₀ and (x − x₀)² about the first example,
/// each in two numbers of double precision, so that both are right to an ulp or two however large the mean and however many the examples; exactly
/// 0 for a feature that never changes.
/// </summary>
public sealed class InputMoments
{
    // Differences are scaled by a power of two of each feature, so that no square overflows or underflows.
    private const double LargestDifference = 1e100;

    private readonly double[] _starts;
    private readonly double[] _scales;
    private readonly double[] _sums;
    private readonly double[] _sumRests;
    private readonly double[] _squares;
    private readonly double[] _squareRests;
    private readonly double[] _means;
    private bool _meansAreCurrent = true;

    /// <summary>Moments of no example yet.</summary>
    /// <param name="features">The number of values of one example, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature.</exception>
    public InputMoments(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        _starts = new double[features];
        _scales = new double[features];
        _sums = new double[features];
        _sumRests = new double[features];
        _squares = new double[features];
        _squareRests = new double[features];
        _means = new double[features];
    }

    /// <summary>The number of values of one example.</summary>
    public int Features => _starts.Length;

    /// <summary>The number of examples so far.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of each feature; 0 before the first example.</summary>
    public ReadOnlySpan<double> Means
    {
        get
        {
            for (int i = 0; !_meansAreCurrent && i < _means.Length; i++)
                _means[i] = MeanOf(i);
            _meansAreCurrent = true;
            return _means;
        }
    }

    /// <summary>The variance of a feature, the mean of (x − mean)²; 0 before the first example.</summary>
    /// <param name="feature">The feature's index.</param>
    public double Variance(int feature) => _scales[feature] > 0 ? ScaledVariance(feature) / _scales[feature] / _scales[feature] : 0;

    /// <summary>The square root of the variance, also where the variance is no normal number.</summary>
    internal double Deviation(int feature) => _scales[feature] > 0 ? Math.Sqrt(ScaledVariance(feature)) / _scales[feature] : 0;

    private double MeanOf(int feature)
    {
        double scale = _scales[feature], rest = 0;
        if (scale == 0)
            return _starts[feature];

        // The mean may be far smaller than the first example, and than the difference from it.
        (double difference, double lacking) = Sums.Divide(_sums[feature], _sumRests[feature], Count);
        double mean = Sums.Add(_starts[feature], difference / scale, ref rest);
        return mean + (rest + lacking / scale);
    }

    private double ScaledVariance(int feature)
    {
        // Σd² − (Σd)² / n, of which the square in two numbers. The first example is one of them, so at most log2 n of 100 bits cancel.
        double sum = _sums[feature] + _sumRests[feature], sumRest = _sums[feature] - sum + _sumRests[feature];
        double square = sum * sum, squareRest = Math.FusedMultiplyAdd(sum, sum, -square) + 2 * sum * sumRest;
        (double mean, double meanRest) = Sums.Divide(square, squareRest, Count);
        double rest = 0, left = Sums.Add(_squares[feature], -mean, ref rest);
        return Math.Max(left + (rest + (_squareRests[feature] - meanRest)), 0) / Count;
    }

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
            ReadOnlySpan<T> example = inputs.Slice(e * Features, Features);
            for (int i = 0; i < example.Length; i++)
            {
                double x = double.CreateTruncating(example[i]);
                if (Count == 0)
                    _starts[i] = x;
                double difference = x - _starts[i], back = difference - x;
                if (difference != 0)
                    Add(i, difference, (x - (difference - back)) - (_starts[i] + back));
            }

            Count++;
        }

        _meansAreCurrent = examples == 0 && _meansAreCurrent;
    }

    /// <summary>Adds difference + rest, which is x − x₀ exactly.</summary>
    private void Add(int feature, double difference, double rest)
    {
        double scale = _scales[feature];
        if (!(Math.Abs(difference) * scale < LargestDifference) || scale == 0)
            scale = Rescale(feature, difference);

        double d = difference * scale, low = rest * scale, square = d * d;
        _sums[feature] = Sums.Add(_sums[feature], d, ref _sumRests[feature]);
        _sumRests[feature] += low;
        _squares[feature] = Sums.Add(_squares[feature], square, ref _squareRests[feature]);
        _squareRests[feature] += Math.FusedMultiplyAdd(d, d, -square) + 2 * d * low;
    }

    /// <summary>Makes a large difference, or the first one, about 1.</summary>
    private double Rescale(int feature, double difference)
    {
        double before = _scales[feature], scale = Math.ScaleB(1, Math.Clamp(-Math.ILogB(difference), -1000, 1000));
        if (before > 0)
        {
            double ratio = scale / before;
            _sums[feature] *= ratio;
            _sumRests[feature] *= ratio;
            _squares[feature] = _squares[feature] * ratio * ratio;
            _squareRests[feature] = _squareRests[feature] * ratio * ratio;
        }

        return _scales[feature] = scale;
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
