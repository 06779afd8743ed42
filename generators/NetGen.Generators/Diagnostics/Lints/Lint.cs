using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>Runs all lints over a network that can be generated.</summary>
internal static class Lint
{
    private static readonly Func<NetworkPlan, IEnumerable<Problem>>[] s_lints =
    [
        LinearityLints.Check, GradientLints.Check, InitializationLints.Check, OutputLints.Check, NormalizationLints.Check, ImageLints.Check, SizeLints.Check, AttentionLints.Check, RecurrentLints.Check,
    ];

    /// <summary>Each finding once, also where a block is used several times.</summary>
    public static IEnumerable<Problem> Check(NetworkPlan plan) =>
        s_lints.SelectMany(lint => lint(plan)).GroupBy(problem => (problem.Id, problem.Attribute)).Select(same => same.First());
}

/// <summary>What lints ask of layers and values.</summary>
internal static class LayerFacts
{
    /// <summary>Whether the layer is W·x + b: dense or a convolution.</summary>
    public static bool IsAffine(this Layer layer) => layer.IsOurs("Dense", "Conv1D", "Conv2D");

    /// <summary>Whether the layer normalizes what flows through it.</summary>
    public static bool IsNormalization(this Layer layer) => layer.IsOurs("BatchNorm", "LayerNorm", "RMSNorm");

    /// <summary>Whether the layer changes nothing about which functions can be learned: another shape, or nothing in inference.</summary>
    public static bool IsTransparent(this Layer layer) =>
        layer is ViewLayer or ToLanes or FromLanes or ElementWiseLayer { IsTrainingOnly: true } || layer.IsOurs("Identity") || layer is { Spec: { Kind: "Scale", Operator.Type: "global::NetGen.ScaleFunction" } };

    /// <summary>Whether the layer is of one of these kinds of ours; a user's activation may have any name.</summary>
    public static bool IsOurs(this Layer layer, params string[] kinds) =>
        kinds.Contains(layer.Spec.Kind) && (layer.Spec.Operator is null || layer.Spec.Operator.Type == $"global::NetGen.{layer.Spec.Kind}");

    /// <summary>Whether the loss is of one of these kinds of ours.</summary>
    public static bool IsOurs(this Loss loss, params string[] kinds) =>
        kinds.Contains(loss.Spec.Kind) && (loss.Spec.Operator is null || loss.Spec.Operator.Type.StartsWith("global::NetGen.", StringComparison.Ordinal));

    /// <summary>The layer that computes a value, past what is transparent.</summary>
    public static Layer? Source(this Value value)
    {
        Layer? layer = value.Producer;
        while (layer is not null && layer.IsTransparent())
        {
            layer = layer.Input.Producer;
        }

        return layer;
    }

    /// <summary>The layers that a value depends on, the nearest first.</summary>
    public static IEnumerable<Layer> Ancestors(this Value value)
    {
        HashSet<Layer> seen = [];
        Queue<Value> open = new([value]);
        while (open.Count > 0)
        {
            if (open.Dequeue().Producer is { } layer && seen.Add(layer))
            {
                yield return layer;
                foreach (Value input in layer.Inputs)
                {
                    open.Enqueue(input);
                }
            }
        }
    }
}
