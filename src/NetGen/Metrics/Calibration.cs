using System.Numerics;

namespace NetGen;

/// <summary>Whether probabilities are what they say, and how to make them so without changing any prediction.</summary>
/// <example>
/// <code>
/// double temperature = Calibration.Temperature&lt;float&gt;(net.Predict(inputs), labels);      // of a validation part
/// for (int i = 0; i &lt; logits.Length; i++)
///     logits[i] /= (float)temperature;                                                    // then softmax
/// </code>
/// </example>
public static class Calibration
{
    private const double Coldest = 0.01, Hottest = 100;

    /// <summary>
    /// The temperature t that logits are divided by so that the mean of −ln softmax(z / t)[label] is least (Guo et al., 2017): above 1 where the network is too sure. The
    /// class of the largest output stays. At least 0.01 and at most 100, where the least is beyond.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="logits">The logits of each class, example after example, of examples that were not trained on.</param>
    /// <param name="labels">The class of each example.</param>
    /// <exception cref="ArgumentException">There are no examples, not a whole number of logits for each, a label is no class, or a logit is not finite.</exception>
    public static double Temperature<T>(ReadOnlySpan<T> logits, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (labels.IsEmpty || logits.IsEmpty || logits.Length % labels.Length != 0)
            throw new ArgumentException($"Expected as many logits for each of {labels.Length} labels, got {logits.Length}.", nameof(logits));
        int classes = logits.Length / labels.Length;
        CompilerServices.Guard.Labels(labels, classes, nameof(labels));
        double[] z = Finite(logits);
        int[] of = labels.ToArray();
        return Least(factor =>
        {
            // d/df of the mean of ln Σ e^(f·z) − f·z[label]: the mean of z under the softmax, less that of the labels.
            double slope = 0;
            for (int i = 0; i < of.Length; i++)
            {
                ReadOnlySpan<double> row = z.AsSpan(i * classes, classes);
                double largest = row[0], sum = 0, weighted = 0;
                foreach (double value in row)
                    largest = Math.Max(largest, value);
                foreach (double value in row)
                {
                    double p = PortableMath.Exp(factor * (value - largest));
                    sum += p;
                    weighted += p * (value - row[of[i]]);
                }

                slope += weighted / sum;
            }

            return slope;
        });
    }

    /// <summary>The temperature that the logits of yes/no outputs are divided by, so that the mean of their cross-entropy is least.</summary>
    /// <inheritdoc cref="Temperature{T}(ReadOnlySpan{T}, ReadOnlySpan{int})"/>
    /// <param name="logits">The logits, of examples that were not trained on.</param>
    /// <param name="targets">The target of each, a probability from 0 to 1.</param>
    public static double Temperature<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompilerServices.Guard.Length(targets.Length, logits.Length, nameof(targets));
        if (logits.IsEmpty)
            throw new ArgumentException("Expected at least one logit, got none.", nameof(logits));
        double[] z = Finite(logits), t = Finite(targets);
        if (Array.FindIndex(t, value => value is < 0 or > 1) is >= 0 and int wrong)
            throw new ArgumentException($"Expected targets from 0 to 1, got {targets[wrong]} at {wrong}.", nameof(targets));
        return Least(factor =>
        {
            double slope = 0;
            for (int i = 0; i < z.Length; i++)
                slope += z[i] * (1 / (1 + PortableMath.Exp(-factor * z[i])) - t[i]);
            return slope;
        });
    }

    /// <summary>
    /// The expected calibration error: Σ share of examples · |accuracy − mean confidence| over equal bins of the confidence, the largest probability (Naeini et al., 2015; Guo
    /// et al., 2017). 0 is perfect.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="probabilities">The probabilities of each class, example after example.</param>
    /// <param name="labels">The class of each example.</param>
    /// <param name="bins">The number of bins, each without its lower and with its upper end.</param>
    /// <exception cref="ArgumentException">There are no examples, not a whole number of probabilities for each, a label is no class, or a probability is not from 0 to 1.</exception>
    public static double ExpectedError<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<int> labels, int bins = 15)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (labels.IsEmpty || probabilities.IsEmpty || probabilities.Length % labels.Length != 0)
            throw new ArgumentException($"Expected as many probabilities for each of {labels.Length} labels, got {probabilities.Length}.", nameof(probabilities));
        int classes = probabilities.Length / labels.Length;
        CompilerServices.Guard.Labels(labels, classes, nameof(labels));
        double[] p = Finite(probabilities), differences = new double[bins];
        if (Array.FindIndex(p, value => value is < 0 or > 1) is >= 0 and int wrong)
            throw new ArgumentException($"Expected probabilities from 0 to 1, got {probabilities[wrong]} at {wrong}.", nameof(probabilities));
        for (int i = 0; i < labels.Length; i++)
        {
            int largest = CompilerServices.Probabilities.LargestOf(probabilities.Slice(i * classes, classes));
            double confidence = p[i * classes + largest];
            differences[Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1)] += (largest == labels[i] ? 1 : 0) - confidence;
        }

        return differences.Sum(Math.Abs) / labels.Length;
    }

    /// <summary>1 / f where the slope of a convex function of f is 0, by halving, which no rounding misleads.</summary>
    private static double Least(Func<double, double> slope)
    {
        double low = 1 / Hottest, high = 1 / Coldest;
        if (slope(low) >= 0)
            return Hottest;
        if (slope(high) <= 0)
            return Coldest;
        for (int i = 0; i < 100; i++)
        {
            double middle = low + (high - low) / 2;
            if (slope(middle) < 0)
                low = middle;
            else
                high = middle;
        }

        return 1 / high;
    }

    private static double[] Finite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] finite = new double[values.Length];
        for (int i = 0; i < finite.Length; i++)
        {
            finite[i] = T.IsFinite(values[i])
                ? double.CreateTruncating(values[i])
                : throw new ArgumentException($"Expected finite numbers, got {values[i]} at {i}.", nameof(values));
        }

        return finite;
    }
}
