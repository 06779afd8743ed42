using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The largest along an axis. The forward pass keeps which element that is, the first where several are equal: the gradient goes there.</summary>
internal sealed class Max : Reduction
{
    private Buffer? _places;

    public override IEnumerable<Buffer> KeptBesides => [Places];

    protected override string Word => "max";

    /// <summary>For each result the place of the largest along the axis.</summary>
    private Buffer Places => _places ??= new Buffer(Output.Symbol + "Place", Place.PerExample, Output.Stride);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. ReadLengths, .. chain.Reads], [Places, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations(Definition), $"{Places.Symbol} = which of its elements that is", .. Length == 1 ? [] : new[] { ForwardLoop }],
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
                    code.Line($"{code.At(chain.HeadSymbol, to)} = {code.Names.Rows}.Max(ref run, {Length}, out int place);");
                    code.Line($"{code.At(Places.Symbol, to)} = place;");
                }
                else
                {
                    code.Columns("c", Inner, EndsOnVector, (vector, c, rest) => WriteColumns(code, chain, (vector, c, rest), to));
                }
            });
            chain.WriteLoop(code);
        }
    }

    private string ForwardLoop => $"{EachResult}{ResultOf(Output.Symbol)} = max {ElementOf(Input.Symbol)}, the first of equal ones, over {Range}";

    private void WriteColumns(KernelWriter code, ElementChain chain, (string Vector, string C, int? Lanes) columns, string to)
    {
        (string vector, string c, int? rest) = columns;
        string at = KernelWriter.Sum(to, c);
        code.Line($"{vector} max = {vector}.Load(ref run, {c}), place = {vector}.Zero;");
        if (Length > 1)
        {
            using (code.Block($"for (int i = 1; i < {Count}; i++)"))
            {
                code.Line($"{vector} v = {vector}.Load(ref run, {KernelWriter.Sum(Step("i"), c)});");
                code.Line($"place = {vector}.WhereGreater(v, max, {vector}.Broadcast(i), place);");
                code.Line($"max = {vector}.Max(max, v);");
            }

            code.Blank();
        }

        code.StoreFirst(vector, "place", Places.Symbol, at, rest);
        if (EndsOnVector)
        {
            chain.WriteAfterHead(code, vector, "max", at);
        }
        else
        {
            code.StoreFirst(vector, "max", chain.HeadSymbol, at, rest);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Places, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                sink.Equation($"({Output.Bar} at the place of the maximum, else 0)"),
                .. Length == 1 ? [] : new[] { $"{EachElement}{ElementOf("")} gets {ResultOf(Output.Bar)} where {ResultOf(Places.Symbol)} = i, else 0" },
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            string gradient = Output.Gradient.Symbol, target = sink.Target.Gradient.Symbol;
            if (IsLast)
            {
                code.Line($"{code.Names.Rows}.Clear(ref {target}, rows * {Input.Stride});");
                WriteRuns(code, (to, from) => code.Line($"{code.Names.Unsafe}.Add(ref {target}, {to} + (int){code.At(Places.Symbol, from)}) = {code.At(gradient, from)};"));
                sink.WriteStepsInPlace(code);
                return;
            }

            if (GradientEndsOnVector)
            {
                sink.WriteLocals(code);
            }

            WriteRuns(code, hasLength: false, body: (to, from) => code.Columns("c", Inner, GradientEndsOnVector, (vector, c, rest) =>
            {
                string at = KernelWriter.Sum(from, c);
                code.Line($"{vector} g = {vector}.Load(ref {gradient}, {at}), place = {vector}.Load(ref {Places.Symbol}, {at});");
                code.Loop("i", Length, i =>
                {
                    string part = $"{vector}.WhereEqual(place, {(i == "0" ? $"{vector}.Zero" : $"{vector}.Broadcast({i})")}, g, {vector}.Zero)", place = LaneWriter.Sum(to, Step(i), c);
                    if (GradientEndsOnVector)
                    {
                        sink.WriteStore(code, vector, part, place);
                    }
                    else
                    {
                        code.StoreFirst(vector, part, target, place, rest);
                    }
                });
            }));
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
}
