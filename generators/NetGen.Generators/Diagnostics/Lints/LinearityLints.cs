using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>W2·(W1·x + b1) + b2 = (W2·W1)·x + (W2·b1 + b2): two affine maps in a row are one.</summary>
internal static class LinearityLints
{
    public static IEnumerable<Problem> Check(NetworkPlan plan)
    {
        foreach (Layer second in plan.Layers.Where(layer => layer.IsAffine()))
        {
            if (second.Input.Source() is { } first && first.IsAffine() && IsAlone(first, second, plan) && !IsBottleneck(first, second))
            {
                yield return new Problem("NG0101", second.Spec.Attribute, first.Name, second.Name, first.Input.Shape.ToString(), second.Output.Shape.ToString(), Counts(first, second));
            }
        }
    }

    /// <summary>Whether nothing else reads what is between the two, and both learn alike.</summary>
    private static bool IsAlone(Layer first, Layer second, NetworkPlan plan)
    {
        if (first.TiedTo is not null || second.TiedTo is not null || first.IsTrainable != second.IsTrainable)
        {
            return false;
        }

        for (Value value = second.Input; ; value = value.Producer!.Input)
        {
            if (value.Root.Users.Count > 1 || plan.Losses.Any(loss => loss.Reads(value)))
            {
                return false;
            }

            if (value.Producer == first)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Whether the pair is a factorization on purpose: a dense map of low rank, as in a linear autoencoder (whose optimum are
    /// the principal components), channels in groups, or the same weights at many positions before weights of their own.
    /// </summary>
    private static bool IsBottleneck(Layer first, Layer second)
    {
        if (first is Dense && second is Dense)
        {
            int width = first.Output.Shape.Last;
            return width < Math.Min(first.Input.Shape.Last, second.Output.Shape.Last) || first.Output.Shape.Rank != second.Input.Shape.Rank;
        }

        return first.Spec.Arguments.Int("Groups") > 1 || second.Spec.Arguments.Int("Groups") > 1;
    }

    private static string Counts(Layer first, Layer second)
    {
        if (first is not Dense || second is not Dense)
        {
            return "";
        }

        long now = first.Parameters.Concat(second.Parameters).Sum(parameter => (long)parameter.Count);
        long enough = (first.Input.Shape.Last + 1L) * second.Output.Shape.Last;
        return $", for which {Notation.Number(enough)} parameters are enough instead of {Notation.Number(now)}";
    }
}
