using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>Attention over steps whose order it cannot know.</summary>
internal static class AttentionLints
{
    /// <summary>
    /// The first self-attention of steps that have been treated alike so far: what it gives each of them does not depend on where it stands. A causal
    /// one knows which steps come before, but not in which order.
    /// </summary>
    public static IEnumerable<Problem> Check(NetworkPlan plan) =>
        from attention in plan.Layers.OfType<MultiHeadAttention>()
        where attention.Inputs.Count == 1 && !attention.KnowsPositions && attention.Input.Shape.Axes[0] > 1
        let before = attention.Input.Ancestors().ToArray()
        where before.All(TreatsStepsAlike) && !before.OfType<MultiHeadAttention>().Any()
        select new Problem("NG0122", attention.Spec.Attribute, attention.Name);

    private static bool TreatsStepsAlike(Layer layer) => layer switch
    {
        Dense or LayerNorm or RMSNorm or BatchNorm or Softmax or LogSoftmax or Slice => layer.Output.Shape.Rank == 2 || layer.IsInput,
        MultiHeadAttention attention => !attention.KnowsPositions,
        Embedding or Normalization or ElementWiseLayer or ViewLayer or Border => true,
        _ => false,
    };
}
