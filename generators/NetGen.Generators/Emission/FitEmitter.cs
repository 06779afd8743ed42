using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the members that train a network, so that its user spells no type argument.</summary>
internal sealed class FitEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const string Cancellation = "global::System.Threading.CancellationToken cancellationToken = default";
    private const string Options = "global::NetGen.FitOptions? options = null";
    private const string History = "global::NetGen.TrainingHistory";

    private string Name => plan.Spec.Type.Reference;

    private string T => plan.Scalar;

    private string TargetType => plan.TargetType;

    private string Dataset => $"global::NetGen.IDataset<{T}, {TargetType}>";

    private bool TakesOneOfTokens => plan.InputParts.Count == 1;

    private IReadOnlyList<Loss> Losses => plan.LossesWithTargets;

    public void Write()
    {
        // What no interface has, for no loss takes a target, is documented here.
        bool isInherited = Losses.Count > 0;
        Member($"public {History} Fit({Dataset} train, {Options}, {Cancellation}) => {names.NetworkMembers}.Fit(this, train, validation: null, options, cancellationToken);", isInherited);
        Member($"public {History} Fit({Dataset} train, {Dataset}? validation, {Options}, {Cancellation}) => {names.NetworkMembers}.Fit(this, train, validation, options, cancellationToken);", isInherited);
        if (isInherited)
        {
            string arrays = TakesOneOfTokens
                ? $"{names.NetworkMembers}.OfTokens<{T}, {TargetType}>(inputs, targets, InputSize, {plan.InputParts[0].Vocabulary}, {TargetSize})"
                : ArrayDataset;
            Member($"public {History} Fit({(TakesOneOfTokens ? "int" : T)}[] inputs, {TargetType}[] targets, {Options}, {Cancellation}) => Fit({arrays}, validation: null, options, cancellationToken);", isInherited: true);
        }

        if (plan.InputParts.Count > 1 || Losses.Count != 1)
        {
            WriteFitOfArrays();
        }

        Member($"public global::NetGen.Trainer<{Name}, {T}, {TargetType}> CreateTrainer({Dataset} train, {Dataset}? validation = null, {Options}) => new(this, train, validation, options);", isInherited);
        if (isInherited)
        {
            Member($"public static global::NetGen.CrossValidationResult CrossValidate({Dataset} dataset, int folds, global::System.Func<int, global::NetGen.FitOptions>? options = null, long seed = 0, {Cancellation}) => global::NetGen.CrossValidation.Run<{Name}, {T}, {TargetType}>(dataset, folds, options, seed, cancellationToken);", isInherited: true);
        }

        writer.Line();
    }

    /// <summary>With an array for each input and for each target.</summary>
    private void WriteFitOfArrays()
    {
        IReadOnlyList<string> inputs = plan.InputParts.Count == 0 ? ["inputs"] : SeveralInputsEmitter.ParameterNames(plan.InputParts.Select(part => part.Name));
        IReadOnlyList<string> targets = LossEmitter.Parameters(plan);
        string[] ofInputs = [.. plan.DeclaredInputs.Select((part, i) => Column(inputs[i], part.Size, part.IsTokens ? part.Vocabulary : null))];
        string[] ofTargets = [.. Losses.Select((loss, i) => Column(targets[i], NetworkPlan.TargetSizeOf(loss)))];
        string[] arrays =
        [
            .. plan.DeclaredInputs.Select((part, i) => $"{(part.IsTokens ? "int" : T)}[] {inputs[i]}"),
            .. Losses.Select((loss, i) => $"{(loss.TakesLabels ? "int" : T)}[] {targets[i]}"),
        ];
        writer.Line($"/// <summary>Trains the network on arrays: one for each input{(targets.Count > 0 ? ", and one for the targets of each loss" : "")}.</summary>");
        foreach (InputPart part in plan.DeclaredInputs)
        {
            string parameter = inputs[plan.DeclaredInputs.TakeWhile(other => other != part).Count()];
            writer.Line($"/// <param name=\"{parameter.TrimStart('@')}\">{Notation.Values(part.Size)} for each example.</param>");
        }

        for (int i = 0; i < targets.Count; i++)
        {
            writer.Line($"/// <param name=\"{targets[i].TrimStart('@')}\">{(Losses[i].TakesLabels ? $"{Number(NetworkPlan.TargetSizeOf(Losses[i]))} class label{(NetworkPlan.TargetSizeOf(Losses[i]) == 1 ? "" : "s")}" : Notation.Values(NetworkPlan.TargetSizeOf(Losses[i])))} for each example.</param>");
        }

        writer.Line("/// <param name=\"options\">How; the defaults without.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Ends the training within one step; all is kept as of that step.</param>");
        using (writer.Block($"public {History} Fit({string.Join(", ", arrays)}, {Options}, {Cancellation})"))
        {
            string rowsOfInputs = ofInputs.Length == 1 && !plan.DeclaredInputs[0].IsTokens ? inputs[0] : SideBySide(ofInputs);
            string rowsOfTargets = targets.Count == 0 ? "[]" : targets.Count == 1 ? targets[0] : SideBySide(ofTargets);
            writer.Line($"global::NetGen.ArrayDataset<{T}, {TargetType}> rows = new({rowsOfInputs}, {rowsOfTargets}, InputSize, {TargetSize});");
            writer.Line("return Fit(rows, validation: null, options, cancellationToken);");
        }

        writer.Line();
    }

    private string SideBySide(IEnumerable<string> columns) => $"{names.NetworkMembers}.SideBySide<{T}>([{string.Join(", ", columns)}])";

    private string Column(string parameter, int size, int? vocabulary = null) => $"new({parameter}, {Number(size)}, {names.NameOf(parameter)}{(vocabulary is { } tokens ? $", {Number(tokens)}" : "")})";

    private string TargetSize => plan.OnlyTarget is { TakesLabels: false } loss && !plan.HasSeveralHeads && loss.Target!.Size == plan.OutputSize ? "OutputSize" : Number(plan.TargetSize);

    private string ArrayDataset => $"new global::NetGen.ArrayDataset<{T}, {TargetType}>(inputs, targets, InputSize{(TargetSize == "1" ? "" : $", {TargetSize}")})";

    /// <summary>Of a network that takes tokens: the interfaces know numbers.</summary>
    public void WriteInterface() => writer.Line(
        $"{History} global::NetGen.ITrainableNetwork<{Name}, {T}, {TargetType}>.Fit({T}[] inputs, {TargetType}[] targets, global::NetGen.FitOptions? options, global::System.Threading.CancellationToken cancellationToken) => Fit({ArrayDataset}, validation: null, options, cancellationToken);");

    private void Member(string line, bool isInherited)
    {
        writer.Line(isInherited ? "/// <inheritdoc/>"
            : line.Contains("CreateTrainer") ? "/// <summary>Prepares a training whose epochs and steps are driven by hand, on examples without targets.</summary>"
            : "/// <summary>Trains the network on examples without targets.</summary>");
        writer.Line(line);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
