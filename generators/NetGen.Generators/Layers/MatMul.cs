using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Kernels.Products;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// The product of two matrices of each example, h = x·a: x̄ = h̄·aᵀ, ā = xᵀ·h̄. Rows that are no whole number of vectors of four are copied,
/// as a tile stores whole vectors.
/// </summary>
internal sealed class MatMul : HeadLayer
{
    private PaddedRows? _right;
    private PaddedRows? _result;
    private PaddedRows? _resultGradient;
    private PaddedRows? _inputGradient;
    private PaddedRows? _otherGradient;
    private Buffer _transposed = null!;

    public override bool TakesOther => true;

    public override string? SharedLetter => "a";

    public override string Declaration => $"MatMul({Spec.Arguments.Text("other")})";

    public override string Definition => $"{Input.Symbol}·{Other.Symbol}";

    public override IEnumerable<Value> Keeps => Inputs;

    public override long Flops => 2L * Output.Size * Terms;

    public override bool StoresThroughChain => _result is null;

    private Value Other => Inputs[1];

    /// <summary>Rows of x and of the product.</summary>
    private int Count => Output.Shape.Axes[0];

    /// <summary>Columns of x, rows of a.</summary>
    private int Terms => Input.Shape.Last;

    /// <summary>Columns of a and of the product.</summary>
    private int Columns => Output.Shape.Last;

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => [inputs[0]];

    private PlainIndex Row => new("i", Count);

    private PlainIndex Term => new("k", Terms);

    private PlainIndex Column => new("o", Columns);

