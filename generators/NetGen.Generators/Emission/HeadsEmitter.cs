using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Graph;
using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the members of a network with several heads that take a span for each.</summary>
internal sealed class HeadsEmitter
{
    private static readonly string[] s_classifiers = ["PredictProbabilities", "PredictLabels"];

    private readonly NetworkPlan _plan;
    private readonly CodeWriter _writer;
    private readonly Names _names;
    private readonly IReadOnlyList<string> _parameters;

    public HeadsEmitter(NetworkPlan plan, CodeWriter writer, Names names)
    {
        (_plan, _writer, _names) = (plan, writer, names);
        HashSet<string> taken = ["workspace", "inputs", "batches", "rows", "frame", "nameof", "default", .. SeveralInputsEmitter.ParameterNames(plan.InputParts.Select(part => part.Name))];
        _parameters = Names.Distinct(plan.Heads.Select(head => ParameterOf(head, taken)));
    }

    private string T => _plan.Scalar;

    /// <summary>The parameters that receive the outputs of all heads.</summary>
    public string Spans => string.Join(", ", _parameters.Select(name => $"global::System.Span<{T}> {name}"));

    /// <summary>The arguments of a call that passes them on.</summary>
    public string Arguments => string.Join(", ", _parameters);

    /// <summary>Says what the parameters are.</summary>
    public void WriteParameters(string verb)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            _writer.Line($"/// <param name=\"{_parameters[i].TrimStart('@')}\">{verb} {Notation.Values(_plan.Heads[i].Size)} for each example.</param>");
        }
    }

    public void WritePredict()
    {
        _writer.Line("/// <summary>The outputs of each head for any whole number of examples, in inference mode: an empty span is not written. Example i has the same bits alone or in a batch.</summary>");
        if (_plan.InputParts.Count == 0)
        {
            _writer.Line("/// <param name=\"inputs\">InputSize values for each example.</param>");
            WriteParameters("Receives");
        }

        WriteBatches($"{_plan.Access} void Predict(global::System.ReadOnlySpan<{T}> inputs, {Spans})", [.. _plan.Heads.Select((head, i) => (_parameters[i], head.Size, $"CopyTo({i}, {_parameters[i]})"))]);
        foreach (string method in Classifiers)
        {
            _writer.Line($"/// <summary>{Summary(method)}</summary>");
            if (method == "PredictLabels")
            {
                WriteBatches($"{_plan.Access} void PredictLabels(global::System.ReadOnlySpan<{T}> inputs, {ClassifierSpans(method)})", [.. Classified(method).Select(Labels)]);
                continue;
            }

            using (_writer.Block($"{_plan.Access} void PredictProbabilities(global::System.ReadOnlySpan<{T}> inputs, {ClassifierSpans(method)})"))
            {
                _writer.Line($"Predict(inputs, {string.Join(", ", _plan.Heads.Select((head, i) => ClassifierEmitter.HasProbabilities(_plan.MeaningOf(head)) ? _parameters[i] : "default"))});");
                foreach (int head in Classified(method))
                {
                    string classes = _plan.Heads[head].Shape.Last.ToString(CultureInfo.InvariantCulture);
                    if (ClassifierEmitter.Transformation(_plan.MeaningOf(_plan.Heads[head])) is { } call)
                    {
                        _writer.Line($"{_names.PredictMembers}.{call}{(call == "Softmax" ? $"({_parameters[head]}, {classes})" : $"({_parameters[head]})")};");
                    }
                }
            }

            _writer.Line();
        }
    }

    /// <summary>The names of the methods that take spans for the heads with a meaning.</summary>
    public IEnumerable<string> Classifiers => s_classifiers.Where(method => Classified(method).Any());

    public static string Summary(string method) =>
        $"{(method == "PredictLabels" ? "The labels" : "The probabilities")} that the outputs of heads stand for, for those to which the loss gives such a meaning: an empty span is not written.";

    public string ClassifierSpans(string method) =>
        string.Join(", ", Classified(method).Select(head => $"global::System.Span<{(method == "PredictLabels" ? "int" : T)}> {_parameters[head]}"));

    public string ClassifierArguments(string method) => string.Join(", ", Classified(method).Select(head => _parameters[head]));

    public void WriteBackward()
    {
        _writer.Line("/// <summary>");
        _writer.Line("/// The derivatives of a cost, given its derivatives with respect to the heads of the last Forward, none being zero: summed over the examples, not divided;");
        _writer.Line("/// those of penalties are added.");
        _writer.Line("/// </summary>");
        _writer.Line("/// <param name=\"workspace\">The workspace of the Forward.</param>");
        string[] parameters = [.. _parameters.Select(name => name.TrimStart('@') + "Gradients")];
        for (int i = 0; i < parameters.Length; i++)
        {
            _writer.Line($"/// <param name=\"{parameters[i]}\">{Notation.Values(_plan.Heads[i].Size)} for each example, or none.</param>");
        }

        using (_writer.Block($"public void Backward(global::NetGen.Workspace<{T}> workspace, {string.Join(", ", parameters.Select(name => $"global::System.ReadOnlySpan<{T}> {name}"))})"))
        {
            _writer.Line(_names.UseOfWorkspace(T));
            _writer.Line("frame.BeginBackwardFromHeads(this);");
            for (int i = 0; i < parameters.Length; i++)
            {
                _writer.Line($"frame.StartFrom({i}, {parameters[i]}, {_names.NameOf(parameters[i])});");
            }

            _writer.Line("frame.RunBackward();");
        }

        _writer.Line();
    }

    private IEnumerable<int> Classified(string method) => Enumerable.Range(0, _plan.Heads.Count).Where(head =>
        _plan.MeaningOf(_plan.Heads[head]) is var meaning && (method == "PredictLabels" ? meaning != OutputMeaning.Numbers : ClassifierEmitter.HasProbabilities(meaning)));

    private (string Parameter, int Size, string Call) Labels(int index)
    {
        Value head = _plan.Heads[index];
        OutputMeaning meaning = _plan.MeaningOf(head);
        int steps = head.Size / head.Shape.Last;
        string parameter = _parameters[index];
        return meaning switch
        {
            OutputMeaning.BinaryLogits => (parameter, head.Size, $"Positive({index}, {parameter})"),
            OutputMeaning.BinaryProbabilities or OutputMeaning.BinaryDecisions => (parameter, head.Size, $"AboveHalf({index}, {parameter})"),
            OutputMeaning.SignedScores => (parameter, head.Size, $"Signs({index}, {parameter})"),
            _ => (parameter, steps, $"LargestOf({index}, {parameter}, {steps})"),
        };
    }

    private void WriteBatches(string signature, IReadOnlyList<(string Parameter, int Size, string Call)> results)
    {
        using (_writer.Block(signature))
        {
            _writer.Line($"global::NetGen.CompilerServices.InferenceBatches<{T}> batches = {_names.PredictMembers}.Batches(this, inputs);");
            foreach ((string parameter, int size, _) in results)
            {
                _writer.Line($"batches.Expect({parameter}, {size}, {_names.NameOf(parameter)});");
            }

            using (_writer.Block("while (batches.MoveNext())"))
            {
                foreach ((_, _, string call) in results)
                {
                    _writer.Line($"batches.{call};");
                }
            }
        }

        _writer.Line();
    }

    /// <summary>After the value, of which a name within blocks has the last part.</summary>
    private static string ParameterOf(Value head, HashSet<string> taken)
    {
        string name = head.Name.Substring(head.Name.LastIndexOf('.') + 1);
        return !SyntaxFacts.IsValidIdentifier(name) ? "outputs"
            : taken.Contains(name) || taken.Contains("@" + name) ? name + "Outputs"
            : SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name
            : "@" + name;
    }
}
