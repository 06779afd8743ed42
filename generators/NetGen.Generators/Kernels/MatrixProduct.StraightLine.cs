
namespace NetGen.Generators.Kernels;

/// <summary>A product of few terms and columns, without a loop over either.</summary>
internal sealed partial class MatrixProduct
{
    /// <summary>
    /// All of a row in vectors of four lanes, the whole reduction written out. Where they are few, the weights are loaded
    /// once and stay in registers.
    /// </summary>
    private void WriteStraightLine()
    {
        string four = code.Names.V4;
        int count = InnerCount!.Value;
        if (plan.IsResident)
        {
            code.Line("// all weights, which stay in registers");
            for (int i = 0; i < count; i++)
            {
                code.Line($"{four} w{i} = {four}.Load(ref {Right}, {i * RightStride});");
            }
        }

        using (code.Block($"for (int {Row} = 0; {Row} < rows; {Row}++)"))
        {
            code.Line($"int at = {Times(Row, Columns)};");
            code.Row(LeftRow, Left, Times(Row, LeftRowStride));
            for (int i = 0; i < count; i++)
            {
                code.Line($"{four} e{i} = {four}.Broadcast({code.At(LeftRow, $"{i * LeftStep}")});");
            }

            for (int column = 0; column < Columns; column += 4)
            {
                string name = $"{Accumulator}{column / 4}";
                code.Line($"{four} {name} = {StartOfColumn?.Invoke(four, $"{column}") ?? StartOfElement?.Invoke(four, Plus("at", $"{column}")) ?? $"{four}.Zero"};");
                for (int i = 0; i < count; i++)
                {
                    string weight = plan.IsResident ? $"w{i}" : $"{four}.Load(ref {Right}, {i * RightStride + column})";
                    code.Line($"{name} = {four}.MultiplyAdd(e{i}, {weight}, {name});");
                }

                Store(four, name, Plus("at", $"{column}"), $"{column}");
            }
        }
    }
}
