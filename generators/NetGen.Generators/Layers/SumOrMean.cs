using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The sum along an axis, or that divided by the number of elements.</summary>
internal abstract class SumOrMean : Reduction
{
    protected abstract bool IsMean { get; }

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. ReadLengths, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition), .. Length == 1 ? [] : new[] { ForwardLoop }],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            WriteRuns(code, (from, to) =>
            {
                code.Row("run", Input.Symbol, from);
                if (IsLast)
                {
                    code.Line($"{code.At(chain.HeadSymbol, to)} = {code.Names.RowSums}.{(IsMean ? "Mean" : "Sum")}(ref run, {Length});");
                }
                else
                {
                    code.Columns("c", Inner, EndsOnVector, (vector, c, rest) => WriteColumns(code, chain, (vector, c, rest), to));
                }
            });
            chain.WriteLoop(code);
        }
    }

    private string ForwardLoop
    {
        get
        {
            string sum = $"Σ {ElementOf(Input.Symbol)}", order = IsLast ? "; element i adds to partial sum i mod 16" : " in order";
            return $"{EachResult}{ResultOf(Output.Symbol)} = {(IsMean ? $"({sum}) / {Divisor}" : sum)}, over {Range}{order}";
        }
    }

    private string Divisor => Lengths is null ? Length.ToString(System.Globalization.CultureInfo.InvariantCulture) : "the length";

    private void WriteColumns(KernelWriter code, ElementChain chain, (string Vector, string C, int? Lanes) columns, string to)
    {
        (string vector, string c, int? rest) = columns;
        code.Line($"{vector} sum = {vector}.Load(ref run, {c});");
        if (Length > 1)
        {
            using (code.Block($"for (int i = 1; i < {Count}; i++)"))
            {
                code.Line($"sum += {vector}.Load(ref run, {KernelWriter.Sum(Step("i"), c)});");
            }

            code.Blank();
        }

        string result = IsMean ? $"sum / {CountVector(vector)}" : "sum";
        if (EndsOnVector)
        {
            chain.WriteAfterHead(code, vector, result, KernelWriter.Sum(to, c));
        }
        else
        {
            code.StoreFirst(vector, result, chain.HeadSymbol, KernelWriter.Sum(to, c), rest);
        }
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. ReadLengths, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar}{(IsMean ? $" / {Divisor}" : "")}, at each place of the axis{(Lengths is null ? "" : " before the length, else 0")}")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            if (GradientEndsOnVector)
            {
                sink.WriteLocals(code);
            }

            string gradient = Output.Gradient.Symbol;
            WriteRuns(code, (to, from) =>
            {
                if (IsLast)
                {
                    code.Line($"{code.Scalar} share = {code.At(gradient, from)}{(IsMean ? $" / {Length}" : "")};");
                    code.Columns("i", Length, GradientEndsOnVector, (vector, i, rest) => WriteStore(code, sink, vector, $"{vector}.Broadcast(share)", KernelWriter.Sum(to, i), rest));
                    return;
                }

                code.Columns("c", Inner, GradientEndsOnVector, (vector, c, rest) =>
                {
                    code.Line($"{vector} share = {vector}.Load(ref {gradient}, {KernelWriter.Sum(from, c)}){(IsMean ? $" / {CountVector(vector)}" : "")};");
                    if (Lengths is null)
                    {
                        code.Loop("i", Length, i => WriteStore(code, sink, vector, "share", LaneWriter.Sum(to, Step(i), c), rest));
                        return;
                    }

                    WritePlaces(code, "for (int i = 0; i < length; i++)", "share");
                    WritePlaces(code, $"for (int i = length; i < {Length}; i++)", $"{vector}.Zero");

                    void WritePlaces(KernelWriter code, string loop, string value)
                    {
                        using (code.Block(loop))
                        {
                            WriteStore(code, sink, vector, value, LaneWriter.Sum(to, Step("i"), c), rest);
                        }
                    }
                });
            });
            if (GradientEndsOnVector)
            {
                sink.WriteClearPadding(code, always: true);
            }
            else
            {
                sink.WriteStepsAndPaddingInPlace(code);
            }
        }
    }

    /// <summary>The divisor of a mean, in all lanes.</summary>
    private string CountVector(string vector) => Lengths is null ? $"{vector}.Constant({Length})" : $"{vector}.Broadcast(length)";

    private void WriteStore(KernelWriter code, GradientSink sink, string vector, string value, string at, int? rest)
    {
        if (GradientEndsOnVector)
        {
            sink.WriteStore(code, vector, value, at);
        }
        else
        {
            code.StoreFirst(vector, value, sink.Target.Gradient.Symbol, at, rest);
        }
    }
}

/// <summary>The sum along an axis.</summary>
internal sealed class Sum : SumOrMean
{
    protected override string Word => "sum";

    protected override bool IsMean => false;
}

/// <summary>The mean along an axis.</summary>
internal sealed class Mean : SumOrMean
{
    protected override string Word => "mean";

    protected override bool IsMean => true;
}
