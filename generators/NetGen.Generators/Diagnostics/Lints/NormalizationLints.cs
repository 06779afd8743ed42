using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>The order of normalization, dropout, noise and biases.</summary>
internal static class NormalizationLints
{
    public static IEnumerable<Problem> Check(NetworkPlan plan) =>
        plan.Layers.Where(layer => layer.IsOurs("BatchNorm")).SelectMany(CheckBatchNorm).Concat(LateNoise(plan));

    private static IEnumerable<Problem> CheckBatchNorm(Layer norm)
    {
        // Dropped with probability p and scaled by 1 / (1 - p), values have a larger variance in training than in inference.
        if (norm.Input.Ancestors().TakeWhile(layer => layer is ElementWiseLayer or ViewLayer).OfType<Dropout>().FirstOrDefault() is { Rate: > 0 } dropout)
        {
            yield return new Problem("NG0113", norm.Spec.Attribute, norm.Name, dropout.Name);
        }

        if (norm.Input.Source() is { } affine && affine.IsAffine() && affine.Spec.Arguments.Bool("Bias", true) && affine.Output.Root.Users.Count == 1)
        {
            int count = affine.Parameters.Where(parameter => !parameter.IsWeight).Sum(parameter => parameter.Count);
            yield return new Problem("NG0114", affine.Spec.Attribute, affine.Name, Notation.Number(count), norm.Name);
        }
    }

    private static IEnumerable<Problem> LateNoise(NetworkPlan plan)
    {
        foreach (Layer noise in plan.Layers.Where(layer => layer.IsOurs("GaussianNoise")))
        {
            if (noise.Input.Ancestors().FirstOrDefault(layer => layer.IsAffine()) is { } affine)
            {
                yield return new Problem("NG0115", noise.Spec.Attribute, noise.Name, affine.Name);
            }
        }
    }
}
