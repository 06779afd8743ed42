using System.Globalization;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the members that train a network with one loss, so that its user spells no type argument.</summary>
internal sealed class FitEmitter(NetworkPlan plan, CodeWriter writer, Names names, string targetType)
{
    private const string Cancellation = "global::System.Threading.CancellationToken cancellationToken = default";
    private const string Options = "global::NetGen.FitOptions? options = null";
    private const string History = "global::NetGen.TrainingHistory";

    private string Name => plan.Spec.Type.Reference;

    private string T => plan.Scalar;

    private string Dataset => $"global::NetGen.IDataset<{T}, {targetType}>";

    public void Write()
    {
        bool takesTokens = plan.InputParts.Count == 1;
        string arrays = takesTokens
            ? $"{names.NetworkMembers}.OfTokens<{T}, {targetType}>(inputs, targets, InputSize, {plan.InputParts[0].Vocabulary}, {TargetSize})"
            : ArrayDataset;
        Member($"public {History} Fit({Dataset} train, {Options}, {Cancellation}) => {names.NetworkMembers}.Fit(this, train, validation: null, options, cancellationToken);");
        Member($"public {History} Fit({Dataset} train, {Dataset}? validation, {Options}, {Cancellation}) => {names.NetworkMembers}.Fit(this, train, validation, options, cancellationToken);");
        Member($"public {History} Fit({(takesTokens ? "int" : T)}[] inputs, {targetType}[] targets, {Options}, {Cancellation}) => Fit({arrays}, validation: null, options, cancellationToken);");
        Member($"public global::NetGen.Trainer<{Name}, {T}, {targetType}> CreateTrainer({Dataset} train, {Dataset}? validation = null, {Options}) => new(this, train, validation, options);");
        Member($"public static global::NetGen.CrossValidationResult CrossValidate({Dataset} dataset, int folds, global::System.Func<int, global::NetGen.FitOptions>? options = null, long seed = 0, {Cancellation}) => global::NetGen.CrossValidation.Run<{Name}, {T}, {targetType}>(dataset, folds, options, seed, cancellationToken);");
        writer.Line();
    }

    private string TargetSize => plan.Loss switch
    {
        { TakesLabels: true } loss => loss.LabelsPerExample.ToString(CultureInfo.InvariantCulture),
        { } loss when loss.Compared.Root == plan.Output.Root => "OutputSize",
        var loss => loss!.Compared.Size.ToString(CultureInfo.InvariantCulture),
    };

    private string ArrayDataset => $"new global::NetGen.ArrayDataset<{T}, {targetType}>(inputs, targets, InputSize{(TargetSize == "1" ? "" : $", {TargetSize}")})";

    /// <summary>Of a network that takes tokens: the interfaces know numbers.</summary>
    public void WriteInterface() => writer.Line(
        $"{History} global::NetGen.ITrainableNetwork<{Name}, {T}, {targetType}>.Fit({T}[] inputs, {targetType}[] targets, global::NetGen.FitOptions? options, global::System.Threading.CancellationToken cancellationToken) => Fit({ArrayDataset}, validation: null, options, cancellationToken);");

    private void Member(string line)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line(line);
    }
}
