using NetGen.Generators.Graph;
using NetGen.Generators.Kernels.Products;
using NetGen.Generators.Text;

namespace NetGen.Generators.Kernels;

/// <summary>
/// The gradient of a weight that maps rows: W̄ = Σ z̄·xᵀ over the rows of all examples, in their order, and that of its biases, Σ z̄. Threads take some
/// rows of the weight each, where it has many.
/// </summary>
/// <param name="weight">The weight, [inputs][outputs].</param>
/// <param name="input">x, in rows so far apart.</param>
/// <param name="inputStride">From one row to the next.</param>
/// <param name="output">z̄, in rows as long as the weight's.</param>
/// <param name="positions">Rows of one example.</param>
internal sealed class WeightGradient(ParameterTensor weight, Buffer input, int inputStride, Buffer output, int positions)
{
    /// <summary>The biases whose gradient is the sum of the rows: the first is summed, others are copies of it.</summary>
    public IReadOnlyList<ParameterTensor> Biases { get; init; } = [];

    /// <summary>What the rows are called, and what they are of, in comments.</summary>
    public string Rows { get; init; } = "the rows, summed";

    private int Columns => weight.Stride;

    private VectorPlan Plan => VectorPlan.Choose(Columns);

    /// <summary>Rows of the weight are handed out in groups that make whole tiles and whole cache lines; null: all at once.</summary>
    private int? Unit
    {
        get
        {
            if (weight.Rows <= Plan.LeastRows)
            {
                return null;
            }

            return UnitOf(Plan, weight);
        }
    }

    /// <summary>The smallest group of rows that makes whole tiles and whole cache lines.</summary>
    public static int UnitOf(VectorPlan plan, ParameterTensor weight)
    {
        int unit = VectorPlan.TileRows(plan.LeastRows, weight.Rows);
        while (unit * weight.Stride % VectorPlan.MaxLanes != 0)
        {
            unit *= 2;
        }

        return unit;
    }

    public Kernel Kernel(string name, PassContext context, Func<string, IReadOnlyList<string>> equations)
    {
        WeightPenalty penalty = new(context, weight);
        LeftMatrix left = new(input.Symbol, RowStride: 1, inputStride);
        ProductPlan product = ProductPlan.Choose(new MatrixProduct(left, new RightMatrix(output.Symbol, Columns, RightPlace.Caches))
        {
            Rows = weight.Rows,
            RowUnit = Unit,
            Columns = Columns,
            TermsOfExample = positions,
            ScalarBytes = context.ScalarBytes,
            Result = weight.Gradient.Symbol,
            ColumnSums = Biases.Count == 0 ? null : Biases[0].Gradient.Symbol,
            Letters = new ProductLetters(Row: "i", Term: "r", Sum: "g", Right: "v"),
        });
        return new Kernel(name, [input, output, .. penalty.Reads], [weight.Gradient, .. Biases.Select(bias => bias.Gradient)], code => Write(code, penalty, product))
        {
            Condition = Condition.ParameterGradients,
            Equations = equations(penalty.Equation),
            Arguments = [.. penalty.Arguments, .. Unit is null ? [] : KernelSplit.Range.Arguments, KernelArgument.Rows],
            Split = Unit is { } group ? new KernelSplit.Rows(weight.Rows, group, [weight.Data, weight.Gradient]) : KernelSplit.None,
            Products = [product],
        };
    }

    private void Write(KernelWriter code, WeightPenalty penalty, ProductPlan product)
    {
        if (positions > 1)
        {
            code.Line($"rows *= {positions}; // every example has {positions}");
        }

        ProductWriter.Write(code, product, new SumEnds((vector, value, at, _) => code.Store(vector, value, weight.Gradient.Symbol, at))
        {
            StartOfElement = penalty.Start,
            EachPart = Biases.Count == 0 ? null : () => WriteBiases(code, isPart: true),
        });
        WriteBiasesAfter(code, product);

        foreach (ParameterTensor bias in Biases.Skip(1))
        {
            code.Blank();
            code.Line($"// {bias.Bar}: the same");
            WithLastRows(code, () => code.FourLanes("o", Columns, o => code.Store(code.Names.V4, $"{code.Names.V4}.Load(ref {Biases[0].Gradient.Symbol}, {o})", bias.Gradient.Symbol, o)));
        }
    }

    /// <summary>Writes the gradient of the biases after a product, unless that has taken it on its way.</summary>
    public void WriteBiasesAfter(KernelWriter code, ProductPlan product, bool isDivided = true)
    {
        if (Biases.Count > 0 && product.LeavesSums)
        {
            code.Blank();
            WriteBiases(code, isPart: false, isDivided);
        }
    }

    /// <summary>Where rows of the weight are divided, for the one who takes the last ones.</summary>
    private void WithLastRows(KernelWriter code, Action body)
    {
        if (Unit is null)
        {
            body();
            return;
        }

        using (code.Block($"if (end == {weight.Rows})"))
        {
            body();
        }
    }

    /// <summary>The sums of the rows, of all examples or of a part of them.</summary>
    public void WriteBiases(KernelWriter code, bool isPart, bool isDivided = true)
    {
        code.Line($"// {Biases[0].Bar}: {Rows}");
        if (isDivided)
        {
            WithLastRows(code, () => WriteSums(code, isPart));
        }
        else
        {
            WriteSums(code, isPart);
        }
    }

    /// <summary>
    /// Some columns side by side, for one sum alone would wait for each of its additions. No step goes back over columns that have been
    /// summed, for a part adds to them.
    /// </summary>
    private void WriteSums(KernelWriter code, bool isPart)
    {
        const int Most = 4;
        int wide = Plan.IsWide ? Columns / VectorPlan.MaxLanes : 0, start = wide * VectorPlan.MaxLanes;
        if (wide > 0)
        {
            int vectors = Enumerable.Range(1, Most).Last(count => wide % count == 0);
            using (code.ColumnLoop("o", new ColumnSection(0, start, VectorKind.Widest, vectors)))
            {
                WriteSums(code, isPart, "V", vectors, v => v == 0 ? "o" : v == 1 ? "o + V.Count" : $"o + {v} * V.Count");
            }
        }

        if (wide > 0 && start < Columns)
        {
            using (code.Block())
            {
                WriteSums(code, isPart, code.Names.V4, (Columns - start) / 4, v => $"{start + 4 * v}");
            }
        }
        else if (start < Columns)
        {
            WriteSums(code, isPart, code.Names.V4, Columns / 4, v => $"{4 * v}");
        }
    }

    private void WriteSums(KernelWriter code, bool isPart, string vector, int vectors, Func<int, string> column)
    {
        string gradient = Biases[0].Gradient.Symbol;
        string[] at = [.. Enumerable.Range(0, vectors).Select(column)];
        code.Line($"{vector} {string.Join(", ", at.Select((place, v) => $"sum{v} = {(isPart ? $"block > 0 ? {vector}.Load(ref {gradient}, {place}) : " : "")}{vector}.Zero"))};");
        using (code.Block(isPart ? "for (int r = block; r < block + length; r++)" : "for (int r = 0; r < rows; r++)"))
        {
            for (int v = 0; v < vectors; v++)
            {
                code.Line($"sum{v} += {vector}.Load(ref {output.Symbol}, {KernelWriter.Sum($"r * {Columns}", at[v])});");
            }
        }

        code.Blank();
        for (int v = 0; v < vectors; v++)
        {
            code.Store(vector, $"sum{v}", gradient, at[v]);
        }
    }
}
