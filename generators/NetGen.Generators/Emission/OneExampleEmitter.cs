using System.Globalization;
using NetGen.Generators.Layers;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>
/// Predict of one example, for small chains of dense layers and activations: all layers in one method, without tiles, and
/// without what batches need around them. Every sum has the order of a batch, and so the same bits.
/// </summary>
/// <remarks>
/// What bounds it is latency: that of the sums, of the activations, and of writing what the next layer reads. So its vectors H are
/// of eight lanes at most, in which a store is read sooner than in sixteen.
/// </remarks>
internal sealed class OneExampleEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    /// <summary>The largest number of weights: a first cache full.</summary>
    private const int MostWeights = 8192;

    /// <summary>The largest number of multiply-adds of vectors that a layer writes out without a loop.</summary>
    private const int MostWrittenOut = 32;

    private const int MostAccumulators = 8;
    private const int MostRepeated = 2;
    private const int Four = 4;

    private readonly KernelWriter _code = new(writer, plan.Spec, names);

    /// <summary>Lanes of the widest H: of eight floats, or of four doubles.</summary>
    private int Lanes => plan.Scalar == "float" ? 8 : 4;

    /// <summary>Whether the network is such a chain.</summary>
    public static bool AppliesTo(NetworkPlan plan)
    {
        Value current = plan.Input;
        foreach (Stage stage in plan.Stages)
        {
            if (stage.Input.Root != current.Root || !(stage.IsTrainingOnly || IsDense(stage)))
            {
                return false;
            }

            current = stage.Output;
        }

        Stage[] dense = [.. plan.Stages.Where(stage => !stage.IsTrainingOnly)];
        return current.Root == plan.Output.Root && plan.InputParts.Count == 0 && dense.Length > 0
            && dense.Sum(stage => (long)stage.Head!.Parameters[0].Rows * stage.Head.Parameters[0].Stride) <= MostWeights;
    }

    private IEnumerable<Stage> Stages => plan.Stages.Where(stage => !stage.IsTrainingOnly);

    /// <summary>Writes what Predict does first.</summary>
    public void WriteCall()
    {
        (string narrow, string wide) = plan.Scalar == "float" ? ("Float32x4", "Float32x8") : ("Float64x2", "Float64x4");
        const string First = "ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
        using (writer.Block("if (rows == 1)"))
        {
            writer.Line($"ref {plan.Scalar} x = {First}(inputs);");
            writer.Line($"ref {plan.Scalar} y = {First}(outputs);");
            writer.Line($"if ({names.Simd}.VectorBits >= 256)");
            using (writer.Indent())
            {
                writer.Line($"PredictOne<global::NetGen.{wide}>(ref x, ref y);");
            }

            writer.Line("else");
            using (writer.Indent())
            {
                writer.Line($"PredictOne<global::NetGen.{narrow}>(ref x, ref y);");
            }

            writer.Line("return;");
        }

        writer.Line();
    }

    /// <summary>Writes the method.</summary>
    public void WriteMethod()
    {
        writer.Line("/// <summary>All layers for one example; the same bits as in a batch.</summary>");
        writer.Line(names.HotMethod);
        writer.Line($"private void PredictOne<H>(ref {plan.Scalar} x, ref {plan.Scalar} y)");
        writer.Line($"    where H : struct, global::NetGen.ISimd<H, {plan.Scalar}>");
        using (writer.Block())
        {
            _code.WriteUnchecked(WriteBody);
        }

        writer.Line();
    }

    private void WriteBody()
    {
        Dictionary<Value, int> offsets = [];
        int length = 0;
        foreach (Stage stage in Stages)
        {
            offsets[stage.Output] = length;
            length += (stage.Output.Stride + VectorPlan.MaxLanes - 1) / VectorPlan.MaxLanes * VectorPlan.MaxLanes;
        }

        _code.Line($"ref {plan.Scalar} parameters = ref _parameters.Origin;");
        _code.Line($"ref {plan.Scalar} scratch = ref global::NetGen.CompilerServices.ThreadScratch.Take<{plan.Scalar}>({Number(length)});");
        foreach (Buffer buffer in Stages.SelectMany(stage => stage.Head!.Parameters).Select(parameter => parameter.Data).Distinct())
        {
            _code.Row(buffer.Symbol, "parameters", Number(buffer.Offset));
        }

        foreach (Stage stage in Stages)
        {
            _code.Row(stage.Output.Symbol, "scratch", Number(offsets[stage.Output]));
        }

        string input = "x";
        foreach (Stage stage in Stages)
        {
            _code.Blank();
            WriteLayer(stage, input);
            input = stage.Output.Symbol;
        }

        _code.Blank();
        for (int o = 0; o < plan.Output.Size && plan.Output.Size <= Four; o++)
        {
            _code.Line($"{_code.At("y", Number(o))} = {_code.At(input, Number(o))};");
        }

        if (plan.Output.Size > Four)
        {
            _code.Line($"{names.Rows}.Copy(in {input}, 0, ref y, 0, {Number(plan.Output.Size)}, 1);");
        }
    }

    private void WriteLayer(Stage stage, string input)
    {
        ElementChain chain = new(stage);
        ParameterTensor weight = stage.Head!.Parameters[0];
        ParameterTensor? bias = stage.Head.Parameters.Skip(1).FirstOrDefault();
        string affine = $"{weight.Symbol}·{input}{(bias is null ? "" : $" + {bias.Symbol}")}";
        foreach (string equation in chain.Equations(affine))
        {
            _code.Line("// " + equation);
        }

        chain.WriteLocals(_code);
        int whole = weight.Stride / Lanes * Lanes, vectors = whole / Lanes;
        int accumulators = Enumerable.Range(1, MostAccumulators).LastOrDefault(count => vectors % count == 0);
        bool isLoop = !stage.IsChainInTile && vectors > MostRepeated;
        if (whole > 0)
        {
            using (_code.Block($"for (int o = 0; o < {Number(whole)}; o += {Width(accumulators)})"))
            {
                WriteSums(stage, weight, bias, input, "H", "o", accumulators, isLoop);
            }
        }

        if (whole > 0 && whole < weight.Stride)
        {
            _code.Blank();
        }

        if (whole < weight.Stride)
        {
            using (_code.Block())
            {
                WriteSums(stage, weight, bias, input, names.V4, Number(whole), 1, isLoop);
            }
        }

        if (isLoop)
        {
            _code.Blank();
            using (_code.Block($"for (int o = 0; o < {Number(weight.Stride)}; o += {Number(Four)})"))
            {
                _code.Line($"{names.V4} z = {names.V4}.Load(ref {stage.Output.Symbol}, o);");
                _code.Store(names.V4, Chain(stage, names.V4, "z", "o"), stage.Output.Symbol, "o");
            }
        }
    }

    /// <summary>A few sums side by side, each along all inputs, and what becomes of them.</summary>
    private void WriteSums(Stage stage, ParameterTensor weight, ParameterTensor? bias, string input, string vector, string column, int accumulators, bool isLoop)
    {
        string[] at = [.. Enumerable.Range(0, accumulators).Select(v => Sum(column, v == 0 ? "0" : Width(v)))];
        IEnumerable<string> starts = Enumerable.Range(0, accumulators).Select(v => $"s{Number(v)} = {(bias is null ? $"{vector}.Zero" : $"{vector}.Load(ref {bias.Symbol}, {at[v]})")}");
        foreach (string[] some in InLines(starts))
        {
            _code.Line($"{vector} {string.Join(", ", some)};");
        }

        if (weight.Rows * accumulators <= MostWrittenOut)
        {
            for (int i = 0; i < weight.Rows; i++)
            {
                int row = i * weight.Stride;
                WriteProducts(_code.At(input, Number(i)), $"e{Number(i)}", v => $"ref {weight.Symbol}, {Sum(Number(row), at[v])}");
            }
        }
        else
        {
            _code.Row($"{weight.Symbol}Row", weight.Symbol, column);
            using (_code.Block($"for (int i = 0; i < {Number(weight.Rows)}; i++)"))
            {
                WriteProducts($"{names.Unsafe}.Add(ref {input}, i)", "e", v => $"ref {weight.Symbol}Row, {(v == 0 ? "0" : Width(v))}");
                _code.Line($"{weight.Symbol}Row = ref {_code.At($"{weight.Symbol}Row", Number(weight.Stride))};");
            }

            _code.Blank();
        }

        for (int v = 0; v < accumulators; v++)
        {
            _code.Store(vector, isLoop ? $"s{v}" : Chain(stage, vector, $"s{v}", at[v]), stage.Output.Symbol, at[v]);
        }

        void WriteProducts(string source, string name, Func<int, string> weights)
        {
            string element = $"{vector}.Broadcast({source})";
            if (accumulators > 1)
            {
                _code.Line($"{vector} {name} = {element};");
                element = name;
            }

            foreach (string[] some in InLines(Enumerable.Range(0, accumulators).Select(v => $"s{Number(v)} = {vector}.MultiplyAdd({element}, {vector}.Load({weights(v)}), s{Number(v)});")))
            {
                _code.Line(string.Join(" ", some));
            }
        }
    }

    private static string Chain(Stage stage, string vector, string value, string at) =>
        stage.Chain.Aggregate(value, (expression, layer) => layer.Forward(vector, expression, at));

    private static bool IsDense(Stage stage) =>
        stage.Head is Dense { IsOneRow: true } && stage.Chain.TrueForAll(layer => layer is Activation);

    /// <summary>A few statements to a line.</summary>
    private static IEnumerable<string[]> InLines(IEnumerable<string> statements) =>
        statements.Select((statement, index) => (statement, index)).GroupBy(pair => pair.index / Four, pair => pair.statement, (_, some) => some.ToArray());

    /// <summary>a + b, worked out where both are numbers.</summary>
    private static string Sum(string a, string b) =>
        int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out int x) && int.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out int y) ? Number(x + y)
        : a == "0" ? b : KernelWriter.Sum(a, b);

    private static string Width(int vectors) => vectors == 1 ? "H.Count" : $"{Number(vectors)} * H.Count";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
