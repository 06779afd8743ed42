using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Graph;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the public members of a network with several inputs, which take a span for each: they put the inputs side by side and call
/// the members that take one span, which are private there.
/// </summary>
internal sealed class SeveralInputsEmitter(NetworkPlan plan, CodeWriter writer, Names names, string? targetType)
{
    // Parameters and locals, and what the bodies refer to.
    private static readonly string[] s_taken =
    [
        "workspace", "training", "outputs", "inputs", "targets", "weights", "probabilities", "labels", "samples", "seed", "rows", "nameof", "Guard",
        "InputSize", "OutputSize", "Predict", "PredictProbabilities", "PredictLabels", "Forward", "Evaluate", "CheckGradients", "Wrong",
    ];

    private readonly Dictionary<InputPart, string> _parameters = plan.InputParts
        .Zip(ParameterNames(plan.InputParts.Select(part => part.Name)), (part, name) => (part, name)).ToDictionary(pair => pair.part, pair => pair.name);

    private string T => plan.Scalar;

    private string Spans => string.Join(", ", plan.InputParts.Select(part => $"global::System.ReadOnlySpan<{T}> {Parameter(part)}"));

    public void Write(IEnumerable<string> classifiers)
    {
        string workspace = $"global::NetGen.Workspace<{T}> workspace";
        string targets = $"global::System.ReadOnlySpan<{targetType}> targets";
        Member("The outputs of any whole number of examples, in inference mode. Example i has the same bits alone or in a batch.",
            $"public void Predict({Spans}, global::System.Span<{T}> outputs)", $"{Apart("outputs", T)}\nPredict(inputs.Values, outputs);", ("outputs", "Receives OutputSize values for each example."));
        Member("The outputs of any whole number of examples, in inference mode, in a new array.", $"public {T}[] Predict({Spans})",
            $"{T}[] outputs = new {T}[rows * OutputSize];\nPredict(inputs.Values, global::System.MemoryExtensions.AsSpan(outputs));\nreturn outputs;");
        foreach (string method in classifiers)
        {
            (string type, string name, string what) = method == "PredictProbabilities" ? (T, "probabilities", "The probabilities that the outputs stand for.") : ("int", "labels", "The labels that the outputs stand for.");
            Member(what, $"public void {method}({Spans}, global::System.Span<{type}> {name})", $"{Apart(name, type)}\n{method}(inputs.Values, {name});", (name, "Receives them."));
        }

        Member("The outputs of a batch, keeping in the workspace what Backward needs: a view that the next Forward overwrites.",
            $"public global::System.ReadOnlySpan<{T}> Forward({workspace}, {Spans}, bool training = true)", "return Forward(workspace, inputs.Values, training);",
            ("workspace", "A workspace of this network."), ("training", "Whether this is a step of training; each counts in the workspace's Step."));
        if (targetType is not null)
        {
            Member("L, the loss of any number of examples in inference mode, without penalties.", $"public {T} Evaluate({Spans}, {targets})", "return Evaluate(inputs.Values, targets);", ("targets", "Their targets."));
            Member("The largest |a − b| / max(1, |a|, |b|) between entries a of the gradient and central differences b of the cost.",
                $"public double CheckGradients({workspace}, {Spans}, {targets}, int samples = 200, long seed = 0)", "return CheckGradients(workspace, inputs.Values, targets, samples, seed);",
                ("workspace", "A workspace of this network, with parameter gradients."), ("targets", "Their targets."), ("samples", "The number of entries tried of each tensor."), ("seed", "Chooses the entries where there are more."));
        }
    }

    /// <summary>
    /// The checks that outputs do not lie over inputs. Here these are copied first, so that nothing would go wrong; but what one network refuses,
    /// all refuse.
    /// </summary>
    private string Apart(string outputs, string type) =>
        string.Join("\n", plan.InputParts.Select(part => $"{names.Guard}.Apart<{T}, {type}>({Parameter(part)}, {outputs}, nameof({outputs}));"));

    /// <summary>The interfaces know one row for each example, with all inputs side by side.</summary>
    public void WriteInterfaces(string name)
    {
        string span = $"global::System.ReadOnlySpan<{T}>";
        writer.Line();
        writer.Line($"void global::NetGen.IPredictor<{T}>.Predict({span} inputs, global::System.Span<{T}> outputs) => Predict(inputs, outputs);");
        writer.Line();
        writer.Line($"{span} global::NetGen.INetwork<{name}, {T}>.Forward(global::NetGen.Workspace<{T}> workspace, {span} inputs, bool training) => Forward(workspace, inputs, training);");
        if (targetType is not null)
        {
            writer.Line();
            writer.Line($"{T} global::NetGen.ITrainableNetwork<{name}, {T}, {targetType}>.Evaluate({span} inputs, global::System.ReadOnlySpan<{targetType}> targets) => Evaluate(inputs, targets);");
        }
    }

    private void Member(string summary, string signature, string body, params (string Name, string Text)[] parameters)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        foreach (InputPart part in plan.InputParts)
        {
            writer.Line($"/// <param name=\"{Parameter(part).TrimStart('@')}\">{Notation.Values(part.Size)} for each example.</param>");
        }

        foreach ((string name, string text) in parameters)
        {
            writer.Line($"/// <param name=\"{name}\">{text}</param>");
        }

        using (writer.Block(signature))
        {
            InputPart first = plan.InputParts[0];
            writer.Line($"int rows = {names.Guard}.Examples({Parameter(first)}.Length, {first.Size}, {names.NameOf(Parameter(first))});");
            writer.Line($"using global::NetGen.CompilerServices.PackedInputs<{T}> inputs = new(InputSize, rows);");
            foreach (InputPart part in plan.InputParts)
            {
                writer.Line($"inputs.Set({part.Start}, {Parameter(part)}, {part.Size}, {names.NameOf(Parameter(part))});");
            }

            writer.Lines(body);
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
