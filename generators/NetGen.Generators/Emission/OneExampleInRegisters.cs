using System.Globalization;
using NetGen.Generators.Layers;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>
/// Predict of one example where no layer is wider than a vector of eight floats: every layer is one vector, and what the next
/// one reads is a lane of it. Nothing between inputs and outputs goes through memory, whose latency is that of a few sums.
/// </summary>
internal sealed class OneExampleInRegisters(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const int Eight = 8;

    /// <summary>The most inputs of a network whose sums are written out.</summary>
    private const int MostWrittenOut = 32;

    private readonly KernelWriter _code = new(writer, plan.Spec, names);

    /// <summary>Whether a chain of layers is as narrow as that.</summary>
    public static bool AppliesTo(NetworkPlan plan) =>
        plan.Scalar == "float" && plan.Stages.All(stage => stage.Output.Stride <= Eight);

    /// <summary>Writes the method.</summary>
    public void WriteMethod()
    {
        writer.Line("/// <summary>All layers for one example, each in one vector of eight lanes; the same bits as in a batch.</summary>");
        writer.Line(names.HotMethod);
        using (writer.Block("private void PredictOne(ref float x, ref float y)"))
        {
            _code.WriteUnchecked(WriteBody);
        }

        writer.Line();
    }

    private void WriteBody()
    {
        Stage[] stages = [.. plan.Stages.Where(stage => !stage.IsTrainingOnly)];
        _code.Line("ref float parameters = ref _parameters.Origin;");
        foreach (Buffer buffer in stages.SelectMany(stage => stage.Head!.Parameters).Select(parameter => parameter.Data).Distinct())
        {
            _code.Row(buffer.Symbol, "parameters", Number(buffer.Offset));
        }

        Value input = plan.Input;
        foreach (Stage stage in stages)
        {
            _code.Blank();
            WriteLayer(stage, input);
            input = stage.Output;
        }

        _code.Blank();
        _code.Line($"ref float outputs = ref {names.Unsafe}.As<{names.V8}, float>(ref {input.Symbol});");
        for (int o = 0; o < plan.Output.Size; o++)
        {
            _code.Line($"{_code.At("y", Number(o))} = {_code.At("outputs", Number(o))};");
        }
    }

    /// <summary>One sum along all inputs. Lanes beyond a row of four hold what nobody reads.</summary>
    private void WriteLayer(Stage stage, Value input)
    {
        ElementChain chain = new(stage);
        ParameterTensor weight = stage.Head!.Parameters[0];
        ParameterTensor? bias = stage.Head.Parameters.Skip(1).FirstOrDefault();
        string source = input == plan.Input ? "x" : input.Symbol, result = stage.Output.Symbol;
        foreach (string equation in chain.Equations($"{weight.Symbol}·{source}{(bias is null ? "" : $" + {bias.Symbol}")}"))
        {
            _code.Line("// " + equation);
        }

        chain.WriteLocals(_code);
        _code.Line($"{names.V8} {result} = {(bias is null ? $"{names.V8}.Zero" : $"{names.V8}.Load(ref {bias.Symbol}, 0)")};");
        if (input == plan.Input && weight.Rows > MostWrittenOut)
        {
            using (_code.Block($"for (int i = 0; i < {Number(weight.Rows)}; i++)"))
            {
                WriteProduct($"{names.V8}.Broadcast({names.Unsafe}.Add(ref x, i))", $"i * {Number(weight.Stride)}");
            }
        }
        else
        {
            for (int i = 0; i < weight.Rows; i++)
            {
                string element = input == plan.Input
                    ? $"{names.V8}.Broadcast({_code.At("x", Number(i))})"
                    : $"{names.V8}.BroadcastLane({source}, {Number(i)})";
                WriteProduct(element, Number(i * weight.Stride));
            }
        }

        if (stage.Chain.Count > 0)
        {
            string value = stage.Chain.Aggregate(result, (expression, layer) => layer.Forward(names.V8, expression, "0"));
            _code.Line($"{result} = {value};");
        }

        void WriteProduct(string element, string at) =>
            _code.Line($"{result} = {names.V8}.MultiplyAdd({element}, in {weight.Symbol}, {at}, {result});");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
