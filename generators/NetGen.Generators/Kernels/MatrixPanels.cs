using NetGen.Generators.Graph;
using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Kernels;

/// <summary>
/// A matrix B that many tiles read, copied panel by panel: the columns of a tile side by side, for all terms of the reduction. Where rows of B are
/// long, those that a tile reads are in as many pages, and in few sets of the caches.
/// </summary>
/// <param name="plan">How the product's columns are cut into tiles.</param>
/// <param name="terms">The rows of B.</param>
internal sealed class MatrixPanels(VectorPlan plan, int terms)
{
    /// <summary>Elements of all panels.</summary>
    public int Length => plan.CountInTiles * terms;

    /// <summary>The fewest rows that are taken in tiles.</summary>
    public int LeastRows => plan.LeastRows;

    /// <summary>Whether panels pay for a matrix of so many elements in wide tiles.</summary>
    public static bool Pay(VectorPlan plan, int columns, int terms) => plan.IsWide && (long)columns * terms >= ProductLimits.FirstCache;

    /// <summary>Copies the panels of B, whose rows are so far apart.</summary>
    public void WriteCopy(KernelWriter code, Buffer right, int stride, Buffer panels)
    {
        WritePanels(code, (section, vector, first, start, width) =>
        {
            using (code.Block($"for (int i = 0; i < {terms}; i++)"))
            {
                for (int v = 0; v < section.Vectors; v++)
                {
                    string lane = v == 0 ? "" : $" + {(vector == "V" ? (v == 1 ? "V.Count" : $"{v} * V.Count") : $"{4 * v}")}";
                    code.Store(vector, $"{vector}.Load(ref {right.Symbol}, i * {stride} + {first}{lane})", panels.Symbol, $"{start} + i * {(width.Contains(' ') ? $"({width})" : width)}{lane}");
                }
            }
        });
    }

    /// <summary>Copies the panels of the transpose of a matrix, which has so many rows and whose rows are so far apart.</summary>
    public void WriteTransposed(KernelWriter code, Buffer matrix, int rows, int stride, Buffer panels)
    {
        WritePanels(code, (section, vector, first, start, width) =>
        {
            string count = rows % section.Width == 0 ? width : $"global::System.Math.Min({width}, {rows} - {first})";
            code.Line($"{code.Names.Rows}.Transpose(ref {code.At(matrix.Symbol, $"{first} * {stride}")}, 0, {count}, {count}, {terms}, {stride}, ref {code.At(panels.Symbol, start)}, {width});");
        });
    }

    /// <summary>A statement for each panel: the body gets its section, the type of vectors, the first column, where the panel starts, and its columns.</summary>
    private void WritePanels(KernelWriter code, Action<ColumnSection, string, string, string, string> body)
    {
        foreach (ColumnSection section in plan.Sections)
        {
            int end = section.Start + section.Count;
            if (section.Kind != VectorKind.Widest)
            {
                using (code.Block())
                {
                    body(section with { Vectors = section.Count / 4 }, code.Names.V4, $"{section.Start}", $"{section.Start * terms}", $"{section.Count}");
                }

                continue;
            }

            string width = section.Vectors == 1 ? "V.Count" : $"{section.Vectors} * V.Count";
            using (code.Block($"for (int o = {section.Start}; o < {end}; o += {width})"))
            {
                string first = "o";
                if (!section.IsWholeTiles)
                {
                    code.Line($"int first = global::System.Math.Min(o, {end} - {width}); // the last panel steps back, as the tiles do");
                    first = "first";
                }

                body(section, "V", first, $"o * {terms}", width);
            }
        }
    }
}
