using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Predict of one example, for small chains of dense layers and activations: without tiles, and without what batches need
/// around them; all layers in one method, as long as the JIT inlines all of it. Every sum has the order of a batch, and so the
/// same bits.
/// </summary>
internal sealed class OneExampleEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const int Four = 4;

    private readonly KernelWriter _code = new(writer, plan.Spec, names);
    private readonly OneExampleWriter _common = new(plan, new KernelWriter(writer, plan.Spec, names));

    private OneExamplePlan One => plan.OneExample!;

    /// <summary>Whether the outputs are one vector of four lanes, which needs no memory.</summary>
    private bool IsLastInRegister => One.IsOneMethod && plan.Output.Stride == Four && Four < One.Lanes;

    /// <summary>Writes what Predict does first.</summary>
    public void WriteCall()
    {
        (string narrow, string wide) = plan.Scalar == "float" ? ("Float32x4", "Float32x8") : ("Float64x2", "Float64x4");
        const string First = "ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
        using (writer.Block("if (inputs.Length == InputSize && outputs.Length == OutputSize)"))
        {
            writer.Line($"{names.Guard}.Apart<{plan.Scalar}, {plan.Scalar}>(inputs, outputs, {names.NameOf("outputs")});");
            writer.Line($"ref {plan.Scalar} x = {First}(inputs);");
            writer.Line($"ref {plan.Scalar} y = {First}(outputs);");
            writer.Line($"if ({names.Simd}.VectorBits >= 256)");
            using (writer.Indent())
            {
                writer.Line($"{(One.IsInRegisters ? "PredictOne" : $"PredictOne<global::NetGen.{wide}>")}(ref x, ref y);");
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
        if (One.IsInRegisters)
        {
            new OneExampleInRegisters(plan, writer, names).WriteMethod();
        }

        string machine = One.IsInRegisters ? ", on a machine without vectors of eight lanes" : "";
        writer.Line($"/// <summary>All layers for one example{machine}; the same bits as in a batch.</summary>");
        writer.Line(names.HotMethod);
        WriteGeneric($"private void PredictOne<H>(ref {plan.Scalar} x, ref {plan.Scalar} y)", WriteBody);
        if (!One.IsOneMethod)
        {
            WriteLayers((layer, input) =>
            {
                _common.WriteEquations(layer, input);
                writer.Line(names.HotMethod);
                string parameters = string.Join(", ", Symbols(layer, input).Select(symbol => $"ref {plan.Scalar} {symbol}"));
                WriteGeneric($"private static void {Name(layer)}<H>({parameters})", () => WriteLayer(layer, input));
            });
        }
    }

    /// <summary>Writes something for each layer and what it reads; returns what the last one wrote.</summary>
    private string WriteLayers(Action<OneExampleLayer, string> write)
    {
        string input = "x";
        foreach (OneExampleLayer layer in One.Layers)
        {
            write(layer, input);
            input = layer.Stage.Output.Symbol;
        }

        return input;
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
        _common.WriteParameters();
        WriteValues([.. One.Layers.Select(layer => layer.Stage.Output).Where(output => !(output == plan.Output && IsLastInRegister))]);
        if (!One.IsOneMethod)
        {
            _code.Blank();
        }

        string outputs = WriteLayers((layer, input) =>
        {
            if (One.IsOneMethod)
            {
                _code.Blank();
                _common.WriteEquations(layer, input);
                WriteLayer(layer, input);
            }
            else
            {
                _code.Line($"{Name(layer)}<H>({string.Join(", ", Symbols(layer, input).Select(symbol => $"ref {symbol}"))});");
            }
        });

        if (!IsLastInRegister)
        {
            _code.Blank();
            _common.WriteOutputs(outputs);
        }
    }

    private static string Name(OneExampleLayer layer) => $"{layer.Stage.Head!.MethodName}ForwardOne";

    private static IEnumerable<string> Symbols(OneExampleLayer layer, string input) =>
        [input, .. layer.Stage.Layers.SelectMany(part => part.Parameters).Select(parameter => parameter.Symbol), layer.Stage.Output.Symbol];

    /// <summary>Where the values between the layers are: on the stack if they are few, else in the thread's scratch memory.</summary>
    private void WriteValues(Value[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        _code.Blank();
        if (One.IsOneMethod && values.All(value => value.Stride <= 2 * One.Lanes))
        {
            foreach (Value value in values)
            {
                string type = $"global::NetGen.{(plan.Scalar == "float" ? "Float32x" : "Float64x")}{(value.Stride <= One.Lanes ? One.Lanes : 2 * One.Lanes)}";
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

        _code.Line($"ref {plan.Scalar} scratch = ref global::NetGen.CompilerServices.ThreadScratch.Take<{plan.Scalar}>({offsets[values.Length]});");
        for (int i = 0; i < values.Length; i++)
        {
            _code.Row(values[i].Symbol, "scratch", $"{offsets[i]}");
        }
    }

    private void WriteLayer(OneExampleLayer layer, string input)
    {
        new ElementChain(layer.Stage).WriteLocals(_code);
        int stride = layer.Weight.Stride, whole = layer.Vectors * One.Lanes;
        if (whole > 0)
        {
            using (_code.Block($"for (int o = 0; o < {whole}; o += {Width(layer.Accumulators)})"))
            {
                WriteSums(layer, input, "H", "o", layer.Accumulators);
            }
        }

        if (whole > 0 && whole < stride)
        {
            _code.Blank();
        }

        if (whole < stride)
        {
            using (_code.Block())
            {
                WriteSums(layer, input, names.V4, $"{whole}", 1);
            }
        }

        if (layer.HasActivationLoop)
        {
            _code.Blank();
            using (_code.Block($"for (int o = 0; o < {stride}; o += {Four})"))
            {
                _code.Line($"{names.V4} z = {names.V4}.Load(ref {layer.Stage.Output.Symbol}, o);");
                _code.Store(names.V4, OneExampleWriter.Activate(layer, names.V4, "z", "o"), layer.Stage.Output.Symbol, "o");
            }
        }
    }

    /// <summary>A few sums side by side, each along all inputs, and what becomes of them.</summary>
    private void WriteSums(OneExampleLayer layer, string input, string vector, string column, int accumulators)
    {
        string weight = layer.Weight.Symbol, output = layer.Stage.Output.Symbol;
        int rows = layer.Weight.Rows, stride = layer.Weight.Stride;
        string[] at = [.. Enumerable.Range(0, accumulators).Select(v => Sum(column, v == 0 ? "0" : Width(v)))];
        foreach (string[] some in InLines(at.Select((place, v) => $"s{v} = {OneExampleWriter.Start(layer, vector, place)}")))
        {
            _code.Line($"{vector} {string.Join(", ", some)};");
        }

        if (layer.IsWrittenOut(accumulators))
        {
            for (int i = 0; i < rows; i++)
            {
                int row = i * stride;
                WriteProducts(_code.At(input, $"{i}"), $"e{i}", v => $"in {weight}, {Sum($"{row}", at[v])}");
            }
        }
        else
        {
            _code.Row($"{weight}Row", weight, column);
            using (_code.Block($"for (int i = 0; i < {rows}; i++)"))
            {
                WriteProducts($"{names.Unsafe}.Add(ref {input}, i)", "e", v => $"in {weight}Row, {(v == 0 ? "0" : Width(v))}");
                _code.Line($"{weight}Row = ref {_code.At($"{weight}Row", $"{stride}")};");
            }

            _code.Blank();
        }

        if (layer.Stage.Output == plan.Output && IsLastInRegister)
        {
            _code.Line($"{vector} {output}Lanes = {OneExampleWriter.Activate(layer, vector, "s0", at[0])};");
            _code.Line($"ref {plan.Scalar} {output} = ref {names.Unsafe}.As<{vector}, {plan.Scalar}>(ref {output}Lanes);");
            _common.WriteOutputs(output);
            return;
        }

        for (int v = 0; v < accumulators; v++)
        {
            _code.Store(vector, layer.HasActivationLoop ? $"s{v}" : OneExampleWriter.Activate(layer, vector, $"s{v}", at[v]), output, at[v]);
        }

        void WriteProducts(string source, string name, Func<int, string> weights)
        {
            string element = $"{vector}.Broadcast({source})";
            if (accumulators > 1)
            {
                _code.Line($"{vector} {name} = {element};");
                element = name;
            }

            foreach (string[] some in InLines(Enumerable.Range(0, accumulators).Select(v => $"s{v} = {vector}.MultiplyAdd({element}, {weights(v)}, s{v});")))
            {
                _code.Line(string.Join(" ", some));
            }
        }
    }

    /// <summary>A few statements to a line.</summary>
    private static IEnumerable<string[]> InLines(IEnumerable<string> statements) =>
        statements.Select((statement, index) => (statement, index)).GroupBy(pair => pair.index / Four, pair => pair.statement, (_, some) => some.ToArray());

    /// <summary>a + b, worked out where both are numbers.</summary>
    private static string Sum(string a, string b) =>
        int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out int x) && int.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out int y) ? $"{x + y}"
        : a == "0" ? b : KernelWriter.Sum(a, b);

    private static string Width(int vectors) => vectors == 1 ? "H.Count" : $"{vectors} * H.Count";
}
