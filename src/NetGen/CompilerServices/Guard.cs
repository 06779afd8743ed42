using System.Diagnostics.CodeAnalysis;

namespace NetGen.CompilerServices;

/// <summary>Checks of arguments: each exception says what was expected and what came.</summary>
public static class Guard
{
    /// <summary>The number of examples in a span of <paramref name="length"/> values, <paramref name="size"/> to an example.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of the size.</exception>
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
    public static void Labels(ReadOnlySpan<int> labels, int classes, string parameter)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                ThrowLabel(labels[i], i, classes, parameter);
            }
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

    /// <summary>Requires the moments of at least one example of <paramref name="size"/> values.</summary>
    /// <exception cref="ArgumentException">They are of no example, or of examples of another size.</exception>
    public static void Moments(InputMoments moments, int size)
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
    private static void ThrowLabel(int label, int index, int classes, string parameter) =>
        throw new ArgumentOutOfRangeException(parameter, label, $"Expected class labels from 0 to {classes - 1}, got {label} at index {index}.");
}
