using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>
/// Variances through a layer: Xavier keeps them for activations that are near the identity around 0, He makes up for the half
/// that a ReLU cuts off.
/// </summary>
internal static class InitializationLints
{
    // The names of the enumeration NetGen.Init, in its order; each initializer stands opposite to its counterpart.
    private static readonly string[] s_names = ["Default", "Xavier", "XavierNormal", "He", "HeNormal"];
    private static readonly int[] s_counterparts = [0, 3, 4, 1, 2];
    private const int He = 3;

    public static IEnumerable<Problem> Check(NetworkPlan plan)
    {
        foreach (Layer layer in plan.Layers.Where(layer => layer.IsAffine()))
        {
            // An initializer for the whole network is a decision; one at a layer is about that layer.
            if (layer.Spec.Arguments.Int("Init") is { } init and > 0 && init < s_names.Length
                && ParameterContext.Following(layer) is Activation activation
                && (NeedsHe(activation) ? init < He : NeedsXavier(activation) && init >= He))
            {
                string better = s_names[s_counterparts[init]];
                yield return new Problem("NG0104", layer.Spec.Attribute, layer.Name, s_names[init], activation.Name, better) { Suggestion = better };
            }
        }
    }

    private static bool NeedsHe(Activation activation) => activation.PreferredInit == He;

    /// <summary>Those with the slope 1 at 0 or a multiple of it, and bounded.</summary>
    private static bool NeedsXavier(Activation activation) => activation.IsOurs("Tanh", "Sigmoid", "Softsign", "HardTanh");
}
