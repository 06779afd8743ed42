using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes PredictProbabilities and PredictLabels, as far as what outputs mean to the loss implies them.</summary>
internal sealed class ClassifierEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const string Runtime = "global::NetGen.CompilerServices.Probabilities";

    private const string OrNone = "; -1 where an output is NaN";

    // Classes lie on the last axis.
    private int Steps => plan.Output.Size / plan.Output.Shape.Last;

    private string ReadOnly => $"global::System.ReadOnlySpan<{plan.Scalar}>";

    public void Write(OutputMeaning outputs)
    {
        if (Probabilities(outputs) is { } probabilities)
        {
            WriteProbabilities(probabilities.Summary, probabilities.Conversion);
        }

        if (Labels(outputs) is { } labels)
        {
            WriteLabels(labels.Summary, labels.Method, labels.PerExample);
        }
    }

    /// <summary>The names of the methods.</summary>
    public static string[] Members(OutputMeaning outputs) =>
    [
        .. Probabilities(outputs) is null ? [] : new[] { "PredictProbabilities" },
        .. outputs == OutputMeaning.Numbers ? [] : new[] { "PredictLabels" },
    ];

    /// <summary>What they are, and the call that makes them from the outputs, in place; null where they are the outputs.</summary>
    private static (string Summary, string? Conversion)? Probabilities(OutputMeaning outputs) => outputs switch
    {
        OutputMeaning.BinaryLogits => ("The probabilities of yes, the sigmoid of the outputs", "Sigmoid(probabilities)"),
        OutputMeaning.BinaryProbabilities => ("The probabilities of yes, the outputs themselves", null),
        OutputMeaning.ClassLogits => ("The probabilities of the classes, the softmax of the outputs", "Softmax(probabilities, OutputSize)"),
        OutputMeaning.ClassLogProbabilities => ("The probabilities of the classes, the exponentials of the outputs", "Exp(probabilities)"),
        _ => null,
    };

    private (string Summary, string Method, int PerExample)? Labels(OutputMeaning outputs) => outputs switch
    {
        OutputMeaning.BinaryLogits => ($"1 where the probability is above one half, else 0{OrNone}.", "Positive", plan.Output.Size),
        OutputMeaning.BinaryProbabilities => ($"1 where the probability is above one half, else 0{OrNone}.", "AboveHalf", plan.Output.Size),
        OutputMeaning.BinaryDecisions => ($"The decisions: 1 or 0{OrNone}.", "AboveHalf", plan.Output.Size),
        OutputMeaning.SignedScores => ("+1 where the output is above 0, else -1; 0 where it is NaN.", "Signs", plan.Output.Size),
        OutputMeaning.ClassLogits or OutputMeaning.ClassLogProbabilities or OutputMeaning.ClassScores => ($"The class of the largest output of each {(Steps == 1 ? "example" : "step")}{OrNone}.", "LargestOf", Steps),
        _ => null,
    };

    private void WriteProbabilities(string summary, string? conversion)
    {
        writer.Line($"/// <summary>{summary}, {plan.Output.Size} for each example.</summary>");
        using (writer.Block($"{plan.Access} void PredictProbabilities({ReadOnly} inputs, global::System.Span<{plan.Scalar}> probabilities)"))
        {
            writer.Line("Predict(inputs, probabilities);");
            if (conversion is not null)
            {
                writer.Line($"{Runtime}.{conversion};");
            }
        }

        writer.Line();
    }

    private void WriteLabels(string summary, string method, int perExample)
    {
        string slice = perExample == 1 ? "labels.Slice(row, count)" : $"labels.Slice(row * {perExample}, count * {perExample})";
        writer.Line($"/// <summary>{summary}</summary>");
        using (writer.Block($"{plan.Access} void PredictLabels({ReadOnly} inputs, global::System.Span<int> labels)"))
        {
            writer.Line($"int rows = {names.Guard}.Examples(inputs.Length, InputSize, {names.NameOf("inputs")});");
            writer.Line($"{names.Guard}.Outputs(labels.Length, rows, {perExample}, {names.NameOf("labels")});");
            writer.Line($"{names.Guard}.Apart<{plan.Scalar}, int>(inputs, labels, {names.NameOf("labels")});");
            using (PredictLoop.Write(plan, writer))
            {
                writer.Line($"ref {plan.Scalar} y = ref Infer(inputs.Slice(row * InputSize, count * InputSize), count);");
                string steps = method == "LargestOf" && perExample > 1 ? $", {perExample}" : "";
                string columns = steps.Length == 0 ? "OutputSize" : $"OutputSize / {perExample}";
                writer.Line($"{Runtime}.{method}(in y, {columns}, {plan.Output.Stride}, {slice}{steps});");
            }
        }

        writer.Line();
    }
}
