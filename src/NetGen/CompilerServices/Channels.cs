using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Statistics of channels, called by generated code. An example has <c>channels</c> channels of <c>size</c> elements: element
/// i of channel c is at c · <c>distance</c> + i · <c>step</c>. Features are channels of one element. Sums run in one fixed
/// order, in double precision.
/// </summary>
public static class Channels
{
    /// <summary>Adds up each channel, times <paramref name="scale"/>, and writes the result to all of the channel's elements.</summary>
    public static void Total<T>(ref T elements, int channels, int size, int distance, int step, double scale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            ref T channel = ref Unsafe.Add(ref elements, c * distance);
            double sum = 0;
            for (int i = 0; i < size; i++)
            {
                sum += double.CreateTruncating(Unsafe.Add(ref channel, i * step));
            }

            Fill(ref channel, size, step, T.CreateTruncating(sum * scale));
        }
    }

    /// <summary>Writes the value of each channel to all of the channel's elements.</summary>
    public static void Spread<T>(ref readonly T values, int channels, int size, int distance, int step, ref T elements)
        where T : unmanaged
    {
        for (int c = 0; c < channels; c++)
        {
            Fill(ref Unsafe.Add(ref elements, c * distance), size, step, At(in values, c));
        }
    }

    /// <summary>The first element of each channel: the inverse of <see cref="Spread"/>.</summary>
    public static void Gather<T>(ref readonly T elements, int channels, int size, int distance, int step, ref T values)
        where T : unmanaged
    {
        for (int c = 0; c < channels; c++)
        {
            Unsafe.Add(ref values, c) = At(in elements, c * distance);
        }
    }

    /// <summary>Replaces each variance v by 1 / √(v + ε), where each element of a channel holds the channel's.</summary>
    public static void InvertDeviation<T>(ref T variance, int channels, int size, int distance, int step, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            ref T channel = ref Unsafe.Add(ref variance, c * distance);
            Fill(ref channel, size, step, T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(channel) + epsilon)));
        }
    }

    /// <summary>Replaces each variance v by 1 / √v, and 0 by 1, where each element of a channel holds the channel's.</summary>
    public static void InvertDeviationOrOne<T>(ref T variance, int channels, int size, int distance, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            ref T channel = ref Unsafe.Add(ref variance, c * distance);
            Fill(ref channel, size, step, channel > T.Zero ? T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(channel))) : T.One);
        }
    }

    /// <summary>Moves running statistics towards those of a batch, of which each element of a channel holds the channel's.</summary>
    /// <param name="mean">The batch's means.</param>
    /// <param name="variance">The batch's variances, divided by the count.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="size">Elements of a channel.</param>
    /// <param name="distance">From one channel to the next.</param>
    /// <param name="step">From one element of a channel to the next.</param>
    /// <param name="count">The values of one channel in the batch.</param>
    /// <param name="runningMean">The running means, one to a channel.</param>
    /// <param name="runningVariance">The running variances, likewise: unbiased ones, which a batch of one value has not.</param>
    /// <param name="momentum">The weight of the batch.</param>
    public static void UpdateRunning<T>(ref readonly T mean, ref readonly T variance, int channels, int size, int distance, int step, long count, ref T runningMean, ref T runningVariance, double momentum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            Move(ref Unsafe.Add(ref runningMean, c), double.CreateTruncating(At(in mean, c * distance)), momentum);
            if (count > 1)
            {
                Move(ref Unsafe.Add(ref runningVariance, c), double.CreateTruncating(At(in variance, c * distance)) * count / (count - 1), momentum);
            }
        }
    }

    /// <summary>The mean and variance of each channel, from the moments of all elements of all inputs.</summary>
    /// <param name="moments">The moments.</param>
    /// <param name="first">The first element's index among the features of the moments.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="size">Elements of a channel.</param>
    /// <param name="distance">From one channel to the next.</param>
    /// <param name="step">From one element of a channel to the next.</param>
    /// <param name="means">Receives the means.</param>
    /// <param name="variances">Receives the variances.</param>
    /// <exception cref="ArgumentException">One is beyond the range of <typeparamref name="T"/>.</exception>
    public static void Fit<T>(InputMoments moments, int first, int channels, int size, int distance, int step, Span<T> means, Span<T> variances)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            // From the first one's on, so that the mean of equal numbers is that number.
            double start = moments.Means[first + c * distance], mean = start, variance = 0;
            for (int i = 1; i < size; i++)
            {
                mean += (moments.Means[first + c * distance + i * step] - start) / size;
            }

            for (int i = 0; i < size; i++)
            {
                // Within the element, and from the element's mean to the channel's.
                int element = first + c * distance + i * step;
                double difference = moments.Means[element] - mean;
                variance += (moments.Variance(element) + difference * difference) / size;
            }

            means[c] = T.CreateTruncating(mean);
            variances[c] = T.CreateTruncating(variance);
            if (!T.IsFinite(means[c]) || !T.IsFinite(variances[c]))
            {
                throw new ArgumentException($"Expected inputs whose mean and variance are within the range of {typeof(T).Name}, got the mean {mean} and the variance {variance} from feature {first + c * distance} on.", nameof(moments));
            }
        }
    }

    private static void Fill<T>(ref T channel, int size, int step, T value)
        where T : unmanaged
    {
        for (int i = 0; i < size; i++)
        {
            Unsafe.Add(ref channel, i * step) = value;
        }
    }

    private static T At<T>(ref readonly T elements, int index)
        where T : unmanaged => Unsafe.Add(ref Unsafe.AsRef(in elements), index);

    private static void Move<T>(ref T running, double batch, double momentum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        running = T.CreateTruncating((1 - momentum) * double.CreateTruncating(running) + momentum * batch);
}
