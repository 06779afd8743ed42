using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Graph;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the public members of a network with several inputs, which take a span for each, or with tokens, which take integers: they put the
/// inputs side by side, tokens as numbers of the network's precision, and call the members that take one span, which are private there.
/// </summary>
internal sealed class SeveralInputsEmitter(NetworkPlan plan, CodeWriter writer, Names names, string? targetType)
{
    // Parameters and locals, and what the bodies refer to.
    private static readonly string[] s_taken =
    [
        "workspace", "training", "outputs", "inputs", "targets", "weights", "probabilities", "labels", "samples", "seed", "rows", "stream", "step", "nameof", "Guard",
        "InputSize", "OutputSize", "Predict", "PredictProbabilities", "PredictLabels", "Forward", "Evaluate", "CheckGradients", "Wrong", "PackInputs",
    ];

    private readonly Dictionary<InputPart, string> _parameters = plan.InputParts
        .Zip(ParameterNames(plan.InputParts.Select(part => part.Name)), (part, name) => (part, name)).ToDictionary(pair => pair.part, pair => pair.name);

    private string T => plan.Scalar;

    private string Spans => string.Join(", ", plan.InputParts.Select(part => $"global::System.ReadOnlySpan<{TypeOf(part)}> {Parameter(part)}"));

    private string TypeOf(InputPart part) => part.IsTokens ? "int" : T;

    public void Write()
    {
        string workspace = $"global::NetGen.Workspace<{T}> workspace";
        WritePack();
        writer.Line("/// <summary>The outputs of any whole number of examples, in inference mode. Example i has the same bits alone or in a batch.</summary>");
        foreach (InputPart part in plan.InputParts)
        {
            writer.Line($"/// <param name=\"{Parameter(part).TrimStart('@')}\">{(part.IsTokens ? $"{part.Size} tokens for each example, from 0 to {part.Vocabulary - 1}" : $"{Notation.Values(part.Size)} for each example")}.</param>");
        }

        if (plan.HasSeveralHeads)
        {
            HeadsEmitter heads = new(plan, writer, names);
            heads.WriteParameters("Receives");
            Member(null, $"public void Predict({Spans}, {heads.Spans})", $"Predict(inputs.Values, {heads.Arguments});");
            foreach (string method in heads.Classifiers)
            {
                Member(HeadsEmitter.Summary(method), $"public void {method}({Spans}, {heads.ClassifierSpans(method)})", $"{method}(inputs.Values, {heads.ClassifierArguments(method)});");
            }
        }
        else
        {
            writer.Line("/// <param name=\"outputs\">Receives OutputSize values for each example.</param>");
            Member(null, $"public void Predict({Spans}, global::System.Span<{T}> outputs)", "Predict(inputs.Values, outputs);", Apart("outputs", T));
        }

        Member("The outputs of any whole number of examples, in inference mode, in a new array.", $"public {T}[] Predict({Spans})", $"return {names.PredictMembers}.Predict(this, inputs.Values);");
        foreach (string method in plan.HasSeveralHeads ? [] : ClassifierEmitter.Members(plan.MeaningOf(plan.Output)))
        {
            (string type, string name, string what) = method == "PredictProbabilities" ? (T, "probabilities", "The probabilities that the outputs stand for.") : ("int", "labels", "The labels that the outputs stand for.");
            Member(what, $"public void {method}({Spans}, global::System.Span<{type}> {name})", $"{method}(inputs.Values, {name});", Apart(name, type));
        }

        Member("The outputs of a batch, keeping in the workspace what Backward needs: a view that the next Forward overwrites.",
            $"public global::System.ReadOnlySpan<{T}> Forward({workspace}, {Spans}, bool training = true)", "return Forward(workspace, inputs.Values, training);");
        if (plan.Losses.Count > 0)
        {
            IReadOnlyList<string> parameters = LossEmitter.Parameters(plan);
            string targets = string.Concat(plan.LossesWithTargets.Select((loss, i) => $", global::System.ReadOnlySpan<{(loss.TakesLabels ? "int" : T)}> {parameters[i]}")), passed = string.Concat(parameters.Select(name => $", {name}"));
            Member("L, the loss of any number of examples in inference mode, without penalties.", $"public {T} Evaluate({Spans}{targets})", $"return Evaluate(inputs.Values{passed});");
            Member("The largest |a − b| / max(1, |a|, |b|) between entries a of the gradient and central differences b of the cost.",
                $"public double CheckGradients({workspace}, {Spans}{targets}, int samples = 200, long seed = 0)", $"return CheckGradients(workspace, inputs.Values{passed}, samples, seed);");
        }
    }

