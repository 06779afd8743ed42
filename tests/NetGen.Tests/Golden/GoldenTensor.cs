using System.Text.Json;

namespace NetGen.Tests;

/// <summary>A tensor of a golden case, row-major.</summary>
public sealed class GoldenTensor
{
    private readonly double[]? _data;
    private readonly long[]? _integers;

    private GoldenTensor(int[] shape, double[]? data, long[]? integers)
    {
        Shape = shape;
        _data = data;
        _integers = integers;
    }

    /// <summary>The length of each axis.</summary>
    public int[] Shape { get; }

    /// <summary>Whether the values are labels, token numbers or masks.</summary>
    public bool IsInteger => _integers is not null;

    /// <summary>The values of a float64 tensor.</summary>
    public double[] Data => _data ?? throw new InvalidOperationException("The tensor holds integers.");

    /// <summary>The values of an int64 tensor.</summary>
    public long[] Integers => _integers ?? throw new InvalidOperationException("The tensor holds float64 values.");

    /// <summary>Reads <c>data</c>, or computes the values of <c>formula</c>.</summary>
    public static GoldenTensor Parse(JsonElement element)
    {
        int[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32())];
        int size = shape.Aggregate(1, (product, axis) => checked(product * axis));
        GoldenTensor tensor;
        if (element.TryGetProperty("formula", out JsonElement formula))
            tensor = new(shape, Sine(formula, size), null);
        else if (element.TryGetProperty("dtype", out JsonElement type) && type.GetString() == "int64")
            tensor = new(shape, null, [.. element.GetProperty("data").EnumerateArray().Select(value => value.GetInt64())]);
        else
            tensor = new(shape, [.. element.GetProperty("data").EnumerateArray().Select(value => value.GetDouble())], null);

        int found = tensor._data?.Length ?? tensor._integers!.Length;
        return found == size ? tensor : throw new InvalidDataException($"{found} values in a tensor of {size}.");
    }

    /// <summary>bias + scale · sin(a · (offset + i)).</summary>
    private static double[] Sine(JsonElement formula, int size)
    {
        if (formula.GetProperty("type").GetString() != "sin")
            throw new InvalidDataException($"Unknown formula {formula}.");
        double a = formula.GetProperty("a").GetDouble(), scale = formula.GetProperty("scale").GetDouble();
        double bias = formula.GetProperty("bias").GetDouble();
        long offset = formula.GetProperty("offset").GetInt64();
        double[] data = new double[size];
        for (int i = 0; i < size; i++)
            data[i] = bias + (scale * Math.Sin(a * (offset + i)));
        return data;
    }
}
