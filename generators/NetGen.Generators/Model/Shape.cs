using System.Globalization;

namespace NetGen.Generators.Model;

/// <summary>The axes of one example of a value: features; channels, height, width; or steps, features.</summary>
internal readonly record struct Shape(EquatableArray<int> Axes)
{
    public Shape(params int[] axes)
        : this(axes.ToEquatableArray())
    {
    }

    /// <summary>The most elements of an array: <c>Array.MaxLength</c>.</summary>
    public const long MaxElements = 2147483591;

    public int Rank => Axes.Count;

    public int Last => Axes[Axes.Count - 1];

    /// <summary>The number of elements; larger than any array when they are too many.</summary>
    public long Elements => Axes.Aggregate(1L, (product, axis) => Math.Min(product, 1L << 31) * axis);

    /// <summary>Whether it becomes another shape by repeating: axes that it lacks at the front, and those with one element.</summary>
    public bool Repeats(Shape whole)
    {
        EquatableArray<int> axes = Axes;
        int lacking = whole.Rank - Rank;
        return lacking >= 0 && Enumerable.Range(0, Rank).All(i => axes[i] == 1 || axes[i] == whole.Axes[lacking + i]);
    }

    public override string ToString() => string.Join("x", Axes.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
}
