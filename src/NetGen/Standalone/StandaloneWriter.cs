using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>Writes a network as a C# 9 class without dependencies: <see cref="SourceStyle.Standalone"/>.</summary>
/// <param name="description">The network.</param>
/// <param name="ofNamespace">The namespace of the class, or empty.</param>
/// <param name="read">The values of a tensor of parameters, or of state.</param>
internal sealed class StandaloneWriter(NetworkDescription description, string ofNamespace, Func<ParameterDescription, bool, double[]> read)
{
    private readonly StringBuilder _text = new();
    private readonly StandaloneTensors _tensors = new(description.Precision == "double");
    // A parameter called Dense would hide the method.
    private readonly StandaloneNames _names = new([.. StandaloneMethods.Names, .. StandaloneActivations.Names, "Array", "Predict", "CreateStream", "Stream"]);
    private readonly string _className = description.Name + "Predictor";

    private LayerDescription[] _layers = [];
    private (LayerDescription Layer, string Symbol, string Size)[] _inputs = [];
    private (string Layer, string Symbol, string Size)[] _heads = [];

    private string Scalar => _tensors.Scalar;

    /// <summary>The file, and that of the weights where there are many.</summary>
    /// <exception cref="NotSupportedException">A layer cannot be written so.</exception>
    public NetworkSource Write()
    {
        StandaloneLayers layers = new(description, _tensors, _names, read);
        ReadGraph();
        foreach (LayerDescription layer in _layers)
            layers.RequireSupported(layer);

        StandaloneScope whole = new(_names, isStream: false);
        foreach ((LayerDescription input, string symbol, _) in _inputs)
            whole[input.Name] = new StandaloneValue(symbol, input.OutputShape) { IsTokens = IsOfTokens(input) };
        foreach (LayerDescription layer in _layers.Except(_inputs.Select(input => input.Layer)))
            layers.Write(layer, whole);
        StandaloneScope? stream = Stream(layers);

        WriteHead();
        _tensors.WriteFields(_text);
        WriteFields("// How the windows of convolutions and pools move.", layers.Windows);
        WriteFields("// The values of the layers, and what they need besides.", whole.Fields);
        if (_tensors.AreInFile)
            _tensors.WriteConstructor(_text, _className);
        WritePredict(whole);
        if (stream is not null)
            WriteStream(stream);
        StandaloneMethods.Write(_text, [.. whole.Methods, .. stream?.Methods ?? [], "RequireLength"], description.Precision == "double");
        _text.Length--; // The empty line after the last method.
        _text.Append("    }\n");
        if (ofNamespace.Length > 0)
            _text.Append("}\n");
        else
            _text.Replace("\n    ", "\n"); // A class of no namespace is not indented.
        return new NetworkSource(_className, _text.ToString(), _tensors.AreInFile ? _tensors.ToBytes() : null);
    }

    /// <summary>The inputs, the values that are asked for, and the layers on the way.</summary>
    private void ReadGraph()
    {
        Dictionary<string, LayerDescription> all = description.Layers.Where(layer => layer.OutputShape.Count > 0).ToDictionary(layer => layer.Name);
        string last = description.Layers.Last(layer => layer.OutputShape.Count > 0).Name;
        string[] heads = [.. description.Heads.Select(head => head.From ?? last).Distinct()];
        if (heads.Length == 0)
            heads = [last];
        LayerDescription[] inputs = [.. all.Values.Where(layer => layer.Kind == "Input")];
        _inputs = [.. inputs.Select(input => (input, _names.Parameter(input.Name), _names.Size(input.Name)))];
        _heads = [.. heads.Select(head => (head, _names.Parameter(heads.Length == 1 ? "output" : head), _names.Size(heads.Length == 1 ? "output" : head)))];

        HashSet<string> needed = [.. inputs.Select(input => input.Name)];
        Queue<string> open = new(heads);
        while (open.TryDequeue(out string? name))
        {
            if (!needed.Add(name))
                continue;
            foreach (string input in all[name].Inputs)
                open.Enqueue(input);
        }

        _layers = [.. all.Values.Where(layer => needed.Contains(layer.Name))];
    }

