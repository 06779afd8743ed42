using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>The rows of a value with several axes, each padded to a multiple of four elements, in memory of their own.</summary>
internal sealed class PaddedRows(Value value, int positions, string symbol)
{
    private readonly int _columns = value.Shape.Last;

    private int Stride => Value.Padded(_columns);

    public Buffer Buffer { get; } = new(symbol, Place.PerExample, positions * Value.Padded(value.Shape.Last));

    /// <summary>Copies the value's elements, or their gradient, to the padded rows.</summary>
    public void WriteCopyIn(KernelWriter code, string source, bool clearPadding)
    {
        Write(code, (r, rows) => $"{code.Names.Rows}.Copy(ref {code.At(source, r)}, {_columns}, ref {code.At(Buffer.Symbol, rows)}, {Stride}, {_columns}, {positions});");
        if (clearPadding && Stride != _columns)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {Buffer.Symbol}, rows * {positions}, {_columns}, {Stride});");
        }
    }

    /// <summary>Copies the padded rows to the value's elements, or their gradient; their padding becomes zero.</summary>
    public void WriteCopyOut(KernelWriter code, string destination)
    {
        Write(code, (r, rows) => $"{code.Names.Rows}.Copy(ref {code.At(Buffer.Symbol, rows)}, {Stride}, ref {code.At(destination, r)}, {_columns}, {_columns}, {positions});");
        if (value.Size != value.Stride)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {destination}, rows, {value.Size}, {value.Stride});");
        }
    }

    private void Write(KernelWriter code, Func<string, string, string> copy)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line(copy($"r * {value.Stride}", $"r * {Buffer.Length}"));
        }

        code.Blank();
    }
}