    private void WritePack()
    {
        InputPart first = plan.InputParts[0];
        writer.Line(plan.InputParts.Count > 1
            ? "/// <summary>The inputs side by side, in one row for each example.</summary>"
            : "/// <summary>The tokens as numbers of the network's precision.</summary>");
        using (writer.Block($"private static {Packed} PackInputs({Spans})"))
        {
            writer.Line($"{Packed} inputs = new(InputSize, {names.Guard}.Examples({Parameter(first)}.Length, {first.Size}, {names.NameOf(Parameter(first))}));");
            foreach (InputPart part in plan.InputParts)
            {
                string tokens = part.IsTokens ? $"{part.Vocabulary}, " : "";
                writer.Line($"inputs.Set({part.Start}, {Parameter(part)}, {part.Size}, {tokens}{names.NameOf(Parameter(part))});");
            }

            writer.Line("return inputs;");
        }

        writer.Line();
    }

    private string Packed => $"global::NetGen.CompilerServices.PackedInputs<{T}>";

    /// <summary>
    /// The checks that outputs do not lie over inputs. Here these are copied first, so that nothing would go wrong; but what one network refuses,
    /// all refuse.
    /// </summary>
    private string[] Apart(string outputs, string type) =>
        [.. plan.InputParts.Select(part => $"{names.Guard}.Apart<{TypeOf(part)}, {type}>({Parameter(part)}, {outputs}, nameof({outputs}));")];

    /// <summary>The interfaces know one row for each example, with all inputs side by side.</summary>
    public void WriteInterfaces(string name)
    {
        string span = $"global::System.ReadOnlySpan<{T}>";
        writer.Line($"void global::NetGen.IPredictor<{T}>.Predict({span} inputs, global::System.Span<{T}> outputs) => Predict(inputs, outputs);");
        writer.Line($"{span} global::NetGen.INetwork<{name}, {T}>.Forward(global::NetGen.Workspace<{T}> workspace, {span} inputs, bool training) => Forward(workspace, inputs, training);");
        if (plan.OnlyTarget is not null)
        {
                writer.Line($"{T} global::NetGen.ITrainableNetwork<{name}, {T}, {targetType}>.Evaluate({span} inputs, global::System.ReadOnlySpan<{targetType}> targets) => Evaluate(inputs, targets);");
                writer.Line($"double global::NetGen.ITrainableNetwork<{name}, {T}, {targetType}>.CheckGradients(global::NetGen.Workspace<{T}> workspace, {span} inputs, global::System.ReadOnlySpan<{targetType}> targets, int samples, long seed) => CheckGradients(workspace, inputs, targets, samples, seed);");
        }
    }

    private void Member(string? summary, string signature, string call, params string[] checks)
    {
        if (summary is not null)
        {
            writer.Line($"/// <summary>{summary}</summary>");
        }

        using (writer.Block(signature))
        {
            foreach (string check in checks)
            {
                writer.Line(check);
            }

            writer.Line($"using {Packed} inputs = PackInputs({string.Join(", ", plan.InputParts.Select(Parameter))});");
            writer.Line(call);
        }

        writer.Line();
    }

    /// <summary>The parameters for inputs of these names.</summary>
    public static IReadOnlyList<string> ParameterNames(IEnumerable<string> inputs) => Names.Distinct(inputs.Select(ParameterName));

    private static string ParameterName(string input) =>
        s_taken.Contains(input) ? input + "Input"
        : SyntaxFacts.GetKeywordKind(input) == SyntaxKind.None ? input
        : "@" + input;

    private string Parameter(InputPart part) => _parameters[part];
}
