using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>
/// Predict of one example where no layer is wider than a vector of eight floats: every layer is one vector, and what the next
/// one reads is a lane of it. Nothing between inputs and outputs goes through memory, whose latency is that of a few sums.
/// </summary>
internal sealed class OneExampleInRegisters(NetworkPlan plan, CodeWriter writer, Names names)
{
    private readonly KernelWriter _code = new(writer, plan.Spec, names);

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
        OneExampleWriter common = new(plan, _code);
        common.WriteParameters();
        string? input = null;
        foreach (OneExampleLayer layer in plan.OneExample!.Layers)
        {
            _code.Blank();
            common.WriteEquations(layer, input ?? "x");
            new ElementChain(layer.Stage).WriteLocals(_code);
            WriteLayer(layer, input);
            input = layer.Stage.Output.Symbol;
        }

        _code.Blank();
        _code.Line($"ref float outputs = ref {names.Unsafe}.As<{names.V8}, float>(ref {input});");
        common.WriteOutputs("outputs");
    }

    /// <summary>One sum along all inputs. Lanes beyond a row of four hold what nobody reads.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The vector that it reads; null for the network's inputs, which are in memory.</param>
    private void WriteLayer(OneExampleLayer layer, string? input)
    {
        string result = layer.Stage.Output.Symbol;
        _code.Line($"{names.V8} {result} = {OneExampleWriter.Start(layer, names.V8, "0")};");
        if (layer.IsWrittenOut(1))
        {
            for (int i = 0; i < layer.Weight.Rows; i++)
            {
                string element = input is null ? $"{names.V8}.Broadcast({_code.At("x", $"{i}")})" : $"{names.V8}.BroadcastLane({input}, {i})";
                WriteProduct(element, $"{i * layer.Weight.Stride}");
            }
        }
        else
        {
            using (_code.Block($"for (int i = 0; i < {layer.Weight.Rows}; i++)"))
            {
                WriteProduct($"{names.V8}.Broadcast({names.Unsafe}.Add(ref x, i))", $"i * {layer.Weight.Stride}");
            }
        }

        if (layer.Stage.Chain.Count > 0)
        {
            _code.Line($"{result} = {OneExampleWriter.Activate(layer, names.V8, result, "0")};");
        }

        void WriteProduct(string element, string at) =>
            _code.Line($"{result} = {names.V8}.MultiplyAdd({element}, in {layer.Weight.Symbol}, {at}, {result});");
    }
}
