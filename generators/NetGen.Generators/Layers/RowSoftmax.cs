using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// What the softmax and its logarithm share: both turn rows, the last axis of any shape, into distributions. An example has one row or
/// several; rows that end on no vector of four, and are no whole example either, are stored element by element at their ends.
/// </summary>
internal abstract class RowSoftmax : HeadLayer
{
    public override bool WorksStepByStep => Input.Shape.Rank <= 2;

    public sealed override string Declaration => Spec.Kind;

    public sealed override long Flops => 5L * Output.Size;

    public sealed override IEnumerable<Value> Keeps => [Output];

    /// <summary>Elements of a row.</summary>
    protected int Size => Output.Shape.Last;

    protected bool EndsOnVector => Count == 1 || Size % 4 == 0;

    /// <summary>Rows of an example.</summary>
    private int Count => Output.Size / Size;

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Data, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation(GradientEquation)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            if (EndsOnVector)
            {
                sink.WriteLocals(code);
            }

            WriteRows(code, row =>
            {
                code.Line($"int row = {row};");
                WriteGradient(code, sink);
            });
            if (!EndsOnVector)
            {
                sink.WriteStepsInPlace(code);
            }

            sink.WriteClearPadding(code, always: !EndsOnVector || GradientNeedsClearing);
        }
    }

    /// <summary>z̄ in the lectures' notation.</summary>
    protected abstract string GradientEquation { get; }

    /// <summary>Whether what is computed for the padding of a row may be anything.</summary>
    protected abstract bool GradientNeedsClearing { get; }

    /// <summary>Writes the gradient of the row that begins at <c>row</c>.</summary>
    protected abstract void WriteGradient(KernelWriter code, GradientSink sink);

    /// <summary>A loop over the rows of all examples; the body gets where a row starts.</summary>
    protected void WriteRows(KernelWriter code, Action<string> body)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            if (Count == 1)
            {
                body($"r * {Output.Stride}");
                return;
            }

            using (code.Block($"for (int t = 0; t < {Count}; t++)"))
            {
                body($"r * {Output.Stride} + t * {Size}");
            }
        }
    }

    /// <summary>The loop over a row's vectors of four for the gradient, which goes into the sink or, at the end of some rows, element by element.</summary>
    protected void WriteGradientColumns(KernelWriter code, Action<string, int?> body)
    {
        int whole = EndsOnVector ? Value.Padded(Size) : Size / 4 * 4;
        if (whole > 4)
        {
            using (code.Block($"for (int at = row; at < row + {whole}; at += 4)"))
            {
                body("at", null);
            }
        }
        else if (whole > 0)
        {
            using (code.Block())
            {
                body("row", null);
            }
        }

        if (whole < Size)
        {
            using (code.Block())
            {
                body(KernelWriter.Sum("row", $"{whole}"), Size - whole);
            }
        }
    }

    /// <summary>Stores a vector of the gradient.</summary>
    protected void WriteGradientStore(KernelWriter code, GradientSink sink, string gradient, string at, int? rest)
    {
        if (EndsOnVector)
        {
            sink.WriteStore(code, code.Names.V4, gradient, at);
        }
        else
        {
            code.StoreFirst(code.Names.V4, gradient, sink.Target.Gradient.Symbol, at, rest);
        }
    }

    /// <summary>Padding stays zero after rows that were stored element by element.</summary>
    protected void WriteClearOutputPadding(KernelWriter code)
    {
        if (!EndsOnVector && Output.Size != Output.Stride)
        {
            code.Blank();
            code.Line($"{code.Names.Rows}.ClearPadding(ref {Output.Symbol}, rows, {Output.Size}, {Output.Stride});");
        }
    }
}