    /// <summary>What computes one step; null where there are no steps, or a layer needs later ones.</summary>
    private StandaloneScope? Stream(StandaloneLayers layers)
    {
        bool haveSteps = _inputs.All(input => (IsOfTokens(input.Layer) ? 1 : 2) == input.Layer.OutputShape.Count && input.Layer.OutputShape[0] == _inputs[0].Layer.OutputShape[0]);
        if (!haveSteps)
            return null;
        StandaloneNames names = new(["_network", "_position", .. _inputs.Select(input => input.Symbol), .. _heads.Select(head => head.Symbol), .. _tensors.Symbols, .. layers.Windows.Select(window => window.Split(' ')[4])]);
        StandaloneScope scope = new(names, isStream: true);
        foreach ((LayerDescription input, string symbol, _) in _inputs)
        {
            bool isTokens = IsOfTokens(input);
            scope[input.Name] = new StandaloneValue(isTokens ? scope.Array(input.Name, "int", 1) : symbol, input.OutputShape) { IsTokens = isTokens, IsOneStep = true };
            if (isTokens)
                scope.Statements.Add($"{scope[input.Name].Symbol}[0] = {symbol};");
        }

        foreach (LayerDescription layer in _layers.Except(_inputs.Select(input => input.Layer)))
        {
            StandaloneValue[] inputs = [.. layer.Inputs.Select(input => scope[input])];
            if (inputs.Any(input => input.IsOneStep) && !(inputs[0].IsOneStep && StandaloneLayers.WorksStepByStep(layer, inputs)))
                return null;
            layers.Write(layer, scope);
        }

        return scope;
    }