    public override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        (Value x, Value a) = (inputs[0], inputs[1]);
        if (x.Shape.Rank != 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "two axes", x.Shape.ToString());
            return null;
        }

        if (a.Shape.Rank != 2 || a.Shape.Axes[0] != x.Shape.Last)
        {
            string expected = string.Format(CultureInfo.InvariantCulture, "of two axes, the first of them {0}, as {1} is {2}", x.Shape.Last, x.Name, x.Shape);
            problems.Report("NG0017", Spec.Attribute, Name, a.Name, expected, a.Shape.ToString());
            return null;
        }

        return new Shape(x.Shape.Axes[0], a.Shape.Last);
    }

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

    public override void DeclareParameters(ParameterContext context)
    {
        string number = Number.ToString(CultureInfo.InvariantCulture);
        _transposed = new Buffer($"{Other.Symbol}Turned{number}", Place.PerExample, Columns * Value.Padded(Terms));
        if (Columns % 4 != 0)
        {
            _right = new PaddedRows(Other, Terms, $"{Other.Symbol}RowsMatMul{number}");
            _result = new PaddedRows(Output, Count, $"{Output.Symbol}Rows");
            _resultGradient = new PaddedRows(Output, Count, $"d{Output.Symbol}Rows");
            _otherGradient = new PaddedRows(Other, Terms, $"d{Other.Symbol}RowsMatMul{number}");
        }

        if (Terms % 4 != 0)
        {
            _inputGradient = new PaddedRows(Input, Count, $"d{Input.Symbol}RowsMatMul{number}");
        }
    }

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        Factors factors = new(new Factor(Input.Symbol, Input.Stride, Terms, 1), Rows(Other.Data, Other, _right), Count, Terms, Columns);
        return new Kernel($"{MethodName}Forward", [Input.Data, Other.Data, .. chain.Reads], [.. Buffers(_right, _result), .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations(Definition), $"{PlainLoop.Each("example", Row, Column)}{Output.Symbol}[{Row}][{Column}] = {PlainLoop.Sum($"{Input.Symbol}[{Row}][{Term}]·{Other.Symbol}[{Term}][{Column}]", Term)}"],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
            Products = [factors.Product],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            _right?.WriteCopyIn(code, Other.Symbol, clearPadding: false);
            WriteProduct(code, factors, (vector, value, at) =>
            {
                if (_result is null)
                {
                    chain.WriteAfterHead(code, vector, value, $"r * {Output.Stride} + {at}");
                }
                else
                {
                    code.Store(vector, value, _result.Buffer.Symbol, $"r * {_result.Buffer.Length} + {at}");
                }
            });
            WriteResult(code, _result, chain.HeadSymbol);
            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) => throw new NotSupportedException("A product has two inputs.");

    public override IEnumerable<Kernel> Backward(IReadOnlyList<GradientSink> sinks, PassContext context) => [InputGradient(sinks[0]), OtherGradient(sinks[1])];

    private Kernel InputGradient(GradientSink sink)
    {
        Factor right = new(_transposed.Symbol, _transposed.Length, Value.Padded(Terms), 1);
        Factors factors = new(new Factor(Output.Gradient.Symbol, Output.Stride, Columns, 1), right, Count, Columns, Terms);
        return new Kernel($"{MethodName}InputGradient1", [Output.Gradient, Other.Data, .. sink.Reads], [_transposed, .. Buffers(_inputGradient), sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                $"{_transposed.Symbol} = {Other.Symbol}ᵀ",
                sink.Equation($"{Output.Bar}·{Other.Symbol}ᵀ"),
                $"{PlainLoop.Each("example", Row, Term)}({Output.Bar}·{Other.Symbol}ᵀ)[{Row}][{Term}] = {PlainLoop.Sum($"{Output.Bar}[{Row}][{Column}]·{Other.Symbol}[{Term}][{Column}]", Column)}",
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
            Products = [factors.Product],
        };

        void Write(KernelWriter code)
        {
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"{code.Names.Rows}.Transpose(ref {code.At(Other.Symbol, $"r * {Other.Stride}")}, 0, {Terms}, {Terms}, {Columns}, {Columns}, ref {code.At(_transposed.Symbol, $"r * {_transposed.Length}")}, {Value.Padded(Terms)});");
            }

            code.Blank();
            WriteGradient(code, factors, sink, _inputGradient);
        }
    }

    private Kernel OtherGradient(GradientSink sink)
    {
        Factors factors = new(new Factor(Input.Symbol, Input.Stride, 1, Terms), Rows(Output.Gradient, Output, _resultGradient), Terms, Count, Columns);
        return new Kernel($"{MethodName}InputGradient2", [Input.Data, Output.Gradient, .. sink.Reads], [.. Buffers(_resultGradient, _otherGradient), sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                sink.Equation($"{Input.Symbol}ᵀ·{Output.Bar}"),
                $"{PlainLoop.Each("example", Term, Column)}({Input.Symbol}ᵀ·{Output.Bar})[{Term}][{Column}] = {PlainLoop.Sum($"{Input.Symbol}[{Row}][{Term}]·{Output.Bar}[{Row}][{Column}]", Row)}",
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
            Products = [factors.Product],
        };

        void Write(KernelWriter code)
        {
            _resultGradient?.WriteCopyIn(code, Output.Gradient.Symbol, clearPadding: false);
            WriteGradient(code, factors, sink, _otherGradient);
        }
    }

    /// <summary>A factor of a product: its symbol, and the distances of examples, of rows and of terms.</summary>
    private readonly record struct Factor(string Symbol, int Example, int Row, int Term);

    /// <summary>The factors of each example's product, and its sizes.</summary>
    private sealed record Factors(Factor Left, Factor Right, int Rows, int Terms, int Columns)
    {
        /// <summary>The product of one example's factors; its rows are padded to a multiple of four.</summary>
        public ProductPlan Product { get; } = ProductPlan.Choose(new MatrixProduct(new LeftMatrix("left", Left.Row, Left.Term), new RightMatrix("right", Right.Row, RightPlace.Caches))
        {
            Rows = Rows,
            Columns = Value.Padded(Columns),
            Terms = Terms,
            Letters = new ProductLetters(Row: "i", Term: "k"),
        });
    }

    /// <summary>The rows of a value, or their copy.</summary>
    private static Factor Rows(Buffer buffer, Value value, PaddedRows? copy) => copy is null
        ? new Factor(buffer.Symbol, value.Stride, value.Shape.Last, 1)
        : new Factor(copy.Buffer.Symbol, copy.Buffer.Length, Value.Padded(value.Shape.Last), 1);

    private static IEnumerable<Buffer> Buffers(params PaddedRows?[] copies) => copies.OfType<PaddedRows>().Select(copy => copy.Buffer);

    private static void WriteGradient(KernelWriter code, Factors factors, GradientSink sink, PaddedRows? copy)
    {
        if (copy is null)
        {
            sink.WriteLocals(code);
        }

        int stride = sink.Target.Stride;
        WriteProduct(code, factors, (vector, value, at) =>
        {
            if (copy is null)
            {
                sink.WriteStore(code, vector, value, $"r * {stride} + {at}");
            }
            else
            {
                code.Store(vector, value, copy.Buffer.Symbol, $"r * {copy.Buffer.Length} + {at}");
            }
        });
        if (copy is null)
        {
            sink.WriteClearPadding(code);
            return;
        }

        WriteResult(code, copy, sink.Target.Gradient.Symbol);
        sink.WriteStepsInPlace(code);
    }

    private static void WriteResult(KernelWriter code, PaddedRows? copy, string destination)
    {
        if (copy is not null)
        {
            code.Blank();
            copy.WriteCopyOut(code, destination);
        }
    }

    /// <summary>The product of each example's factors.</summary>
    private static void WriteProduct(KernelWriter code, Factors factors, Action<string, string, string> store)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Row("left", factors.Left.Symbol, $"r * {factors.Left.Example}");
            code.Row("right", factors.Right.Symbol, $"r * {factors.Right.Example}");
            ProductWriter.Write(code, factors.Product, new SumEnds((vector, value, at, _) => store(vector, value, at)));
        }
    }
}
