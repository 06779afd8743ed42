using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Statistics of channels, called by generated code. An example has <c>channels</c> channels of <c>size</c> elements: element
/// i of channel c is at c · <c>distance</c> + i · <c>step</c>. Features are channels of one element. Sums run in one fixed
/// order, in double precision.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Channels
{
    /// <summary>Adds up each channel and writes the result to all of the channel's elements.</summary>
    public static void Total<T>(ref T elements, int channels, int size, int distance, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            ref T channel = ref Unsafe.Add(ref elements, c * distance);
            Fill(ref channel, size, step, T.CreateTruncating(Sum(ref channel, size, step)));
        }
    }

    /// <summary>
    /// Makes means of sums: each element holds the sum of its values over the batch, in two parts, and gets its channel's mean, in two parts
    /// likewise, the second of which is what the first lacks.
    /// </summary>
    /// <param name="sums">The sums; receives the means.</param>
    /// <param name="rests">What the sums lack; receives what the means lack.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="size">Elements of a channel.</param>
    /// <param name="distance">From one channel to the next.</param>
    /// <param name="step">From one element of a channel to the next.</param>
    /// <param name="batch">The values, for sums that overflow.</param>
    /// <param name="rows">The examples of the batch.</param>
    /// <param name="stride">From one example to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Means<T>(ref T sums, ref T rests, int channels, int size, int distance, int step, ref readonly T batch, int rows, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            ref T channelSums = ref Unsafe.Add(ref sums, c * distance), channelRests = ref Unsafe.Add(ref rests, c * distance);
            double sum = 0, rest = 0;
            for (int i = 0; i < size; i++)
            {
                sum = Sums.Add(sum, Sums.ToDouble(At(in channelSums, i * step)), ref rest);
                rest += Sums.ToDouble(At(in channelRests, i * step));
            }

            (double mean, double low) = double.IsFinite(sum + rest)
                ? Sums.Divide(sum, rest, (double)rows * size)
                : (ScaledMoments.Of(in Unsafe.Add(ref Unsafe.AsRef(in batch), c * distance), rows, stride, size, step).Mean, 0);
            T rounded = T.CreateTruncating(mean);
            Fill(ref channelSums, size, step, rounded);
            Fill(ref channelRests, size, step, T.CreateTruncating(mean - double.CreateTruncating(rounded) + low));
        }
    }

    /// <summary>
    /// Makes inverse deviations 1 / √(variance + ε) of sums of x − mean, which are about 0, and of their squares, where each element holds those over
    /// the batch, and moves the running statistics towards those of the batch.
    /// </summary>
    /// <param name="means">The batch's means, of which each element of a channel holds the channel's.</param>
    /// <param name="differences">The sums of the differences: what is left of them is that of the rounded mean.</param>
    /// <param name="squares">The sums of the squares; receives the inverse deviations.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="size">Elements of a channel.</param>
    /// <param name="distance">From one channel to the next.</param>
    /// <param name="step">From one element of a channel to the next.</param>
    /// <param name="batch">The values, for squares that overflow or underflow.</param>
    /// <param name="rows">The examples of the batch.</param>
    /// <param name="stride">From one example to the next.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="runningMean">The running means, one to a channel.</param>
    /// <param name="runningVariance">The running variances, likewise: unbiased ones, which a batch of one value has not; at most the largest number.</param>
    /// <param name="momentum">The weight of the batch.</param>
    /// <param name="isBiased">Whether the running variance moves towards that of the batch itself, divided by count, not by count − 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Deviations<T>(ref readonly T means, ref T differences, ref T squares, int channels, int size, int distance, int step, ref readonly T batch, int rows, int stride, double epsilon, ref T runningMean, ref T runningVariance, double momentum, bool isBiased = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double count = (double)rows * size;
        for (int c = 0; c < channels; c++)
        {
            ref T channel = ref Unsafe.Add(ref squares, c * distance);
            double left = Sum(ref Unsafe.Add(ref differences, c * distance), size, step) / count;
            double variance = Math.Max(Sum(ref channel, size, step) / count - left * left, 0);
            T inverse;
            if (ScaledMoments.IsOutOfRange<T>(variance, epsilon))
            {
                double deviation = ScaledMoments.Of(in Unsafe.Add(ref Unsafe.AsRef(in batch), c * distance), rows, stride, size, step).Deviation;
                inverse = ScaledMoments.InverseRootOfSquares<T>(deviation, epsilon);
                variance = deviation * deviation;
            }
            else
            {
                inverse = T.CreateTruncating(1 / Math.Sqrt(variance + epsilon));
            }

            Fill(ref channel, size, step, inverse);
            Move(ref Unsafe.Add(ref runningMean, c), double.CreateTruncating(At(in means, c * distance)), momentum);
            if (isBiased)
            {
                Move(ref Unsafe.Add(ref runningVariance, c), variance, momentum);
            }
            else if (count > 1)
            {
                Move(ref Unsafe.Add(ref runningVariance, c), variance * (count / (count - 1)), momentum);
            }
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

    /// <summary>Replaces each variance v by 1 / √(v + ε), and by 0 where v + ε is 0; each element of a channel holds the channel's.</summary>
    public static void InvertDeviation<T>(ref T variance, int channels, int size, int distance, int step, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++)
        {
            ref T channel = ref Unsafe.Add(ref variance, c * distance);
            Fill(ref channel, size, step, ScaledMoments.InverseRoot<T>(double.CreateTruncating(channel), epsilon));
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<T>(ref T channel, int size, int step, T value)
        where T : unmanaged
    {
        for (int i = 0; i < size; i++)
        {
            Unsafe.Add(ref channel, i * step) = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum<T>(ref T channel, int size, int step)
        where T : unmanaged
    {
        double sum = 0, rest = 0;
        for (int i = 0; i < size; i++)
        {
            sum = Sums.Add(sum, Sums.ToDouble(Unsafe.Add(ref channel, i * step)), ref rest);
        }

        return sum + rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T At<T>(ref readonly T elements, int index)
        where T : unmanaged => Unsafe.Add(ref Unsafe.AsRef(in elements), index);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move<T>(ref T running, double batch, double momentum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        running = ScaledMoments.Saturate<T>((1 - momentum) * double.CreateTruncating(running) + momentum * double.CreateTruncating(ScaledMoments.Saturate<T>(batch)));
}
