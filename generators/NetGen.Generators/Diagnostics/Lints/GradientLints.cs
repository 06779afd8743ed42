using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>What the chain rule does to gradients on their way down: products of derivatives.</summary>
internal static class GradientLints
{
    private const int DeepestUnaided = 4;

    public static IEnumerable<Problem> Check(NetworkPlan plan) => HardThresholds(plan).Concat(Vanishing(plan));

    /// <summary>Without a loss the network is not trained, as when the weights of a lecture's example are set by hand.</summary>
    private static IEnumerable<Problem> HardThresholds(NetworkPlan plan)
    {
        foreach (Layer threshold in plan.Layers.Where(layer => layer.IsOurs("HardThreshold") && plan.Losses.Count > 0))
        {
            bool isTaught = plan.Losses.Any(loss => loss.Spec.Kind == "PerceptronRule" && loss.Output.Source() == threshold);
            Layer? starved = threshold.Input.Ancestors().FirstOrDefault(layer => layer.Parameters.Count > 0 && layer.TrainsParameters);
            if (!isTaught && starved is not null)
            {
                yield return new Problem("NG0102", threshold.Spec.Attribute, threshold.Name, starved.Name);
            }
        }
    }

    /// <summary>Sigmoids and tanhs since the last layer that keeps gradients alive, along the longest path.</summary>
    private static IEnumerable<Problem> Vanishing(NetworkPlan plan)
    {
        Dictionary<Value, int> depths = [];
        foreach (Layer layer in plan.Layers)
        {
            int depth = layer.Inputs.Max(input => depths.TryGetValue(input, out int before) ? before : 0);
            depth = layer.IsNormalization() || layer.Inputs.Count > 1 ? 0 : layer.IsOurs("Sigmoid", "Tanh") ? depth + 1 : depth;
            depths[layer.Output] = depth;
            if (depth == DeepestUnaided)
            {
                yield return new Problem("NG0103", layer.Spec.Attribute, layer.Name);
                yield break;
            }
        }
    }
}
