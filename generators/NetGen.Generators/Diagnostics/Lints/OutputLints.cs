using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>Which last layer and which loss belong together.</summary>
internal static class OutputLints
{
    public static IEnumerable<Problem> Check(NetworkPlan plan)
    {
        IEnumerable<Problem> problems = plan.Losses.SelectMany(CheckLoss).Concat(SoftmaxesOfOne(plan));
        return plan.Losses.Count > 0 ? problems : problems.Concat(CheckOutput(plan.Output));
    }

    private static IEnumerable<Problem> CheckLoss(Loss loss)
    {
        string name = $"[{loss.Spec.Kind}]";
        if (TrailingDropout(loss.Output) is { } dropout)
        {
            yield return new Problem("NG0108", dropout.Spec.Attribute, dropout.Name);
        }

        if (loss.Output.Source() is not { } last)
        {
            yield break;
        }

        int at = last.Spec.Attribute;
        if (last.IsOurs("Softmax", "LogSoftmax") && loss.IsOurs("SoftmaxCrossEntropy"))
        {
            yield return new Problem("NG0105", at, name, last.Name);
        }
        else if (last.IsOurs("Sigmoid", "HardSigmoid") && loss.IsOurs("BinaryCrossEntropy") && loss.Spec.Arguments.Bool("FromLogits", true))
        {
            yield return new Problem("NG0106", at, name, last.Name);
        }
        else if (last.IsOurs("ReLU") && loss.TakesTarget)
        {
            yield return new Problem("NG0107", at, last.Name, name);
        }
        else if (last.IsOurs("Sigmoid", "Softmax") && loss.IsOurs("MeanSquaredError", "HalfSquaredError"))
        {
            yield return new Problem("NG0111", loss.Spec.Attribute, name, last.Name, last.Spec.Kind == "Softmax" ? "[SoftmaxCrossEntropy]" : "[BinaryCrossEntropy]");
        }
        else if (last.IsOurs("Sigmoid", "Softmax", "HardSigmoid") && loss.IsOurs("Hinge", "SquaredHinge"))
        {
            yield return new Problem("NG0112", at, name, last.Name);
        }
    }

    private static IEnumerable<Problem> CheckOutput(Value output)
    {
        if (TrailingDropout(output) is { } dropout)
        {
            yield return new Problem("NG0108", dropout.Spec.Attribute, dropout.Name);
        }

        if (output.Source() is { } last && last.IsOurs("ReLU"))
        {
            yield return new Problem("NG0109", last.Spec.Attribute, last.Name);
        }
    }

    private static IEnumerable<Problem> SoftmaxesOfOne(NetworkPlan plan) =>
        plan.Layers.Where(layer => layer.IsOurs("Softmax", "LogSoftmax") && layer.Output.Shape.Last == 1)
            .Select(layer => new Problem("NG0110", layer.Spec.Attribute, layer.Name));

    /// <summary>A dropout with no layer after it that computes anything.</summary>
    private static Dropout? TrailingDropout(Value output)
    {
        Layer? layer = output.Producer;
        while (layer is not null and not Dropout && layer.IsTransparent())
        {
            layer = layer.Input.Producer;
        }

        return layer as Dropout;
    }
}
