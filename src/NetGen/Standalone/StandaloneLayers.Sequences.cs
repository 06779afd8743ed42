namespace NetGen;

/// <summary>Layers of sequences: embeddings and positions, recurrent layers, attention.</summary>
internal sealed partial class StandaloneLayers
{
    private static readonly string[] s_forward = [""];
    private static readonly string[] s_bothWays = ["", "reverse."];
    private static readonly string[] s_recurrentRoles = ["inputWeight", "hiddenWeight", "inputBias", "hiddenBias"];

    private void WriteSequence(LayerDescription layer, StandaloneValue[] inputs, StandaloneValue output, StandaloneScope scope)
    {
        StandaloneValue x = inputs[0];
        switch (layer.Kind)
        {
            case "Embedding":
                scope.Call("Embedding", x, Parameter(layer, "weight", scope), new Named("dimension", output.Last), output);
                break;
            case "PositionalEmbedding":
                LimitTo(x, scope);
                scope.Call("AddPositions", x, Parameter(layer, "weight", scope), new Named("step", Step(x, scope)), new Named("features", x.Last), output);
                break;
            case "SinusoidalEncoding":
                LimitTo(x, scope);
                scope.Call("AddSinusoids", x, new Named("step", Step(x, scope)), new Named("features", x.Last), output);
                break;
            case "RNN" or "GRU" or "LSTM":
                WriteRecurrent(layer, x, output, scope);
                break;
            case "MultiHeadAttention":
                WriteAttention(layer, x, inputs.Length > 1 ? inputs[1] : x, output, scope);
                break;
            default:
                throw new InvalidOperationException($"No method for {layer.Kind}.");
        }
    }

    private void WriteRecurrent(LayerDescription layer, StandaloneValue x, StandaloneValue output, StandaloneScope scope)
    {
        int units = layer.Argument("units", 0), gates = layer.Kind switch { "GRU" => 3, "LSTM" => 4, _ => 1 };
        bool everyStep = GivesSteps(layer), isBidirectional = layer.Argument("Bidirectional", false);
        string scratch = scope.Array(layer.Name + "Gates", "double", 2 * gates * units);
        foreach (string direction in isBidirectional ? s_bothWays : s_forward)
        {
            // A state is remembered from step to step of a stream, and begins at 0 with every sequence.
            string name = layer.Name + (direction.Length == 0 ? "" : "Reverse");
            string[] states = layer.Kind == "LSTM" ? ["State", "Cell"] : ["State"];
            string[] symbols = [.. states.Select(state => x.IsOneStep ? scope.Memory(name + state, tensors.Scalar, units) : scope.Array(name + state, tensors.Scalar, units))];
            if (!x.IsOneStep)
                scope.Statements.AddRange(symbols.Select(symbol => $"Array.Clear({symbol}, 0, {symbol}.Length);"));
            string[] parameters = [.. s_recurrentRoles.Select(role => Optional(layer, direction + role, scope))];
            scope.Call(layer.Kind, [x, new Named("steps", x.Length / x.Last), new Named("backwards", direction.Length > 0), .. parameters, scratch, .. symbols, output, new Named("everyStep", everyStep), new Named("at", direction.Length == 0 ? 0 : units)]);
        }
    }

    private void WriteAttention(LayerDescription layer, StandaloneValue x, StandaloneValue context, StandaloneValue output, StandaloneScope scope)
    {
        int heads = layer.Argument("heads", 1), keyHeads = layer.Argument("KeyValueHeads", 0) is > 0 and int fewer ? fewer : heads;
        int width = x.Last, d = width / heads, keyWidth = keyHeads * d, keys = context.Shape[0];
        int queries = x.Length / x.Last, rows = context.Length / context.Last;
        bool isCausal = layer.Argument("Causal", false);
        LimitTo(x, scope);
        string query = Map("query", x, queries, width), key = Map("key", context, rows, keyWidth), value = Map("value", context, rows, keyWidth);
        if (layer.Argument("Rotary", false))
        {
            scope.Call("Rotate", query, new Named("width", width), new Named("d", d), new Named("step", Step(x, scope)));
            scope.Call("Rotate", key, new Named("width", keyWidth), new Named("d", d), new Named("step", Step(context, scope)));
        }

        if (x.IsOneStep)
        {
            key = Kept(key, "Keys");
            value = Kept(value, "Values");
        }

        string mixed = scope.Array(layer.Name + "Mixed", tensors.Scalar, queries * width), shares = scope.Array(layer.Name + "Shares", "double", keys);
        scope.Call("Attention", query, key, value, new Named("heads", heads), new Named("keyHeads", keyHeads), new Named("d", d), new Named("keys", keys), new Named("causal", isCausal), new Named("step", Step(x, scope)), shares, mixed);
        scope.Call("Dense", mixed, Parameter(layer, "output.weight", scope), Optional(layer, "output.bias", scope), new Named("outputs", width), output);

        string Map(string role, StandaloneValue from, int count, int outputs)
        {
            string symbol = scope.Array(layer.Name + StandaloneNames.Capital(role), tensors.Scalar, count * outputs);
            scope.Call("Dense", from, Parameter(layer, role + ".weight", scope), Optional(layer, role + ".bias", scope), new Named("outputs", outputs), symbol);
            return symbol;
        }

        // The row of this step among those of all steps before.
        string Kept(string row, string role)
        {
            string all = scope.Memory(layer.Name + role, tensors.Scalar, keys * keyWidth);
            scope.Statements.Add($"Array.Copy({row}, 0, {all}, _position * {keyWidth}, {keyWidth});");
            return all;
        }
    }

    private static string Step(StandaloneValue x, StandaloneScope scope) => x.IsOneStep ? scope.Step : "0";

    private static void LimitTo(StandaloneValue x, StandaloneScope scope)
    {
        if (x.IsOneStep)
            scope.LimitTo(x.Shape[0]);
    }
}
