namespace NetGen.Generators.Kernels.Products;

/// <summary>
/// All of a row in vectors of four lanes, the whole reduction written out. Where they are few, the weights are loaded
/// once and stay in registers.
/// </summary>
internal sealed class StraightLineWriter(KernelWriter code, MatrixProduct product, SumEnds ends, bool isResident)
{
    private readonly string _four = code.Names.V4;

    private readonly int _terms = product.Terms!.Value;

    public void Write()
    {
        (LeftMatrix left, RightMatrix right, string row) = (product.Left, product.Right, product.Letters.Row);
        if (isResident)
        {
            code.Line("// all weights, which stay in registers");
            for (int i = 0; i < _terms; i++)
            {
                code.Line($"{_four} w{i} = {_four}.Load(ref {right.Symbol}, {i * right.Stride});");
            }
        }

        using (code.Block($"for (int {row} = 0; {row} < rows; {row}++)"))
        {
            code.Line($"int at = {Offsets.Times(row, product.Columns)};");
            code.Row(left.Symbol + "Row", left.Symbol, Offsets.Times(row, left.RowStride));
            for (int i = 0; i < _terms; i++)
            {
                code.Line($"{_four} e{i} = {_four}.Broadcast({code.At(left.Symbol + "Row", $"{i * left.Step}")});");
            }

            for (int column = 0; column < product.Columns; column += 4)
            {
                WriteSum(column);
            }
        }
    }

    private void WriteSum(int column)
    {
        string sum = $"{product.Letters.Sum}{column / 4}", at = Offsets.Plus("at", $"{column}");
        code.Line($"{_four} {sum} = {ends.Start(_four, at, $"{column}")};");
        for (int i = 0; i < _terms; i++)
        {
            string weight = isResident ? $"w{i}" : $"{_four}.Load(ref {product.Right.Symbol}, {i * product.Right.Stride + column})";
            code.Line($"{sum} = {_four}.MultiplyAdd(e{i}, {weight}, {sum});");
        }

        ends.Store(_four, sum, at, $"{column}");
    }
}
