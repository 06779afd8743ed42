using NetGen.Generators.Emission;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>One tensor for each example: an edge of the graph.</summary>
internal sealed class Value
{
    public Value(string symbol, Shape shape, Layer? producer)
    {
        Symbol = symbol;
        Shape = shape;
        Producer = producer;
        Data = new Buffer(symbol, Place.PerExample, Stride);
        Gradient = new Buffer("d" + symbol, producer is null ? Place.InputGradients : Place.PerExample, Stride);
    }

    /// <summary>The name in equations and in the code: <c>h1</c>.</summary>
    public string Symbol { get; }

    /// <summary>∂cost/∂value in equations: <c>h̄1</c>.</summary>
    public string Bar => Notation.Bar(Symbol);

    public Shape Shape { get; }

    /// <summary>The layer that computes it; null for an input of the network.</summary>
    public Layer? Producer { get; }

    /// <summary>Whether it stands in memory at all, or only passes through registers.</summary>
    public bool IsStored { get; set; }

    /// <summary>The layers that read it.</summary>
    public List<Layer> Users { get; } = [];

    /// <summary>The name the user gave it, by which GetOutput finds it: such a value is never fused away.</summary>
    public string? UserName { get; set; }

    public int Size => (int)Shape.Elements;

    /// <summary>Elements from one example to the next.</summary>
    public int Stride => Padded(Size);

    /// <summary>The elements, if they are stored.</summary>
    public Buffer Data { get; }

    /// <summary>∂cost/∂value: <c>dh1</c>.</summary>
    public Buffer Gradient { get; }

    /// <summary>Rows are padded to a multiple of four elements, the same on every machine.</summary>
    public static int Padded(int size) => (size + 3) / 4 * 4;
}
