using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>What takes an image for something else.</summary>
internal static class ImageLints
{
    /// <summary>A dense layer acts on the last axis: the first one that takes an image is reported.</summary>
    public static IEnumerable<Problem> Check(NetworkPlan plan) =>
        from layer in plan.Layers.OfType<Dense>()
        where TakesImage(layer) && !layer.Input.Ancestors().Any(TakesImage)
        select new Problem("NG0119", layer.Spec.Attribute, layer.Name, layer.Input.Shape.ToString());

    private static bool TakesImage(Layer layer) => layer is Dense && layer.Input.Shape.Rank == 3;
}
