namespace NetGen.Generators.Kernels.Products;

/// <summary>One row after the other, a few terms at a time for all columns: a sum has the same order as in a tile.</summary>
internal sealed class StreamedRowsWriter(KernelWriter code, MatrixProduct product, SumEnds ends, int terms)
{
    private readonly string _leftRow = product.Left.Symbol + "Row", _rightRow = product.Right.Symbol + "Row", _resultRow = product.Result + "Row";

    /// <summary>The terms that are taken in full steps.</summary>
    private readonly int _whole = product.Terms!.Value / terms * terms;

    public void Write()
    {
        (string row, string column, string term) = (product.Letters.Row, product.Letters.Column, product.Letters.Term);
        using (code.Block($"for (int {row} = 0; {row} < rows; {row}++)"))
        {
            code.Row(_leftRow, product.Left.Symbol, Offsets.Times(row, product.Left.RowStride));
            code.Row(_resultRow, product.Result!, Offsets.Times(row, product.Columns));
            code.Columns(column, product.Columns, true, (vector, o, _) => code.Store(vector, ends.StartOfColumn?.Invoke(vector, o) ?? $"{vector}.Zero", _resultRow, o));
            if (_whole > 0)
            {
                using (code.Block($"for (int {term} = 0; {term} < {_whole}; {term} += {terms}) // {terms} terms of all sums, which wait in {product.Result}"))
                {
                    WriteTerms($"{term} * {product.Right.Stride}", i => Offsets.Plus(term, $"{i}"), terms);
                }
            }

            if (_whole < product.Terms)
            {
                using (code.Block())
                {
                    WriteTerms($"{_whole * product.Right.Stride}", i => $"{_whole + i}", product.Terms.Value - _whole);
                }
            }
        }
    }

    /// <summary>Adds so many terms to all sums, given where they start in B and where each is in a row of A.</summary>
    private void WriteTerms(string first, Func<int, string> element, int count)
    {
        code.Row(_rightRow, product.Right.Symbol, first);
        code.Columns(product.Letters.Column, product.Columns, true, (vector, column, _) =>
        {
            code.Line($"{vector} sum = {vector}.Load(ref {_resultRow}, {column});");
            for (int i = 0; i < count; i++)
            {
                string at = i == 0 ? column : $"{column} + {i * product.Right.Stride}";
                code.Line($"sum = {vector}.MultiplyAdd({vector}.Broadcast({code.At(_leftRow, element(i))}), in {_rightRow}, {at}, sum);");
            }

            code.Store(vector, "sum", _resultRow, column);
        });
    }
}
