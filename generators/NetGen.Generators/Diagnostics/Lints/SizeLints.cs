using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>What costs memory or time for nothing.</summary>
internal static class SizeLints
{
    private const long Many = 50_000_000;

    public static IEnumerable<Problem> Check(NetworkPlan plan) => ManyParameters(plan).Concat(UnusedNames(plan));

    private static IEnumerable<Problem> ManyParameters(NetworkPlan plan)
    {
        long count = plan.Parameters.Sum(parameter => (long)parameter.Count);
        if (count > Many)
        {
            Layer largest = plan.Layers.OrderByDescending(Count).First();
            yield return new Problem("NG0116", -1, plan.Spec.Type.Name, Notation.Number(count), (count * plan.ScalarBytes / 1_000_000).ToString(CultureInfo.InvariantCulture), largest.Name, Notation.Number(Count(largest)));
        }

        static long Count(Layer layer) => layer.OwnParameters.Sum(parameter => (long)parameter.Count);
    }

    private static IEnumerable<Problem> UnusedNames(NetworkPlan plan) =>
        from layer in plan.Layers
        where layer.Spec.Name is not null && layer.Output.Root.Users.Count == 0 && layer.Output.Root != plan.End.Root && plan.Heads.All(head => head.Root != layer.Output.Root)
            && !plan.Losses.Any(loss => loss.Reads(layer.Output))
        select new Problem("NG0117", layer.Spec.Attribute, layer.Spec.Name!, layer.Output.Shape.ToString());
}
