namespace NetGen.Generators.Kernels.Products;

/// <summary>Writes one tile: its sums, the loop over the terms, and what becomes of the sums.</summary>
internal sealed class TileWriter(KernelWriter code, ProductPlan plan, SumEnds ends, TileText text, int rows)
{
    private readonly MatrixProduct _product = plan.Product;

    private readonly bool _isOnly = plan.Product.Rows == rows;

    private bool HasColumnSums => plan.Sums == SumsOnTheWay.OfColumns;

    /// <summary>Vectors of sums of A's rows that this tile takes.</summary>
    private int Fours => plan.Sums == SumsOnTheWay.OfRows && text.Section.Start == 0 ? ProductPlan.FoursOf(rows) : 0;

    private string LeftRow => _product.Left.Symbol + "Row";

    private string RightRow => _product.Right.Symbol + "Row";

    /// <summary>The letter of the vectors of B, where no operand is called so: v1 may be a value.</summary>
    private string RightVector =>
        IsNumbered(_product.Left.Symbol, _product.Letters.Right) || IsNumbered(_product.Right.Symbol, _product.Letters.Right) ? "w" : _product.Letters.Right;

    private static bool IsNumbered(string symbol, string letter) =>
        symbol.StartsWith(letter, StringComparison.Ordinal) && symbol.Length > letter.Length && char.IsDigit(symbol[letter.Length]);

    public void Write(TileLoop loop)
    {
        code.Line($"int at = {Offsets.Plus(_isOnly ? "" : Offsets.Times(_product.Letters.Row, _product.Columns), text.FirstColumn)};");
        code.Row(LeftRow, loop.Left.Symbol, loop.Left.Start);
        code.Row(RightRow, loop.Right.Symbol, loop.Right.Start);
        WriteStarts(loop);
        loop.Resume?.Invoke();
        WriteLoop(loop);
        code.Blank();
        loop.Suspend?.Invoke();
        WriteStores();
    }

    private void WriteStarts(TileLoop loop)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line($"{text.V} {text.Each(", ", v => $"{text.Sum(row, v)} = {Start(loop, row, v)}")};");
        }

        if (HasColumnSums)
        {
            code.Line($"{text.V} {text.Each(", ", v => $"sum{v} = {text.V}.Zero")};");
        }

        if (Fours > 0)
        {
            code.Line($"{code.Names.V4} {EachFour(", ", v => $"sum{v} = {code.Names.V4}.Zero")};");
        }
    }

    private string Start(TileLoop loop, int row, int vector)
    {
        string at = text.Offset(row, vector);
        string start = ends.StartOfElement?.Invoke(text.V, at)
            ?? (ends.StartOfColumn is null ? $"{text.V}.Zero" : row > 0 ? text.Sum(0, vector) : ends.StartOfColumn(text.V, text.ColumnOf(vector)));
        return loop.Start?.Invoke(at, start) ?? start;
    }

    private void WriteLoop(TileLoop loop)
    {
        string term = _product.Letters.Term, element = $"{_product.Left.Symbol}{term}";
        using (code.Block($"for (int {term} = 0; {term} < {loop.Limit}; {term}++)"))
        {
            code.Line($"{text.V} {text.Each(", ", v => $"{RightVector}{v} = {text.V}.Load(ref {RightRow}, {text.Lane(v)})")};");
            loop.Prefetch?.Invoke();
            if (HasColumnSums)
            {
                code.Line(text.Each(" ", v => $"sum{v} += {RightVector}{v};"));
            }

            if (Fours > 0)
            {
                code.Line(EachFour(" ", v => $"sum{v} += {code.Names.V4}.Load(ref {LeftRow}, {4 * v});"));
            }

            for (int r = 0; r < rows; r++)
            {
                int row = r;
                code.Line($"{(r == 0 ? $"{text.V} " : "")}{element} = {text.V}.Broadcast({code.At(LeftRow, $"{r * _product.Left.RowStride}")});");
                code.Line(text.Each(" ", v => $"{text.Sum(row, v)} = {text.V}.MultiplyAdd({element}, {RightVector}{v}, {text.Sum(row, v)});"));
            }

            code.Line($"{LeftRow} = ref {code.At(LeftRow, loop.Left.Step)};");
            code.Line($"{RightRow} = ref {code.At(RightRow, loop.Right.Step)};");
        }
    }

    private void WriteStores()
    {
        for (int r = 0; r < rows; r++)
        {
            for (int v = 0; v < text.Section.Vectors; v++)
            {
                ends.Store(text.V, text.Sum(r, v), text.Offset(r, v), text.ColumnOf(v));
            }
        }

        for (int v = 0; HasColumnSums && v < text.Section.Vectors; v++)
        {
            code.Store(text.V, $"sum{v}", _product.ColumnSums!, text.ColumnOf(v));
        }

        for (int v = 0; v < Fours; v++)
        {
            code.Store(code.Names.V4, $"sum{v}", _product.RowSums!, Offsets.Plus(_isOnly ? "" : _product.Letters.Row, $"{4 * v}"));
        }
    }

    private string EachFour(string separator, Func<int, string> four) => string.Join(separator, Enumerable.Range(0, Fours).Select(four));
}
