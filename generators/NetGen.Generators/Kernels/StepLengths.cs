using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Kernels;

/// <summary>
/// The lengths of the examples of an input with padding: the number of steps before those at the end that are padding, at least 1. They are
/// numbers of the network's precision in memory, like tokens.
/// </summary>
/// <param name="input">The rows of the network's input.</param>
/// <param name="start">The first column of this input in it.</param>
/// <param name="shape">The axes of this input: tokens, or steps of features.</param>
/// <param name="padding">The token, or the value of all features.</param>
/// <param name="symbol">What the input is called.</param>
internal sealed class StepLengths(Value input, int start, Shape shape, double padding, string symbol)
{
    /// <summary>The name of the input.</summary>
    public string InputName { get; init; } = "";

    /// <summary>A number for each example, in a row of its own.</summary>
    public Buffer Buffer { get; } = new($"{symbol}Lengths", Place.PerExample, Value.Padded(1));

    /// <summary>The length of example r, an int.</summary>
    public static string Of(KernelWriter code, Buffer lengths, string row = "r") =>
        $"(int){code.At(lengths.Symbol, $"{row} * {lengths.Length.ToString(CultureInfo.InvariantCulture)}")}";

    /// <summary>The arguments that describe the columns to the runtime.</summary>
    public string Columns => $"{start.ToString(CultureInfo.InvariantCulture)}, {shape.Axes[0].ToString(CultureInfo.InvariantCulture)}, {Features.ToString(CultureInfo.InvariantCulture)}, {CodeWriter.Literal(padding)}";

    private int Features => (int)shape.Elements / shape.Axes[0];

    /// <summary>What counts them, first of all in a pass.</summary>
    public Kernel Kernel()
    {
        string value = padding.ToString("R", CultureInfo.InvariantCulture);
        return new Kernel($"{symbol.ToUpperInvariant()}Lengths", [input.Data], [Buffer], Write)
        {
            Equations = [$"{Buffer.Symbol} = the steps before those at the end that are padding ({value}{(Features == 1 ? "" : " in all features")}), at least 1"],
            Arguments = [KernelArgument.Rows],
        };
    }

    private void Write(KernelWriter code)
    {
        string constant = CodeWriter.Literal(padding) + (code.Scalar == "float" ? "f" : "");
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Row("row", input.Symbol, start == 0 ? $"r * {input.Stride}" : $"r * {input.Stride} + {start}");
            code.Line($"int end = {shape.Elements.ToString(CultureInfo.InvariantCulture)};");
            using (code.Block($"while (end > {Features} && {code.At("row", "end - 1")} == {constant})"))
            {
                code.Line("end--;");
            }

            code.Blank();
            code.Line($"{code.At(Buffer.Symbol, $"r * {Buffer.Length}")} = {(Features == 1 ? "end" : $"(end + {Features - 1}) / {Features}")};");
        }
    }
}
