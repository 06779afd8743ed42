namespace NetGen.Generators.Kernels.Products;

/// <summary>One row of four columns after the other, the few weights loaded once: they stay in registers.</summary>
internal sealed class ResidentWriter(KernelWriter code, MatrixProduct product, SumEnds ends)
{
    public void Write()
    {
        (LeftMatrix left, RightMatrix right, string row) = (product.Left, product.Right, product.Letters.Row);
        string four = code.Names.V4, leftRow = left.Symbol + "Row", sum = product.Letters.Sum + "0";
        int terms = product.Terms!.Value;
        code.Line("// all weights, which stay in registers");
        for (int i = 0; i < terms; i++)
        {
            code.Line($"{four} w{i} = {four}.Load(ref {right.Symbol}, {i * right.Stride});");
        }

        using (code.Block($"for (int {row} = 0; {row} < rows; {row}++)"))
        {
            code.Line($"int at = {Offsets.Times(row, product.Columns)};");
            code.Row(leftRow, left.Symbol, Offsets.Times(row, left.RowStride));
            for (int i = 0; i < terms; i++)
            {
                code.Line($"{four} e{i} = {four}.Broadcast({code.At(leftRow, $"{i * left.Step}")});");
            }

            code.Line($"{four} {sum} = {ends.StartOfColumn?.Invoke(four, "0") ?? ends.StartOfElement?.Invoke(four, "at") ?? $"{four}.Zero"};");
            for (int i = 0; i < terms; i++)
            {
                code.Line($"{sum} = {four}.MultiplyAdd(e{i}, w{i}, {sum});");
            }

            ends.Store(four, sum, "at", "0");
        }
    }
}
