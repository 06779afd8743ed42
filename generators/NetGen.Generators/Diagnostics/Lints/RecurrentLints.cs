using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>What recurrent layers need, and what they do not.</summary>
internal static class RecurrentLints
{
    /// <summary>Over so many steps a simple recurrent layer still learns.</summary>
    private const int MostStepsOfRNN = 50;

    public static IEnumerable<Problem> Check(NetworkPlan plan) => Activations(plan).Concat(LongSequences(plan));

    /// <summary>States are bounded by a tanh already.</summary>
    private static IEnumerable<Problem> Activations(NetworkPlan plan) =>
        from layer in plan.Layers
        where layer.Spec.Operator is not null && !layer.IsOurs("Identity") && layer.Input.Source() is Recurrent
        let next = layer.Output.Root.Users.OfType<Recurrent>().FirstOrDefault()
        where next is not null
        select new Problem("NG0120", layer.Spec.Attribute, layer.Name, layer.Input.Source()!.Name, next.Name);

    private static IEnumerable<Problem> LongSequences(NetworkPlan plan) =>
        from layer in plan.Layers.OfType<RNN>()
        where layer.Steps > MostStepsOfRNN && layer.TrainsParameters
        select new Problem("NG0121", layer.Spec.Attribute, layer.Name, layer.Steps.ToString(CultureInfo.InvariantCulture));
}
