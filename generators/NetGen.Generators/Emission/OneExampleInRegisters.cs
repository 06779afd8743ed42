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
    private const int Four = 4, Eight = OneExamplePlan.Eight;

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
        string vector = names.V8;
        foreach (OneExampleLayer layer in plan.OneExample!.Layers)
        {
            _code.Blank();
            common.WriteEquations(layer, plan.OneExample.Layers[0] == layer ? "x" : layer.Stage.Input.Symbol);
            new ElementChain(layer.Stage).WriteLocals(_code);
            string symbol = layer.Stage.Output.Symbol;
            string[] results = layer.Registers == 1 ? [symbol] : [$"{symbol}Low", $"{symbol}High"];
            if (inputs is not null && layer.Weight.Stride == Four && layer == plan.OneExample.Layers[plan.OneExample.Layers.Count - 1] && layer.IsWrittenOut(1))
            {
                WriteLastLayer(layer, inputs, symbol);
                vector = names.V4;
            }
            else
            {
                WriteLayer(layer, inputs, results);
            }

            inputs = results;
        }

        // Lane by lane, without a way through memory.
        _code.Blank();
        for (int o = 0; o < plan.Output.Size; o++)
        {
            _code.Line($"{_code.At("y", $"{o}")} = {vector}.Lane({inputs![o / Eight]}, {o % Eight});");
        }
    }

    /// <summary>A row of four in one vector of four lanes; of what it reads the halves.</summary>
    private void WriteLastLayer(OneExampleLayer layer, string[] inputs, string result)
    {
        string[] quarters = [.. inputs.SelectMany(input => new[] { $"{input}Lower", $"{input}Upper" }).Take((layer.Weight.Rows + Four - 1) / Four)];
        _code.Line($"{names.V4} {string.Join(", ", quarters.Select((quarter, q) => $"{quarter} = {names.V8}.{(q % 2 == 0 ? "Lower" : "Upper")}({inputs[q / 2]})"))};");
        _code.Line($"{names.V4} {result} = {OneExampleWriter.Start(layer, names.V4, "0")};");
        for (int i = 0; i < layer.Weight.Rows; i++)
        {
            _code.Line($"{result} = {names.V4}.MultiplyAdd({names.V4}.BroadcastLane({quarters[i / Four]}, {i % Four}), in {layer.Weight.Symbol}, {i * Four}, {result});");
        }

        if (layer.Stage.Chain.Count > 0)
        {
            _code.Line($"{result} = {OneExampleWriter.Activate(layer, names.V4, result, "0")};");
        }
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
