using System.Globalization;
using NetGen.Generators.Layers;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>
/// Predict of one example, for small chains of dense layers and activations: without tiles, and without what batches need
/// around them; all layers in one method, as long as the JIT inlines all of it. Every sum has the order of a batch, and so the
/// same bits.
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

    /// <summary>
    /// The most locals of one method for all layers. The JIT stops inlining at 512, and makes two or three of most operations of an
    /// activation, about two of a multiply-add, and about five of one with a lane.
    /// </summary>
    private const int MostLocals = 460;
    private const double LocalsOfOperation = 2.5;
    private const int LocalsOfProduct = 2;
    private const int LocalsOfProductWithLane = 5;

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

    /// <summary>Whether one method can hold all layers.</summary>
    private bool IsOneMethod => Stages.Sum(Locals) <= MostLocals;

    /// <summary>Whether every layer fits a register as well: see <see cref="OneExampleInRegisters"/>.</summary>
    private bool IsInRegisters => OneExampleInRegisters.AppliesTo(plan) && Stages.Sum(LocalsInRegisters) <= MostLocals;

    /// <summary>Whether the outputs are one vector of four lanes, which needs no memory.</summary>
    private bool IsLastInRegister => IsOneMethod && plan.Output.Stride == Four && Four < Lanes;

    private IEnumerable<Stage> Stages => plan.Stages.Where(stage => !stage.IsTrainingOnly);

    /// <summary>How it is computed, for the header.</summary>
    public string Description => IsOneMethod
        ? "Predict of one example runs through all layers in one method."
        : "Predict of one example has methods of its own for the layers.";

    /// <summary>Writes what Predict does first.</summary>
    public void WriteCall()
    {
        (string narrow, string wide) = plan.Scalar == "float" ? ("Float32x4", "Float32x8") : ("Float64x2", "Float64x4");
        const string First = "ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
        using (writer.Block("if (inputs.Length == InputSize && outputs.Length == OutputSize)"))
        {
            writer.Line($"ref {plan.Scalar} x = {First}(inputs);");
            writer.Line($"ref {plan.Scalar} y = {First}(outputs);");
            writer.Line($"if ({names.Simd}.VectorBits >= 256)");
            using (writer.Indent())
            {
                writer.Line($"{(IsInRegisters ? "PredictOne" : $"PredictOne<global::NetGen.{wide}>")}(ref x, ref y);");
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

    /// <summary>Writes the method, or two where machines of wider vectors need no memory, or one more for each layer of many.</summary>
    public void WriteMethods()
    {
        if (IsInRegisters)
        {
            new OneExampleInRegisters(plan, writer, names).WriteMethod();
        }

        writer.Line("/// <summary>All layers for one example; the same bits as in a batch.</summary>");
        writer.Line(names.HotMethod);
        WriteGeneric($"private void PredictOne<H>(ref {plan.Scalar} x, ref {plan.Scalar} y)", WriteBody);
        string input = "x";
        foreach (Stage stage in Stages.Where(_ => !IsOneMethod))
        {
            string source = input;
            WriteEquations(stage, source);
            writer.Line(names.HotMethod);
            string parameters = string.Join(", ", Symbols(stage, source).Select(symbol => $"ref {plan.Scalar} {symbol}"));
            WriteGeneric($"private static void {Name(stage)}<H>({parameters})", () => WriteLayer(stage, source));
            input = stage.Output.Symbol;
        }
    }

    private void WriteGeneric(string signature, Action body)
    {
        writer.Line(signature);
        writer.Line($"    where H : struct, global::NetGen.ISimd<H, {plan.Scalar}>");
        using (writer.Block())
        {
            _code.WriteUnchecked(body);
        }

        writer.Line();
    }

    private void WriteBody()
    {
        _code.Line($"ref {plan.Scalar} parameters = ref _parameters.Origin;");
        foreach (Buffer buffer in Stages.SelectMany(stage => stage.Head!.Parameters).Select(parameter => parameter.Data).Distinct())
        {
            _code.Row(buffer.Symbol, "parameters", Number(buffer.Offset));
        }

        WriteValues([.. Stages.Select(stage => stage.Output).Where(output => !(output == plan.Output && IsLastInRegister))]);
        if (!IsOneMethod)
        {
            _code.Blank();
        }

        string input = "x";
        foreach (Stage stage in Stages)
        {
            if (IsOneMethod)
            {
                _code.Blank();
                WriteEquations(stage, input);
                WriteLayer(stage, input);
            }
            else
            {
                _code.Line($"{Name(stage)}<H>({string.Join(", ", Symbols(stage, input).Select(symbol => $"ref {symbol}"))});");
            }

            input = stage.Output.Symbol;
        }

        if (!IsLastInRegister)
        {
            _code.Blank();
            WriteOutputs(input);
        }
    }

    /// <summary>About how many locals the JIT makes of a layer.</summary>
    private int Locals(Stage stage)
    {
        ParameterTensor weight = stage.Head!.Parameters[0];
        (int vectors, int accumulators, bool hasLoop) = Arrangement(stage);
        int sums = vectors == 0 ? 1 : accumulators;
        int products = weight.Rows * sums <= MostWrittenOut ? weight.Rows : 1;
        int activations = hasLoop ? 1 : sums;
        return products * (1 + LocalsOfProduct * sums) + activations * LocalsOfChain(stage);
    }

    private static int LocalsInRegisters(Stage stage) => stage.Head!.Parameters[0].Rows * LocalsOfProductWithLane + LocalsOfChain(stage);

    private static int LocalsOfChain(Stage stage) => (int)(LocalsOfOperation * stage.Chain.Sum(layer => ((Activation)layer).ForwardOperations));

    /// <summary>How many vectors H the outputs have, how many of them are summed up at a time, and whether the activation has a loop of its own.</summary>
    private (int Vectors, int Accumulators, bool HasLoop) Arrangement(Stage stage)
    {
        int vectors = stage.Head!.Parameters[0].Stride / Lanes;
        int accumulators = Enumerable.Range(1, MostAccumulators).LastOrDefault(count => vectors % count == 0);
        return (vectors, accumulators, !stage.IsChainInTile && vectors > MostRepeated);
    }

    private static string Name(Stage stage) => $"{stage.Head!.MethodName}ForwardOne";

    private static IEnumerable<string> Symbols(Stage stage, string input) =>
        [input, .. stage.Head!.Parameters.Select(parameter => parameter.Symbol), stage.Output.Symbol];

    /// <summary>Where the values between the layers are: on the stack if they are few, else in the thread's scratch memory.</summary>
    private void WriteValues(Value[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        _code.Blank();
        if (IsOneMethod && values.All(value => value.Stride <= 2 * Lanes))
        {
            foreach (Value value in values)
            {
                string type = $"global::NetGen.{(plan.Scalar == "float" ? "Float32x" : "Float64x")}{Number(value.Stride <= Lanes ? Lanes : 2 * Lanes)}";
                _code.Line($"{type} {value.Symbol}Lanes = default;");
                _code.Line($"ref {plan.Scalar} {value.Symbol} = ref {names.Unsafe}.As<{type}, {plan.Scalar}>(ref {value.Symbol}Lanes);");
            }

            return;
        }

        int[] offsets = new int[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
        {
            offsets[i + 1] = offsets[i] + (values[i].Stride + VectorPlan.MaxLanes - 1) / VectorPlan.MaxLanes * VectorPlan.MaxLanes;
        }

        _code.Line($"ref {plan.Scalar} scratch = ref global::NetGen.CompilerServices.ThreadScratch.Take<{plan.Scalar}>({Number(offsets[values.Length])});");
        for (int i = 0; i < values.Length; i++)
        {
            _code.Row(values[i].Symbol, "scratch", Number(offsets[i]));
        }
    }

    private void WriteOutputs(string source)
    {
        for (int o = 0; o < plan.Output.Size && plan.Output.Size <= Four; o++)
        {
            _code.Line($"{_code.At("y", Number(o))} = {_code.At(source, Number(o))};");
        }

        if (plan.Output.Size > Four)
        {
            _code.Line($"{names.Rows}.Copy(in {source}, 0, ref y, 0, {Number(plan.Output.Size)}, 1);");
        }
    }

    private void WriteEquations(Stage stage, string input)
    {
        ParameterTensor? bias = stage.Head!.Parameters.Skip(1).FirstOrDefault();
        foreach (string equation in new ElementChain(stage).Equations($"{stage.Head.Parameters[0].Symbol}·{input}{(bias is null ? "" : $" + {bias.Symbol}")}"))
        {
            _code.Line("// " + equation);
        }
    }

    private void WriteLayer(Stage stage, string input)
    {
        ParameterTensor weight = stage.Head!.Parameters[0];
        ParameterTensor? bias = stage.Head.Parameters.Skip(1).FirstOrDefault();
        new ElementChain(stage).WriteLocals(_code);
        (int vectors, int accumulators, bool hasLoop) = Arrangement(stage);
        int whole = vectors * Lanes;
        if (whole > 0)
        {
            using (_code.Block($"for (int o = 0; o < {Number(whole)}; o += {Width(accumulators)})"))
            {
                WriteSums(stage, weight, bias, input, "H", "o", accumulators, hasLoop);
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
                WriteSums(stage, weight, bias, input, names.V4, Number(whole), 1, hasLoop);
            }
        }

        if (hasLoop)
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
    private void WriteSums(Stage stage, ParameterTensor weight, ParameterTensor? bias, string input, string vector, string column, int accumulators, bool hasLoop)
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
                WriteProducts(_code.At(input, Number(i)), $"e{Number(i)}", v => $"in {weight.Symbol}, {Sum(Number(row), at[v])}");
            }
        }
        else
        {
            _code.Row($"{weight.Symbol}Row", weight.Symbol, column);
            using (_code.Block($"for (int i = 0; i < {Number(weight.Rows)}; i++)"))
            {
                WriteProducts($"{names.Unsafe}.Add(ref {input}, i)", "e", v => $"in {weight.Symbol}Row, {(v == 0 ? "0" : Width(v))}");
                _code.Line($"{weight.Symbol}Row = ref {_code.At($"{weight.Symbol}Row", Number(weight.Stride))};");
            }

            _code.Blank();
        }

        if (stage.Output == plan.Output && IsLastInRegister)
        {
            string outputs = stage.Output.Symbol;
            _code.Line($"{vector} {outputs}Lanes = {Chain(stage, vector, "s0", at[0])};");
            _code.Line($"ref {plan.Scalar} {outputs} = ref {names.Unsafe}.As<{vector}, {plan.Scalar}>(ref {outputs}Lanes);");
            WriteOutputs(outputs);
            return;
        }

        for (int v = 0; v < accumulators; v++)
        {
            _code.Store(vector, hasLoop ? $"s{v}" : Chain(stage, vector, $"s{v}", at[v]), stage.Output.Symbol, at[v]);
        }

        void WriteProducts(string source, string name, Func<int, string> weights)
        {
            string element = $"{vector}.Broadcast({source})";
            if (accumulators > 1)
            {
                _code.Line($"{vector} {name} = {element};");
                element = name;
            }

            foreach (string[] some in InLines(Enumerable.Range(0, accumulators).Select(v => $"s{Number(v)} = {vector}.MultiplyAdd({element}, {weights(v)}, s{Number(v)});")))
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
