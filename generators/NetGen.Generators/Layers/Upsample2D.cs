using System.Globalization;
using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>Every element of an image as a square of equal ones: the nearest neighbour. Examples lie in lanes.</summary>
internal sealed class Upsample2D : HeadLayer
{
    // A square of more elements is a loop, not written out.
    private const int MaxUnrolled = 16;

    public override string Declaration => string.Format(CultureInfo.InvariantCulture, "Upsample2D({0})", Scale);

    public override string Definition => string.Format(CultureInfo.InvariantCulture, "{0}, each element {1}x{1} times", Input.Symbol, Scale);

    public override IEnumerable<Value> Keeps => [];

    public override long Flops => 0;

    public override Arrangement Arrangement => Arrangement.Lanes;

    public override bool StoresThroughChain => true;

    public override ChannelAxis? StoredChannels => ChannelAxis.Of(Output.Shape);

    private int Scale => Spec.Arguments.Int("scale") ?? 0;

    private Maps X => Maps.Planes(Input.Shape.Axes[0], Input.Shape.Axes[1], Input.Shape.Axes[2]);

    private Maps Y => Maps.Planes(Output.Shape.Axes[0], Output.Shape.Axes[1], Output.Shape.Axes[2]);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(this, input, problems))
        {
            return null;
        }

        if (Scale < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The scale of {Name}", Scale.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        long height = (long)Scale * input.Axes[1], width = (long)Scale * input.Axes[2];
        if (Math.Max(height, width) > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The output of {Name}", Notation.Number(Math.Max(height, width)), string.Format(CultureInfo.InvariantCulture, "{0} times {1}", Scale, input));
            return null;
        }

        return new Shape(input.Axes[0], (int)height, (int)width);
    }

    public override string? SharedLetter => "a";

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition), Loop("example")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            EachElement(code, c =>
            {
                code.Line($"V v = V.Load(ref {Input.Symbol}, from);");
                EachCopy(code, Y, Elements, offset => chain.WriteAfterHead(code, "V", "v", new VectorPlace.OfChannel(Sum("to", offset), c, code.Names)));
            });
            chain.WriteLoop(code);
        }
    }

    public override Kernel? ForwardOne(Stage stage, ImageLayouts layouts)
    {
        if (layouts.Read(Input, X) is not { IsChannelsLast: true } layout)
        {
            return null;
        }

        ElementChain chain = new(stage);
        ImageLayout output = layouts.Write(Output, Y, Output.Shape.Axes[1], Output.Shape.Axes[2]);
        return new Kernel($"{MethodName}ForwardOne", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition), Loop(unit: null)],
            Arguments = [.. chain.Arguments],
        };

        void Write(KernelWriter code)
        {
            (Maps x, Maps y) = (layout.Maps, output.Maps);
            chain.WriteLocals(code);
            code.Loop("i", layout.Height, i => code.Loop("j", layout.Width, j => code.Columns("c", layout.Step, true, (vector, c, _) =>
            {
                code.Line($"{vector} v = {vector}.Load(ref {Input.Symbol}, {Sum(Times(i, x.Row), Times(j, x.Column), c)});");
                code.Line($"int to = {Sum(Times(i, Scale * y.Row), Times(j, Scale * y.Column), c)};");
                EachCopy(code, y, count => count, offset => chain.WriteAfterHead(code, vector, "v", new VectorPlace.OfChannels(Sum("to", offset), c)));
            })));
            chain.WriteLoopOfOne(code, output);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"Σ {Output.Bar} over the {Scale}x{Scale} copies, row by row")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            EachElement(code, _ =>
            {
                string dy = Output.Gradient.Symbol;
                if (IsUnrolled)
                {
                    List<string> terms = [];
                    EachCopy(code, Y, Elements, offset => terms.Add($"V.Load(ref {dy}, {Sum("to", offset)})"));
                    code.Line($"V sum = {string.Join(" + ", terms)};");
                }
                else
                {
                    code.Line("V sum = V.Zero;");
                    EachCopy(code, Y, Elements, offset => code.Line($"sum += V.Load(ref {dy}, {Sum("to", offset)});"));
                    code.Blank();
                }

                sink.WriteStore(code, "V", "sum", "from");
            });
        }
    }

    private bool IsUnrolled => Scale * Scale <= MaxUnrolled;

    private string Loop(string? unit)
    {
        PlainIndex channel = new("c", Y.Channels), row = new("i", Output.Shape.Axes[1]), column = new("j", Output.Shape.Axes[2]);
        return $"{PlainLoop.Each(unit, channel, row, column)}{Output.Symbol}[{channel}][{row}][{column}] = {Input.Symbol}[{channel}][i / {Scale}][j / {Scale}]";
    }

    /// <summary>A loop over the input's elements: the offset of one is <c>from</c>, that of its first copy <c>to</c>; the body gets the channel.</summary>
    private void EachElement(KernelWriter code, Action<string> body)
    {
        using (code.Blocks())
        {
            code.Loop("c", X.Channels, c => code.Loop("i", Input.Shape.Axes[1], i => code.Loop("j", Input.Shape.Axes[2], j =>
            {
                code.Line($"int from = {Sum(Times("r", Input.Stride), Elements(Sum(Times(c, X.Channel), Times(i, X.Row), j)))};");
                code.Line($"int to = {Sum(Times("r", Output.Stride), Elements(Sum(Times(c, Y.Channel), Times(i, Scale * Y.Row), Times(j, Scale))))};");
                body(c);
            })));
        }
    }

    /// <summary>The copies of an element: the offset of each from the first, given that of a number of elements.</summary>
    private void EachCopy(KernelWriter code, Maps y, Func<string, string> elements, Action<string> body)
    {
        if (!IsUnrolled)
        {
            code.Loop("k", Scale, k => code.Loop("l", Scale, l => body(elements(Sum(Times(k, y.Row), Times(l, y.Column))))));
            return;
        }

        for (int k = 0; k < Scale; k++)
        {
            for (int l = 0; l < Scale; l++)
            {
                body(elements(string.Format(CultureInfo.InvariantCulture, "{0}", k * y.Row + l * y.Column)));
            }
        }
    }
}
