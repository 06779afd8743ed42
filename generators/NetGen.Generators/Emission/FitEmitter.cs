using System.Globalization;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the members that train a network with one loss, so that its user spells no type argument.</summary>
internal sealed class FitEmitter(NetworkPlan plan, CodeWriter writer, string targetType)
{
    private const string Cancellation = "global::System.Threading.CancellationToken cancellationToken = default";
    private const string Options = "global::NetGen.FitOptions? options = null";
    private const string History = "global::NetGen.TrainingHistory";

    private string Name => plan.Spec.Type.Reference;

    private string T => plan.Scalar;

    private string Dataset => $"global::NetGen.IDataset<{T}, {targetType}>";

    private string Trainer => $"global::NetGen.Trainer<{Name}, {T}, {targetType}>";

    public void Write()
    {
        (string, string) train = ("train", "What the network is trained on."), options = ("options", "How; the defaults without.");
        (string, string) cancellation = ("cancellationToken", "Ends the training within one step; all is kept as of that step.");
        string size = plan.Loss!.Compared.Root == plan.Output.Root ? "OutputSize" : plan.Loss.Compared.Size.ToString(CultureInfo.InvariantCulture);
        string targetSize = plan.Loss.TakesLabels ? "" : $", {size}";
        string targets = plan.Loss.TakesLabels ? "A class label for each example." : $"{size} values for each example.";
        Member("Trains the network.", $"public {History} Fit({Dataset} train, {Options}, {Cancellation})", "return Fit(train, validation: null, options, cancellationToken);", train, options, cancellation);
        Member("Trains the network, and measures it on other examples after each epoch.", $"public {History} Fit({Dataset} train, {Dataset}? validation, {Options}, {Cancellation})",
            $"using {Trainer} trainer = CreateTrainer(train, validation, options);\nreturn trainer.Run(cancellationToken);",
            train, ("validation", "What it is measured on; null for nothing."), options, cancellation);
        Member("Trains the network on arrays.", $"public {History} Fit({T}[] inputs, {targetType}[] targets, {Options}, {Cancellation})",
            $"return Fit(new global::NetGen.ArrayDataset<{T}, {targetType}>(inputs, targets, InputSize{targetSize}), validation: null, options, cancellationToken);",
            ("inputs", "InputSize values for each example."), ("targets", targets), options, cancellation);
        Member("Prepares a training whose epochs and steps are driven by hand.", $"public {Trainer} CreateTrainer({Dataset} train, {Dataset}? validation = null, {Options})",
            "return new(this, train, validation, options);", train, ("validation", "What it is measured on after each epoch; null for nothing."), options);
        Member("Trains as many new networks as there are folds, each on all folds but one, and measures it on that one.",
            $"public static global::NetGen.CrossValidationResult CrossValidate({Dataset} dataset, int folds, global::System.Func<int, global::NetGen.FitOptions>? options = null, long seed = 0, {Cancellation})",
            $"return global::NetGen.CrossValidation.Run<{Name}, {T}, {targetType}>(dataset, folds, options, seed, cancellationToken);",
            ("dataset", "The examples."), ("folds", "The number of folds, at least 2."), ("options", "The options of each fold, from 0, with an optimizer of its own; the defaults without."), ("seed", "Deals the examples out and initializes the networks."), cancellation);
    }

    private void Member(string summary, string signature, string body, params (string Name, string Text)[] parameters)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        foreach ((string name, string text) in parameters)
        {
            writer.Line($"/// <param name=\"{name}\">{text}</param>");
        }

        using (writer.Block(signature))
        {
            writer.Lines(body);
        }

        writer.Line();
    }
}
