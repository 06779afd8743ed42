namespace NetGen.Generators.Kernels.Products;

/// <summary>How the tiles of some columns are spelled: their vectors, sums and places.</summary>
internal sealed class TileText(KernelWriter code, MatrixProduct product, ColumnSection section)
{
    public ColumnSection Section { get; } = section;

    /// <summary>The type of vectors.</summary>
    public string V { get; } = code.Vector(section.Kind);

    public bool IsWidest => Section.Kind == VectorKind.Widest;

    /// <summary>The lanes of a vector, where they are the same on every machine.</summary>
    private int LaneCount => Section.Kind == VectorKind.Eight ? 8 : 4;

    /// <summary>The columns that are brought side by side: those of a tile.</summary>
    public string Width => WidthOf(Section.Vectors);

    /// <summary>The first column of a tile: the loop's, or the section's.</summary>
    public string FirstColumn => IsWidest ? product.Letters.Column : $"{Section.Start}";

    /// <summary>The column that a tile would start with if none stepped back.</summary>
    public string NextColumn => Section.IsWholeTiles ? product.Letters.Column : "next";

    /// <summary>Its distance from the section's first.</summary>
    public string NextFromStart => Section.Start == 0 ? NextColumn : $"({NextColumn} - {Section.Start})";

    /// <summary>The accumulator of a row and a vector.</summary>
    public string Sum(int row, int vector) => $"{product.Letters.Sum}{row}{vector}";

    /// <summary>The distance of a vector from the first of its row.</summary>
    public string Lane(int vector) => vector == 0 ? "0" : WidthOf(vector);

    /// <summary>The first column of a vector.</summary>
    public string ColumnOf(int vector) => IsWidest ? Offsets.Plus(product.Letters.Column, Lane(vector)) : $"{Section.Start + LaneCount * vector}";

    /// <summary>The offset in C of a row and a vector.</summary>
    public string Offset(int row, int vector) => IsWidest
        ? Offsets.Plus(Offsets.Plus("at", $"{row * product.Columns}"), Lane(vector))
        : Offsets.Plus("at", $"{row * product.Columns + LaneCount * vector}");

    /// <summary>A text for each vector side by side.</summary>
    public string Each(string separator, Func<int, string> text) => string.Join(separator, Enumerable.Range(0, Section.Vectors).Select(text));

    /// <summary>The columns of so many vectors.</summary>
    private string WidthOf(int vectors) => !IsWidest ? $"{LaneCount * vectors}" : vectors == 1 ? "V.Count" : $"{vectors} * V.Count";
}
