using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>Checks of arguments: each exception says what was expected and what came.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Guard
{
    /// <summary>The number of examples in a span of <paramref name="length"/> values, <paramref name="size"/> to an example.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of the size.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Examples(int length, int size, string parameter)
    {
        int examples = length / size;
        if (examples * size != length)
        {
            ThrowNotWhole(length, size, parameter);
        }

        return examples;
    }

    /// <summary>Requires room or values for <paramref name="rows"/> examples of <paramref name="size"/> values.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outputs(int length, int rows, int size, string parameter)
    {
        if (length != (long)rows * size)
        {
            ThrowRows(length, rows, size, parameter);
        }
    }

    /// <summary>Requires <paramref name="length"/> to be <paramref name="expected"/>.</summary>
    /// <exception cref="ArgumentException">They differ.</exception>
    public static void Length(int length, int expected, string parameter)
    {
        if (length != expected)
        {
            ThrowLength(length, expected, parameter);
        }
    }

    /// <summary>Requires every class label to be at least 0 and less than <paramref name="classes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels(ReadOnlySpan<int> labels, int classes, string parameter) => Labels(labels, classes, parameter, null);

    /// <summary>Likewise, unless it is <paramref name="ignored"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels(ReadOnlySpan<int> labels, int classes, string parameter, int ignored) => Labels(labels, classes, parameter, null, ignored);

    /// <summary>The same, with names for the examples where they come from a data set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Labels(ReadOnlySpan<int> labels, int classes, string parameter, Func<int, string>? nameOfExample, int? ignored = null, int perExample = 1)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignored)
            {
                ThrowLabel(labels[i], i, classes, parameter, nameOfExample, ignored, perExample);
            }
        }
    }

    /// <summary>A class label that is a number among other targets, which must be whole; whether it is in range is seen later.</summary>
    /// <exception cref="ArgumentException">It is not whole.</exception>
    internal static int LabelIn<T>(T target, int classes, int index, int perExample, string parameter, Func<int, string>? nameOfExample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int label = int.CreateSaturating(target); // NaN becomes 0
        if (T.CreateTruncating(label) != target)
        {
            throw new ArgumentException($"Expected class labels from 0 to {classes - 1}, got {Text(target)} for {(perExample > 1 ? $"step {index % perExample} of " : "")}{NameOf(index / perExample, nameOfExample)}.", parameter);
        }

        return label;
    }

    /// <summary>Requires every target to be one that a loss is made for.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="size">Their number for each example.</param>
    /// <param name="range">What they may be.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <exception cref="ArgumentException">A target is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Targets<T>(ReadOnlySpan<T> targets, int size, TargetRange range, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Targets(targets, size, range, parameter, null);

    /// <summary>The same, with names for the examples where they come from a data set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Targets<T>(ReadOnlySpan<T> targets, int size, TargetRange range, string parameter, Func<int, string>? nameOfExample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int wrong = TargetCheck.FirstOutside(targets, range);
        if (wrong >= 0)
        {
            ThrowTarget(targets[wrong], wrong, size, range, parameter, nameOfExample);
        }
    }

    /// <summary>Requires the weights of examples to be finite.</summary>
    /// <exception cref="ArgumentException">A weight is not.</exception>
    internal static void Weights<T>(ReadOnlySpan<T> weights, string parameter, Func<int, string>? nameOfExample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int wrong = TargetCheck.FirstOutside(weights, TargetRange.Numbers);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Expected finite weights, got {Text(weights[wrong])} for {NameOf(wrong, nameOfExample)}.", parameter);
        }
    }

    /// <summary>Requires an index to be at least 0 and less than <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Index(int index, int count, string parameter) =>
        (uint)index < (uint)count ? index : throw new ArgumentOutOfRangeException(parameter, index, $"Expected an index from 0 to {count - 1}.");

    /// <summary>Requires a rate to be at least 0 and less than 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void DropoutRate(double rate)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Expected a dropout rate of at least 0 and less than 1.");
        }
    }

    /// <summary>Requires a standard deviation to be finite and at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NoiseDeviation(double rate) => rate >= 0 && double.IsFinite(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "Expected a finite standard deviation of at least 0.");

    /// <summary>Requires the rate of a penalty to be finite and at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double PenaltyRate(double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite penalty rate of at least 0.");
        }

        return value;
    }

    [DoesNotReturn]
    private static void ThrowNotWhole(int length, int size, string parameter) =>
        throw new ArgumentException($"Expected a whole number of examples of {size} values each, got {length} values ({length / size} examples and {length % size} values).", parameter);

    [DoesNotReturn]
    private static void ThrowRows(int length, int rows, int size, string parameter) =>
        throw new ArgumentException($"Expected {rows} examples of {size} values ({(long)rows * size}), got {length} values.", parameter);

    [DoesNotReturn]
    private static void ThrowLength(int length, int expected, string parameter) =>
        throw new ArgumentException($"Expected {expected} values, got {length}.", parameter);

    [DoesNotReturn]
    private static void ThrowLabel(int label, int index, int classes, string parameter, Func<int, string>? nameOfExample, int? ignored, int perExample)
    {
        string place = nameOfExample is null ? $"at index {index}" : $"for {(perExample > 1 ? $"step {index % perExample} of " : "")}{nameOfExample(index / perExample)}";
        throw new ArgumentOutOfRangeException(parameter, label, $"Expected class labels from 0 to {classes - 1}{(ignored is { } other ? $", or {other} for what does not count" : "")}, got {label} {place}.");
    }

    [DoesNotReturn]
    private static void ThrowTarget<T>(T target, int index, int size, TargetRange range, string parameter, Func<int, string>? nameOfExample)
        where T : IFormattable
    {
        string expected = range switch
        {
            TargetRange.Shares => "from 0 to 1",
            TargetRange.NonNegative => "of at least 0",
            TargetRange.ZeroOrOne => "of 0 or 1",
            TargetRange.Signs => "of -1 or 1",
            _ => "that are finite",
        };
        throw new ArgumentException($"Expected targets {expected}, got {Text(target)} for {(size > 1 ? $"output {index % size} of " : "")}{NameOf(index / size, nameOfExample)}.", parameter);
    }

    private static string NameOf(int example, Func<int, string>? nameOfExample) => nameOfExample is null ? $"example {example}" : nameOfExample(example);

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
