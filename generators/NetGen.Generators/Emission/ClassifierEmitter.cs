using System.Globalization;
using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes PredictProbabilities and PredictLabels, as far as what outputs mean to the loss implies them.</summary>
internal sealed class ClassifierEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const string OrNone = "; -1 where an output is NaN";

    // Classes lie on the last axis.
    private int Steps => plan.Output.Size / plan.Output.Shape.Last;

    private string ReadOnly => $"global::System.ReadOnlySpan<{plan.Scalar}>";

    public void Write(OutputMeaning outputs)
    {
        if (Probabilities(outputs, Steps == 1 ? "OutputSize" : plan.Output.Shape.Last.ToString(CultureInfo.InvariantCulture)) is { } probabilities)
        {
            Member($"{probabilities.Summary}, {plan.Output.Size} for each example.", $"void PredictProbabilities({ReadOnly} inputs, global::System.Span<{plan.Scalar}> probabilities)", probabilities.Call);
        }

        if (Labels(outputs) is { } labels)
        {
            Member(labels.Summary, $"void PredictLabels({ReadOnly} inputs, global::System.Span<int> labels)", labels.Call);
        }
    }

    /// <summary>The names of the methods.</summary>
    public static string[] Members(OutputMeaning outputs) =>
    [
        .. Probabilities(outputs, "OutputSize") is null ? [] : new[] { "PredictProbabilities" },
        .. outputs == OutputMeaning.Numbers ? [] : new[] { "PredictLabels" },
    ];

    /// <summary>Whether outputs stand for probabilities.</summary>
    public static bool HasProbabilities(OutputMeaning outputs) => Probabilities(outputs, "") is not null;

    /// <summary>The method that makes probabilities of outputs in place; null where they are some.</summary>
    public static string? Transformation(OutputMeaning outputs) => outputs switch
    {
        OutputMeaning.BinaryLogits => "Sigmoid",
        OutputMeaning.ClassLogits => "Softmax",
        OutputMeaning.ClassLogProbabilities => "Exp",
        _ => null,
    };

    /// <summary>What they are, and the call that makes them.</summary>
    private static (string Summary, string Call)? Probabilities(OutputMeaning outputs, string classes) => outputs switch
    {
        OutputMeaning.BinaryLogits => ("The probabilities of yes, the sigmoid of the outputs", "Sigmoid(this, inputs, probabilities)"),
        OutputMeaning.BinaryProbabilities => ("The probabilities of yes, the outputs themselves", "Predict(this, inputs, probabilities)"),
        OutputMeaning.ClassLogits => ("The probabilities of the classes, the softmax of the outputs", $"Softmax(this, inputs, probabilities, {classes})"),
        OutputMeaning.ClassLogProbabilities => ("The probabilities of the classes, the exponentials of the outputs", "Exp(this, inputs, probabilities)"),
        _ => null,
    };

    private (string Summary, string Call)? Labels(OutputMeaning outputs) => outputs switch
    {
        OutputMeaning.BinaryLogits => ($"1 where the probability is above one half, else 0{OrNone}.", "Positive(this, inputs, labels)"),
        OutputMeaning.BinaryProbabilities => ($"1 where the probability is above one half, else 0{OrNone}.", "AboveHalf(this, inputs, labels)"),
        OutputMeaning.BinaryDecisions => ($"The decisions: 1 or 0{OrNone}.", "AboveHalf(this, inputs, labels)"),
        OutputMeaning.SignedScores => ("+1 where the output is above 0, else -1; 0 where it is NaN.", "Signs(this, inputs, labels)"),
        OutputMeaning.ClassLogits or OutputMeaning.ClassLogProbabilities or OutputMeaning.ClassScores =>
            ($"The class of the largest output of each {(Steps == 1 ? "example" : "step")}{OrNone}.", $"LargestOf(this, inputs, labels{(Steps == 1 ? "" : $", steps: {Steps}")})"),
        _ => null,
    };

    private void Member(string summary, string signature, string call)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line($"{plan.Access} {signature} => {names.PredictMembers}.{call};");
    }
}
