using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>A tensor of parameters, or of state: its canonical shape, and how it lies in the network's buffer.</summary>
internal sealed class ParameterTensor(string symbol, string name, int rows, int columns, int[] axes, int[] strides, bool isWeight, Initialization initialization, Place place = Place.Parameters, int groups = 1)
{
    /// <summary>A vector that is kept but not trained, and starts with the same number everywhere.</summary>
    public static ParameterTensor State(string symbol, string name, int count, double start) =>
        new(symbol, name, 1, count, [count], [1], isWeight: false, new Initialization(start == 0 ? "Zeros" : "Constant", start, 1, 1), Place.State);

    /// <summary>The name in equations: <c>W1</c>.</summary>
    public string Symbol { get; private set; } = symbol;

    /// <summary>The gradient in equations: <c>W̄1</c>.</summary>
    public string Bar { get; } = Notation.Bar(symbol);

    /// <summary>The name for users: <c>dense1.weight</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Rows in the buffer.</summary>
    public int Rows { get; } = rows;

    /// <summary>Elements of a row, without padding; of one group, where there are several.</summary>
    public int Columns { get; } = columns;

    /// <summary>
    /// How many matrices lie side by side, each padded: those of a recurrent layer's gates. The leading axis of the canonical shape has the columns of
    /// all, one group after the other.
    /// </summary>
    public int Groups { get; } = groups;

    /// <summary>The canonical shape.</summary>
    public int[] Axes { get; } = axes;

    /// <summary>For each axis of the canonical shape, the distance of neighbours in the buffer.</summary>
    public int[] Strides { get; } = strides;

    /// <summary>Whether penalties count it.</summary>
    public bool IsWeight { get; } = isWeight;

    public Initialization Initialization { get; } = initialization;

    public Buffer Data { get; private set; } = new(symbol, place, rows * groups * Value.Padded(columns));

    public Buffer Gradient { get; private set; } = new("d" + symbol, Place.Gradients, rows * groups * Value.Padded(columns));

    /// <summary>The tensor that this one shares its values with, if another layer's.</summary>
    public ParameterTensor? Original { get; private set; }

    /// <summary>Whether it is trained, so that penalties may count it.</summary>
    public bool IsTrainable { get; set; } = true;

    /// <summary>Shares the values of another tensor; the gradient is a part of that tensor's, in memory of its own until they are added.</summary>
    public void Share(ParameterTensor original)
    {
        Original = original;
        Symbol = original.Symbol;
        Data = original.Data;
        Gradient = new Buffer(Gradient.Symbol, Place.PerWorkspace, Gradient.Length);
    }

    /// <summary>Elements from one row to the next.</summary>
    public int Stride => Groups * GroupStride;

    /// <summary>Elements from one group to the next.</summary>
    public int GroupStride => Value.Padded(Columns);

    /// <summary>The number of elements, without padding.</summary>
    public int Count => Rows * Groups * Columns;
}

/// <summary>How a tensor starts: by an initializer (a name of the enumeration Init) with its scale, NaN for the initializer's own.</summary>
internal sealed record Initialization(string Initializer, double Scale, int FanIn, int FanOut)
{
    /// <summary>The group that starts at 1, whatever the others do: the forget gate's bias.</summary>
    public int? GroupOfOnes { get; init; }
}
