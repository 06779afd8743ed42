using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Scales every feature by itself: y = (x − center) / scale. Fit it on the training part alone; what it learns there is
/// applied to every part. (<c>[Normalization]</c> does the same inside a network and is saved with it.)
/// </summary>
public sealed class FeatureScaler
{
    private readonly double[] _centers;
    private readonly double[] _scales;

    /// <summary>A scaler of given numbers.</summary>
    /// <param name="centers">What is subtracted from each feature.</param>
    /// <param name="scales">What each is divided by then: finite and not 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is no feature, or a number will not do.</exception>
    public FeatureScaler(ReadOnlySpan<double> centers, ReadOnlySpan<double> scales)
    {
        if (centers.IsEmpty)
            throw new ArgumentException("Expected at least one feature, got none.", nameof(centers));
        Guard.Length(scales.Length, centers.Length, nameof(scales));
        for (int i = 0; i < scales.Length; i++)
        {
            if (!double.IsFinite(centers[i]) || !double.IsFinite(scales[i]) || scales[i] == 0)
                throw new ArgumentException($"Expected a finite center and a finite scale other than 0, got {centers[i]} and {scales[i]} for feature {i}.", nameof(scales));
        }

        _centers = centers.ToArray();
        _scales = scales.ToArray();
    }

    /// <summary>The number of features.</summary>
    public int Features => _centers.Length;

    /// <summary>What is subtracted from each feature.</summary>
    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>What each feature is divided by then.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>
    /// To mean 0 and variance 1: the mean, and the square root of the mean of (x − mean)², as scikit-learn's StandardScaler.
    /// A feature that never changes is only shifted.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The training examples, row by row.</param>
    /// <param name="features">The values of an example.</param>
    /// <exception cref="ArgumentException">No example, not a whole number of them, or a value that is not finite.</exception>
    public static FeatureScaler Standardize<T>(ReadOnlySpan<T> inputs, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Statistics statistics = new(features);
        statistics.Add(inputs);
        return statistics.Standardize();
    }

    /// <inheritdoc cref="Standardize{T}(ReadOnlySpan{T}, int)"/>
    /// <typeparam name="T">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="train">The training part.</param>
    public static FeatureScaler Standardize<T, TTarget>(IDataset<T, TTarget> train)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged => Gather(train).Standardize();

    /// <summary>To [0, 1], the smallest and the largest value of each feature, as scikit-learn's MinMaxScaler. A feature that never changes becomes 0.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">The training examples, row by row.</param>
    /// <param name="features">The values of an example.</param>
    /// <exception cref="ArgumentException">No example, not a whole number of them, or a value that is not finite.</exception>
    public static FeatureScaler MinMax<T>(ReadOnlySpan<T> inputs, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Statistics statistics = new(features);
        statistics.Add(inputs);
        return statistics.MinMax();
    }

    /// <inheritdoc cref="MinMax{T}(ReadOnlySpan{T}, int)"/>
    /// <typeparam name="T">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="train">The training part.</param>
    public static FeatureScaler MinMax<T, TTarget>(IDataset<T, TTarget> train)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged => Gather(train).MinMax();

    /// <summary>Scales examples in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">Any whole number of examples.</param>
    /// <exception cref="ArgumentException">Not a whole number of examples.</exception>
    public void Transform<T>(Span<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int examples = Guard.Examples(inputs.Length, Features, nameof(inputs));
        for (int e = 0; e < examples; e++)
        {
            Span<T> example = inputs.Slice(e * Features, Features);
            for (int i = 0; i < example.Length; i++)
                example[i] = T.CreateTruncating((double.CreateTruncating(example[i]) - _centers[i]) / _scales[i]);
        }
    }

    /// <summary>The inverse of <see cref="Transform"/>, up to rounding.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="inputs">Any whole number of scaled examples.</param>
    /// <exception cref="ArgumentException">Not a whole number of examples.</exception>
    public void InverseTransform<T>(Span<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int examples = Guard.Examples(inputs.Length, Features, nameof(inputs));
        for (int e = 0; e < examples; e++)
        {
            Span<T> example = inputs.Slice(e * Features, Features);
            for (int i = 0; i < example.Length; i++)
                example[i] = T.CreateTruncating((double.CreateTruncating(example[i]) * _scales[i]) + _centers[i]);
        }
    }

    private static Statistics Gather<T, TTarget>(IDataset<T, TTarget> train)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(train);
        Statistics statistics = new(train.InputSize);
        T[] inputs = new T[train.InputSize];
        TTarget[] targets = new TTarget[train.TargetSize];
        for (int i = 0; i < train.Count; i++)
        {
            train.CopyTo([i], inputs, targets);
            statistics.Add<T>(inputs);
        }

        return statistics;
    }

    /// <summary>Mean and deviation, which large means do not disturb; smallest and largest.</summary>
    private sealed class Statistics
    {
        private readonly InputMoments _moments;
        private readonly double[] _smallest;
        private readonly double[] _largest;

        public Statistics(int features)
        {
            _moments = new InputMoments(features);
            _smallest = new double[features];
            _largest = new double[features];
            _smallest.AsSpan().Fill(double.PositiveInfinity);
            _largest.AsSpan().Fill(double.NegativeInfinity);
        }

        public void Add<T>(ReadOnlySpan<T> inputs)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            _moments.Add(inputs);
            for (int i = 0; i < inputs.Length; i++)
            {
                double x = double.CreateTruncating(inputs[i]);
                int feature = i % _smallest.Length;
                _smallest[feature] = Math.Min(_smallest[feature], x);
                _largest[feature] = Math.Max(_largest[feature], x);
            }
        }

        public FeatureScaler Standardize()
        {
            RequireExamples();
            double[] scales = new double[_smallest.Length];
            for (int i = 0; i < scales.Length; i++)
                scales[i] = _moments.Deviation(i) is > 0 and double deviation ? deviation : 1;
            return new(_moments.Means, scales);
        }

        public FeatureScaler MinMax()
        {
            RequireExamples();
            double[] scales = new double[_smallest.Length];
            for (int i = 0; i < scales.Length; i++)
                scales[i] = _largest[i] > _smallest[i] ? _largest[i] - _smallest[i] : 1;
            return new(_smallest, scales);
        }

        private void RequireExamples()
        {
            if (_moments.Count == 0)
                throw new ArgumentException("Expected at least one example to fit a scaler, got none.");
        }
    }
}