    private void WriteHead()
    {
        List<string[]> rows = [["layer", "operation", "output", "parameters"]];
        foreach (LayerDescription layer in _layers)
            rows.Add([layer.Name, layer.Operation, string.Join("x", layer.OutputShape), layer.ParameterCount == 0 ? "" : layer.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)]);
        _text.Append(CultureInfo.InvariantCulture, $"// <auto-generated/>\n// {description.Name} in C# 9, without dependencies: written by NetGen's ToSource(SourceStyle.Standalone).\n//\n");
        foreach (string row in TextTable.Of(rows, leftColumns: 2).TrimEnd('\n').Split('\n'))
            _text.Append("//     ").Append(Printable(row)).Append('\n');
        string weights = _tensors.AreInFile ? $"System.IO.File.ReadAllBytes(\"{_className}.bytes\")" : "";
        string arguments = string.Join(", ", _inputs.Select(input => input.Symbol).Concat(_heads.Select(head => head.Symbol)));
        _text.Append(CultureInfo.InvariantCulture, $$"""
            //
            // One network object for each thread:
            //
            //     {{_className}} network = new {{_className}}({{weights}});
            //     network.Predict({{arguments}});
            //
            {{(_tensors.AreInFile ? "// In Unity the weights are a TextAsset's bytes, in Godot FileAccess.GetFileAsBytes. " : "// ")}}Predict allocates nothing.

            using System;


            """);
        _text.Append(CultureInfo.InvariantCulture, $"{(ofNamespace.Length > 0 ? $"namespace {StandaloneNames.Namespace(ofNamespace)}\n{{" : "")}\n    /// <summary>The network {description.Name}, with its weights: it predicts.</summary>\n    public sealed class {_className}\n    {{\n");
        foreach ((LayerDescription input, string symbol, string size) in _inputs)
            WriteSize(size, symbol, input.OutputShape);
        foreach ((string layer, string symbol, string size) in _heads)
            WriteSize(size, symbol, _layers.First(other => other.Name == layer).OutputShape);

        void WriteSize(string size, string symbol, IReadOnlyList<int> shape) => _text.Append(CultureInfo.InvariantCulture,
            $"        /// <summary>The elements of {symbol}, [{string.Join(", ", shape)}] in row-major order.</summary>\n        public const int {size} = {shape.Aggregate(1, (product, axis) => product * axis)};\n\n");
    }

    private void WriteFields(string comment, List<string> fields, string indent = "        ")
    {
        if (fields.Count == 0)
            return;
        _text.Append(indent).Append(comment).Append('\n');
        foreach (string field in fields)
            _text.Append(indent).Append(field).Append('\n');
        _text.Append('\n');
    }

    private void WritePredict(StandaloneScope scope)
    {
        IEnumerable<string> parameters = _inputs.Select(input => $"{(IsOfTokens(input.Layer) ? "int" : Scalar)}[] {input.Symbol}").Concat(_heads.Select(head => $"{Scalar}[] {head.Symbol}"));
        _text.Append("        /// <summary>The outputs of one example.</summary>\n");
        foreach ((_, string symbol, string size) in _inputs)
            _text.Append(CultureInfo.InvariantCulture, $"        /// <param name=\"{symbol.TrimStart('@')}\">{size} {(IsOfTokens(_inputs.First(input => input.Symbol == symbol).Layer) ? "tokens" : "numbers")}.</param>\n");
        foreach ((_, string symbol, string size) in _heads)
            _text.Append(CultureInfo.InvariantCulture, $"        /// <param name=\"{symbol.TrimStart('@')}\">Receives {size} numbers.</param>\n");
        _text.Append(CultureInfo.InvariantCulture, $"        /// <exception cref=\"ArgumentException\">An array has another length{(_inputs.Any(input => IsOfTokens(input.Layer)) ? ", or a token is none that the network knows" : "")}.</exception>\n");
        _text.Append(CultureInfo.InvariantCulture, $"        public void Predict({string.Join(", ", parameters)})\n        {{\n");
        foreach ((string symbol, string size) in _inputs.Select(input => (input.Symbol, input.Size)).Concat(_heads.Select(head => (head.Symbol, head.Size))))
            _text.Append(CultureInfo.InvariantCulture, $"            RequireLength({symbol}, {size}, nameof({symbol}));\n");
        foreach (string statement in scope.Statements)
            _text.Append("            ").Append(statement).Append('\n');
        foreach ((string layer, string symbol, string size) in _heads)
            _text.Append(CultureInfo.InvariantCulture, $"            Array.Copy({scope[layer].Symbol}, {symbol}, {size});\n");
        _text.Append("        }\n\n");
    }

    private void WriteStream(StandaloneScope scope)
    {
        bool takesNetwork = _tensors.AreInFile, counts = scope.MostSteps is not null;
        _text.Append(CultureInfo.InvariantCulture, $$"""
                    /// <summary>A stream at the beginning of its sequence: it takes one step after the other and remembers the earlier ones.</summary>
                    public Stream CreateStream()
                    {
                        return new Stream({{(takesNetwork ? "this" : "")}});
                    }

                    /// <summary>A sequence that comes step by step.</summary>
                    public sealed class Stream
                    {

            """);
        if (takesNetwork)
            WriteFields("// Whose weights it reads.", [$"private readonly {_className} _network;"], "            ");
        WriteFields("// The values of one step, and what is remembered of earlier ones.", [.. scope.Fields, .. counts ? ["private int _position;"] : Array.Empty<string>()], "            ");
        _text.Append(CultureInfo.InvariantCulture, $$"""
                        internal Stream({{(takesNetwork ? $"{_className} network" : "")}})
                        {
            {{(takesNetwork ? "                _network = network;\n" : "")}}            }

                        /// <summary>Back to the beginning.</summary>
                        public void Reset()
                        {

            """);
        foreach ((string symbol, int length) in scope.Memories)
            _text.Append(CultureInfo.InvariantCulture, $"                Array.Clear({symbol}, 0, {length});\n");
        _text.Append(counts ? "                _position = 0;\n" : "");
        _text.Append("            }\n\n");
        WriteStep(scope);
        _text.Append("        }\n\n");
    }

    private void WriteStep(StandaloneScope scope)
    {
        IEnumerable<string> parameters = _inputs.Select(input => IsOfTokens(input.Layer) ? $"int {input.Symbol}" : $"{Scalar}[] {input.Symbol}").Concat(_heads.Select(head => $"{Scalar}[] {head.Symbol}"));
        _text.Append("            /// <summary>The outputs of the next step.</summary>\n");
        foreach ((LayerDescription input, string symbol, _) in _inputs)
            _text.Append(CultureInfo.InvariantCulture, $"            /// <param name=\"{symbol.TrimStart('@')}\">{(IsOfTokens(input) ? "Its token" : $"Its {input.OutputShape[1]} numbers")}.</param>\n");
        foreach ((string layer, string symbol, _) in _heads)
            _text.Append(CultureInfo.InvariantCulture, $"            /// <param name=\"{symbol.TrimStart('@')}\">Receives {scope[layer].Length} numbers.</param>\n");
        _text.Append(CultureInfo.InvariantCulture, $"            public void Step({string.Join(", ", parameters)})\n            {{\n");
        foreach ((LayerDescription input, string symbol, _) in _inputs.Where(input => !IsOfTokens(input.Layer)))
            _text.Append(CultureInfo.InvariantCulture, $"                RequireLength({symbol}, {input.OutputShape[1]}, nameof({symbol}));\n");
        foreach ((string layer, string symbol, _) in _heads)
            _text.Append(CultureInfo.InvariantCulture, $"                RequireLength({symbol}, {scope[layer].Length}, nameof({symbol}));\n");
        if (scope.MostSteps is { } most)
            _text.Append(CultureInfo.InvariantCulture, $"                if (_position == {most})\n                    throw new InvalidOperationException(\"The stream is at its end: the network has positions for {most} steps.\");\n");
        foreach (string statement in scope.Statements)
            _text.Append("                ").Append(statement).Append('\n');
        if (scope.MostSteps is not null)
            _text.Append("                _position++;\n");
        foreach ((string layer, string symbol, _) in _heads)
            _text.Append(CultureInfo.InvariantCulture, $"                Array.Copy({scope[layer].Symbol}, {symbol}, {scope[layer].Length});\n");
        _text.Append("            }\n");
    }

    private static bool IsOfTokens(LayerDescription input) => input.Operation.StartsWith("Input<int>", StringComparison.Ordinal);

    /// <summary>A line of a comment, whatever a name has in it.</summary>
    private static string Printable(string line) => string.Concat(line.Select(c => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' ? '?' : c));
}
