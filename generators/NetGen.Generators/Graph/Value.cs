using System.Globalization;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>One tensor for each example: an edge of the graph.</summary>
internal sealed class Value
{
    private readonly Value? _source;
    private Buffer _gradient;
    private bool _isStored;
    private bool _isKept;
    private bool _isInLanes;

    public Value(string symbol, Shape shape, Layer? producer)
    {
        Symbol = symbol;
        Bar = Notation.Bar(symbol);
        Shape = shape;
        Producer = producer;
        Data = new Buffer(symbol, Place.PerExample, Stride);
        _gradient = new Buffer("d" + symbol, producer is null ? Place.InputGradients : Place.PerExample, Stride);
    }

    private Value(Value source, Shape shape, Layer producer)
        : this(source.Symbol, shape, producer)
    {
        _source = source;
        Data = source.Data;
    }

    private Value(Value whole, string number)
    {
        Symbol = whole.Symbol;
        Bar = $"{whole.Bar}({number})";
        Shape = whole.Shape;
        Producer = whole.Producer;
        Data = whole.Data;
        _gradient = new Buffer($"d{whole.Symbol}_{number}", Place.PerExample, whole.Stride);
    }

    /// <summary>The name in equations and in the code: <c>h1</c>.</summary>
    public string Symbol { get; }

    /// <summary>∂cost/∂value in equations: <c>h̄1</c>.</summary>
    public string Bar { get; }

    /// <summary>What to call it in messages: its layer's name, or the input's.</summary>
    public string Name => Producer is { IsBorder: true } border ? border.Input.Name : Producer?.Name ?? InputName ?? "";

    public Shape Shape { get; }

    /// <summary>The layer that computes it; null for an input of the network.</summary>
    public Layer? Producer { get; }

    /// <summary>The value whose memory this is: another where only the shape differs.</summary>
    public Value Root => _source ?? this;

    /// <summary>Whether it stands in memory at all, or only passes through registers.</summary>
    public bool IsStored
    {
        get => Root._isStored;
        set => Root._isStored = value;
    }

    /// <summary>The layers that read it, of whatever shape; one that reads it twice is there twice.</summary>
    public List<Layer> Users { get; } = [];

    /// <summary>Whether a user or a loss refers to it by name, so that it is kept as it is: never fused away.</summary>
    public bool IsKept
    {
        get => Root._isKept;
        set => Root._isKept = value;
    }

    /// <summary>Whether the examples of a batch lie side by side, as many as a vector has lanes, not one after the other.</summary>
    public bool IsInLanes
    {
        get => Root._isInLanes;
        set => Root._isInLanes = value;
    }

    /// <summary>The name of an input.</summary>
    public string? InputName { get; init; }

    /// <summary>Whether its elements are token numbers, which only an embedding reads.</summary>
    public bool IsTokens { get; set; }

    /// <summary>
    /// The number of steps of each example that are no padding, one number for each example and at least 1, where the value has steps and the
    /// input that it comes from has padding; else null.
    /// </summary>
    public Buffer? Lengths { get; set; }

    public int Size => (int)Shape.Elements;

    /// <summary>Elements from one example to the next.</summary>
    public int Stride => Padded(Size);

    /// <summary>The elements, if they are stored.</summary>
    public Buffer Data { get; }

    /// <summary>∂cost/∂value: <c>dh1</c>. Where a sum passes its gradient on unchanged, its terms take the sum's.</summary>
    public Buffer Gradient
    {
        get => Root._gradient;
        set => Root._gradient = value;
    }

    /// <summary>The same elements with other axes.</summary>
    public Value Reshaped(Shape shape, Layer producer) => new(Root, shape, producer);

    /// <summary>One of several contributions to the gradient of this value: the same elements, with a gradient of their own.</summary>
    public Value Contribution(int number) => new(this, number.ToString(CultureInfo.InvariantCulture)) { IsInLanes = IsInLanes };

    /// <summary>Rows are padded to a multiple of four elements, the same on every machine.</summary>
    public static int Padded(int size) => (size + 3) / 4 * 4;
}
