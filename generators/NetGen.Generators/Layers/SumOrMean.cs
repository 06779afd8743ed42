using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>The sum along an axis, or that divided by the number of elements.</summary>
internal abstract class SumOrMean : Reduction
{
    protected abstract bool IsMean { get; }

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition)],
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

    private void WriteColumns(KernelWriter code, ElementChain chain, (string Vector, string C, int? Lanes) columns, string to)
    {
        (string vector, string c, int? rest) = columns;
        code.Line($"{vector} sum = {vector}.Load(ref run, {c});");
        if (Length > 1)
        {
            using (code.Block($"for (int i = 1; i < {Length}; i++)"))
            {
                code.Line($"sum += {vector}.Load(ref run, {KernelWriter.Sum(Step("i"), c)});");
            }

            code.Blank();
        }

        string result = IsMean ? $"sum / {vector}.Constant({Length})" : "sum";
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
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar}{(IsMean ? $" / {Length}" : "")}, at each place of the axis")],
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
                    code.Line($"{vector} share = {vector}.Load(ref {gradient}, {KernelWriter.Sum(from, c)}){(IsMean ? $" / {vector}.Constant({Length})" : "")};");
                    code.Loop("i", Length, i => WriteStore(code, sink, vector, "share", LaneWriter.Sum(to, Step(i), c), rest));
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
