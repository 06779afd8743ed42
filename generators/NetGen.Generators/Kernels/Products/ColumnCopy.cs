namespace NetGen.Generators.Kernels.Products;

/// <summary>Brings columns of B side by side.</summary>
internal static class ColumnCopy
{
    /// <summary>Copies the columns of a tile, of so many terms from <c>columns</c> on, to an offset of a memory.</summary>
    public static void Write(KernelWriter code, MatrixProduct product, TileText text, string memory, string offset, string terms)
    {
        string term = product.Letters.Term;
        using (code.Block($"for (int {term} = 0; {term} < {terms}; {term}++)"))
        {
            for (int v = 0; v < text.Section.Vectors; v++)
            {
                string from = Offsets.Plus($"{term} * {product.Right.Stride}", text.Lane(v));
                string place = Offsets.Plus(Offsets.Times(term, text.Width), text.Lane(v));
                code.Store(text.V, $"{text.V}.Load(ref columns, {from})", memory, offset == "0" ? place : $"{offset} + {place}");
            }
        }
    }
}
