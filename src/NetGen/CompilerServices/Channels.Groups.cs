using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Statistics of groups of channels of one example each. Generated code has added up the positions of every channel; here the channels of a group
/// are added up, in order and in double precision. Groups are those of several examples in lanes, or of one example.
/// </summary>
public static partial class Channels
{
    /// <summary>
    /// Makes means of the sums of channels: each channel of a group gets the group's mean, in two parts, the second of which is what the first lacks.
    /// </summary>
    /// <param name="sums">The sums of the channels; receives the means.</param>
    /// <param name="rests">What the sums lack; receives what the means lack.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="groupStep">From the sum of a group's first channel to that of the next group's.</param>
    /// <param name="channels">The channels of a group.</param>
    /// <param name="channelStep">From the sum of a channel to that of the next.</param>
    /// <param name="values">The values themselves, for sums that overflow.</param>
    /// <param name="groupDistance">From the first value of a group to that of the next.</param>
    /// <param name="channelDistance">Likewise of channels.</param>
    /// <param name="positions">The values of a channel.</param>
    /// <param name="positionDistance">From one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GroupMeans<T>(ref T sums, ref T rests, int groups, int groupStep, int channels, int channelStep, ref readonly T values, int groupDistance, int channelDistance, int positions, int positionDistance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int g = 0; g < groups; g++)
        {
            ref T groupSums = ref Unsafe.Add(ref sums, g * groupStep), groupRests = ref Unsafe.Add(ref rests, g * groupStep);
            double sum = 0, rest = 0;
            for (int c = 0; c < channels; c++)
            {
                sum = Sums.Add(sum, Sums.ToDouble(Unsafe.Add(ref groupSums, c * channelStep)), ref rest);
                rest += Sums.ToDouble(Unsafe.Add(ref groupRests, c * channelStep));
            }

            (double mean, double low) = double.IsFinite(sum + rest)
                ? Sums.Divide(sum, rest, (double)channels * positions)
                : (ScaledMoments.Of(in Unsafe.Add(ref Unsafe.AsRef(in values), g * groupDistance), channels, channelDistance, positions, positionDistance).Mean, 0);
            T rounded = T.CreateTruncating(mean);
            Fill(ref groupSums, channels, channelStep, rounded);
            Fill(ref groupRests, channels, channelStep, T.CreateTruncating(mean - double.CreateTruncating(rounded) + low));
        }
    }

    /// <summary>
    /// Makes inverse deviations 1 / √(variance + ε) of the channels' sums of x − mean, which are about 0, and of their squares: each channel of a
    /// group gets the group's.
    /// </summary>
    /// <param name="differences">The sums of the differences: what is left of them is that of the rounded mean.</param>
    /// <param name="squares">The sums of the squares; receives the inverse deviations.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="groupStep">From the sum of a group's first channel to that of the next group's.</param>
    /// <param name="channels">The channels of a group.</param>
    /// <param name="channelStep">From the sum of a channel to that of the next.</param>
    /// <param name="values">The values themselves, for squares that overflow or underflow.</param>
    /// <param name="groupDistance">From the first value of a group to that of the next.</param>
    /// <param name="channelDistance">Likewise of channels.</param>
    /// <param name="positions">The values of a channel.</param>
    /// <param name="positionDistance">From one of them to the next.</param>
    /// <param name="epsilon">ε.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GroupDeviations<T>(ref readonly T differences, ref T squares, int groups, int groupStep, int channels, int channelStep, ref readonly T values, int groupDistance, int channelDistance, int positions, int positionDistance, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double count = (double)channels * positions;
        for (int g = 0; g < groups; g++)
        {
            ref T group = ref Unsafe.Add(ref squares, g * groupStep);
            double left = Sum(ref Unsafe.Add(ref Unsafe.AsRef(in differences), g * groupStep), channels, channelStep) / count;
            double variance = Math.Max(Sum(ref group, channels, channelStep) / count - left * left, 0);
            T inverse = ScaledMoments.IsOutOfRange<T>(variance, epsilon)
                ? ScaledMoments.InverseRootOfSquares<T>(ScaledMoments.Of(in Unsafe.Add(ref Unsafe.AsRef(in values), g * groupDistance), channels, channelDistance, positions, positionDistance).Deviation, epsilon)
                : T.CreateTruncating(1 / Math.Sqrt(variance + epsilon));
            Fill(ref group, channels, channelStep, inverse);
        }
    }
}
