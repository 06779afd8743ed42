namespace NetGen.Generators.Planning;

/// <summary>A tensor of parameters, or of state: its canonical shape, and how it lies in the network's buffer.</summary>
internal sealed class ParameterTensor(string symbol, string name, int rows, int columns, int[] axes, int[] strides, bool isWeight, Initialization initialization, Place place = Place.Parameters)
{
    /// <summary>A vector that is kept but not trained, and starts with the same number everywhere.</summary>
    public static ParameterTensor State(string symbol, string name, int count, double start) =>
        new(symbol, name, 1, count, [count], [1], isWeight: false, new Initialization(start == 0 ? "Zeros" : "Constant", start, 1, 1), Place.State);

    /// <summary>The name in equations: <c>W1</c>.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>The name for users: <c>dense1.weight</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Rows in the buffer.</summary>
    public int Rows { get; } = rows;

    /// <summary>Elements of a row, without padding.</summary>
    public int Columns { get; } = columns;

    /// <summary>The canonical shape.</summary>
    public int[] Axes { get; } = axes;

    /// <summary>For each axis of the canonical shape, the distance of neighbours in the buffer.</summary>
    public int[] Strides { get; } = strides;

    /// <summary>Whether penalties count it.</summary>
    public bool IsWeight { get; } = isWeight;

    public Initialization Initialization { get; } = initialization;

    public Buffer Data { get; } = new(symbol, place, rows * Value.Padded(columns));

    public Buffer Gradient { get; } = new("d" + symbol, Place.Gradients, rows * Value.Padded(columns));

    /// <summary>Elements from one row to the next.</summary>
    public int Stride => Value.Padded(Columns);

    /// <summary>The number of elements, without padding.</summary>
    public int Count => Rows * Columns;
}

/// <summary>How a tensor starts: by an initializer (a name of the enumeration Init) with its scale, NaN for the initializer's own.</summary>
internal sealed record Initialization(string Initializer, double Scale, int FanIn, int FanOut);
