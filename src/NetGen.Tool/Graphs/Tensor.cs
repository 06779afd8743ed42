using System.Globalization;

namespace NetGen.Tool.Graphs;

/// <summary>What elements are: numbers of single precision (and halves), of double precision, or integers and truth values.</summary>
internal enum ElementKind
{
    /// <summary>float, and what is read as such: half and bfloat16.</summary>
    Single,

    /// <summary>double.</summary>
    Double,

    /// <summary>Integers of any width; truth values are 0 and 1.</summary>
    Integer,
}

/// <summary>
/// A constant of a graph. A shape may depend on the number of examples (<see cref="Batch"/>); the elements are then those of one example, and
/// the same for each.
/// </summary>
internal sealed class Tensor
{
    /// <summary>The most elements of a constant that is computed, so that a few bytes of a file do not take all memory.</summary>
    public const long MostComputed = 1L << 26;

    private readonly Array _data;

    private Tensor(long[] shape, Array data)
    {
        Shape = shape;
        Stored = Batch.With(shape, 1);
        _data = data;
        if (Count(Stored) != data.Length)
            throw new ToolException($"Expected {Count(Stored)} elements of the shape {Shown.Shape(shape)}, got {data.Length}.");
    }

    /// <summary>The sizes, in which the number of examples may occur.</summary>
    public long[] Shape { get; }

    /// <summary>The sizes of what is stored: for one example.</summary>
    public long[] Stored { get; }

    public ElementKind Kind => _data switch { float[] => ElementKind.Single, double[] => ElementKind.Double, _ => ElementKind.Integer };

    public int Length => _data.Length;

    public static Tensor Of(long[] shape, float[] data) => new(shape, data);

    public static Tensor Of(long[] shape, double[] data) => new(shape, data);

    public static Tensor Of(long[] shape, long[] data) => new(shape, data);

    /// <summary>Integers in a row.</summary>
    public static Tensor Row(params long[] data) => new([data.Length], data);

    /// <summary>Numbers of a kind: rounded to it, integers towards zero.</summary>
    public static Tensor Of(ElementKind kind, long[] shape, double[] data) => kind switch
    {
        ElementKind.Single => new(shape, Array.ConvertAll(data, static x => (float)x)),
        ElementKind.Double => new(shape, data),
        _ => new(shape, Array.ConvertAll(data, static x => (long)x)),
    };

    /// <summary>Refuses to compute more elements than <see cref="MostComputed"/>.</summary>
    public static int Affordable(long count) => count <= MostComputed ? (int)count : throw new UnsupportedException($"a constant of at most {MostComputed} elements, got {count}");

    /// <summary>The number of elements of a shape of which no axis depends on the examples.</summary>
    public static long Count(IEnumerable<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size < 0 || size > int.MaxValue || (count *= size) > Array.MaxLength)
                throw new ToolException($"Expected at most {Array.MaxLength} elements, got a tensor of the shape {Shown.Shape(shape)}.");
        }

        return count;
    }

    public double this[int index] => _data switch
    {
        float[] singles => singles[index],
        double[] doubles => doubles[index],
        _ => ((long[])_data)[index],
    };

    /// <summary>The elements as integers.</summary>
    public long[] ToIntegers() => _data as long[] ?? Array.ConvertAll(ToDoubles(), static x => (long)x);

    public double[] ToDoubles() => _data switch
    {
        double[] doubles => doubles,
        float[] singles => Array.ConvertAll(singles, static x => (double)x),
        _ => Array.ConvertAll((long[])_data, static x => (double)x),
    };

    public float[] ToSingles() => _data as float[] ?? Array.ConvertAll(ToDoubles(), static x => (float)x);

    /// <summary>The elements at these places, as a tensor of that shape.</summary>
    public Tensor Select(long[] shape, int[] places) => new(shape, _data switch
    {
        float[] singles => Array.ConvertAll(places, place => singles[place]),
        double[] doubles => Array.ConvertAll(places, place => doubles[place]),
        _ => Array.ConvertAll(places, place => ((long[])_data)[place]),
    });

    /// <summary>The same elements with other sizes.</summary>
    public Tensor Reshape(params long[] shape) => new(shape, _data);

    public Tensor Cast(ElementKind kind) => kind == Kind ? this : kind == ElementKind.Integer ? new(Shape, ToIntegers()) : Of(kind, Shape, ToDoubles());

    /// <summary>A matrix with its axes swapped.</summary>
    public Tensor Transpose()
    {
        int rows = (int)Stored[0], columns = (int)Stored[1];
        int[] places = new int[Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = i % rows * columns + i / rows;
        return Select([Shape[1], Shape[0]], places);
    }

    /// <summary>The axes in another order.</summary>
    public Tensor Permute(params int[] axes)
    {
        long[] shape = [.. axes.Select(axis => Stored[axis])], at = new long[axes.Length];
        int[] places = new int[Length];
        for (int i = 0; i < places.Length; i++)
        {
            long place = 0;
            for (int axis = 0; axis < axes.Length; axis++)
                place = place * Stored[axis] + at[Array.IndexOf(axes, axis)];
            places[i] = (int)place;
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--)
                at[axis] = 0;
        }

        return Select(shape, places);
    }

    /// <summary>Each element by a function.</summary>
    public Tensor Map(Func<double, double> f) => Of(Kind, Shape, Array.ConvertAll(ToDoubles(), x => f(x)));

    public override string ToString() => Length == 1 ? this[0].ToString(CultureInfo.InvariantCulture) : Shown.Shape(Shape);
}
