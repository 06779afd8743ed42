using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Predict of one example where no layer is wider than two vectors of eight floats: what the next layer reads is a lane of them. Nothing
/// between inputs and outputs goes through memory, whose latency is that of a few sums.
/// </summary>
internal sealed class OneExampleInRegisters(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const int Eight = OneExamplePlan.Eight;

    private readonly KernelWriter _code = new(writer, plan.Spec, names);

    /// <summary>Writes the method.</summary>
    public void WriteMethod()
    {
        string vectors = plan.OneExample!.Layers.All(layer => layer.Registers == 1) ? "one vector" : "one or two vectors";
        writer.Line($"/// <summary>All layers for one example, each in {vectors} of eight lanes; the same bits as in a batch.</summary>");
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
        string[]? inputs = null;
        foreach (OneExampleLayer layer in plan.OneExample!.Layers)
        {
            _code.Blank();
            common.WriteEquations(layer, plan.OneExample.Layers[0] == layer ? "x" : layer.Stage.Input.Symbol);
            new ElementChain(layer.Stage).WriteLocals(_code);
            string symbol = layer.Stage.Output.Symbol;
            string[] results = layer.Registers == 1 ? [symbol] : [$"{symbol}Low", $"{symbol}High"];
            WriteLayer(layer, inputs, results);
            inputs = results;
        }

        _code.Blank();
        _code.Line($"ref float outputs = ref {names.Unsafe}.As<{names.V8}, float>(ref {inputs![0]});");
        common.WriteOutputs("outputs");
    }

    /// <summary>Sums along all inputs. Lanes beyond a row of four hold what nobody reads.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The vectors that it reads; null for the network's inputs, which are in memory.</param>
    /// <param name="results">The vectors that it writes.</param>
    private void WriteLayer(OneExampleLayer layer, string[]? inputs, string[] results)
    {
        _code.Line($"{names.V8} {string.Join(", ", results.Select((result, v) => $"{result} = {OneExampleWriter.Start(layer, names.V8, $"{Eight * v}")}"))};");
        if (layer.IsWrittenOut(results.Length))
        {
            for (int i = 0; i < layer.Weight.Rows; i++)
            {
                string element = inputs is null ? $"{names.V8}.Broadcast({_code.At("x", $"{i}")})" : $"{names.V8}.BroadcastLane({inputs[i / Eight]}, {i % Eight})";
                int row = i * layer.Weight.Stride;
                WriteProducts(element, $"e{i}", v => $"{row + Eight * v}");
            }
        }
        else
        {
            using (_code.Block($"for (int i = 0; i < {layer.Weight.Rows}; i++)"))
            {
                WriteProducts($"{names.V8}.Broadcast({names.Unsafe}.Add(ref x, i))", "e", v => KernelWriter.Sum($"i * {layer.Weight.Stride}", $"{Eight * v}"));
            }
        }

        for (int v = 0; v < results.Length && layer.Stage.Chain.Count > 0; v++)
        {
            _code.Line($"{results[v]} = {OneExampleWriter.Activate(layer, names.V8, results[v], $"{Eight * v}")};");
        }

        void WriteProducts(string element, string name, Func<int, string> at)
        {
            if (results.Length > 1)
            {
                name = $"{layer.Stage.Output.Symbol}{name}";
                _code.Line($"{names.V8} {name} = {element};");
                element = name;
            }

            _code.Line(string.Join(" ", results.Select((result, v) => $"{result} = {names.V8}.MultiplyAdd({element}, in {layer.Weight.Symbol}, {at(v)}, {result});")));
        }
    }
}
