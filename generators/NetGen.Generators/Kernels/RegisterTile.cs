namespace NetGen.Generators.Kernels;

/// <summary>
/// The sums of a few rows and two vectors of columns, which stay in registers along the whole reduction, one multiply-add after the other: the
/// innermost part of a product of two matrices, where the loops around it are the caller's.
/// </summary>
internal sealed class RegisterTile(KernelWriter code)
{
    public int Rows { get; init; }

    /// <summary>Vectors side by side.</summary>
    public int Vectors { get; init; } = 2;

    /// <summary>The type of vectors.</summary>
    public string Vector { get; init; } = "V";

    /// <summary>A, whose elements are broadcast: where the tile starts in it, and the distances of neighbours along rows and along the reduction.</summary>
    public (string Symbol, string Offset, int RowStride, int Step) Left { get; init; }

    /// <summary>B, whose rows are loaded as vectors: where the tile starts in it, and the distance of its rows.</summary>
    public (string Symbol, string Offset, int Step) Right { get; init; }

    /// <summary>The loop over the reduction: <c>int i = 0; i &lt; 16; i++</c>.</summary>
    public string Loop { get; init; } = "";

    /// <summary>What a sum starts with, given its row and the distance of its vector from the first; null: 0.</summary>
    public Func<int, string, string>? Start { get; init; }

    /// <summary>What becomes of a sum, given its name, its row and the distance of its vector from the first.</summary>
    public Action<string, int, string> Store { get; init; } = (_, _, _) => { };

    public void Write()
    {
        string leftRow = Left.Symbol + "Row", rightRow = Right.Symbol + "Row", element = Left.Symbol + "Element";
        code.Row(leftRow, Left.Symbol, Left.Offset);
        code.Row(rightRow, Right.Symbol, Right.Offset);
        for (int r = 0; r < Rows; r++)
        {
            int row = r;
            code.Line($"{Vector} {Each(", ", v => $"s{row}{v} = {Start?.Invoke(row, Lane(v)) ?? $"{Vector}.Zero"}")};");
        }

        using (code.Block($"for ({Loop})"))
        {
            code.Line($"{Vector} {Each(", ", v => $"w{v} = {Vector}.Load(ref {rightRow}, {Lane(v)})")};");
            for (int r = 0; r < Rows; r++)
            {
                int row = r;
                code.Line($"{(r == 0 ? $"{Vector} " : "")}{element} = {Vector}.Broadcast({code.At(leftRow, $"{r * Left.RowStride}")});");
                code.Line(Each(" ", v => $"s{row}{v} = {Vector}.MultiplyAdd({element}, w{v}, s{row}{v});"));
            }

            code.Line($"{leftRow} = ref {code.At(leftRow, $"{Left.Step}")};");
            code.Line($"{rightRow} = ref {code.At(rightRow, $"{Right.Step}")};");
        }

        code.Blank();
        for (int r = 0; r < Rows; r++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                Store($"s{r}{v}", r, Lane(v));
            }
        }
    }

    private string Each(string separator, Func<int, string> text) => string.Join(separator, Enumerable.Range(0, Vectors).Select(text));

    private string Lane(int vector) => vector switch
    {
        0 => "0",
        _ when Vector != "V" => $"{4 * vector}",
        1 => "V.Count",
        _ => $"{vector} * V.Count",
    };
}
