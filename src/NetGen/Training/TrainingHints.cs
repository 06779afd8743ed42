using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>What a training is better told, though its numbers do not show it.</summary>
internal static class TrainingHints
{
    private const double ManyDeviations = 100;
    private const int Epochs = 3;

    /// <summary>The outputs are a constant.</summary>
    public const string OfOutputs = "The outputs are the same for all examples of the validation part, with a standard deviation below 1e-6: the network has learned a constant. Try a lower learning rate and another seed, and see whether the inputs differ.";

    /// <summary>The hints for a network of this assembly.</summary>
    /// <param name="network">The network's type.</param>
    public static IReadOnlyList<string> For(Type network) => IsUnoptimized(network.Assembly)
        ? [$"{network.Assembly.GetName().Name} is compiled without optimization, and {network.Name} trains 45 to 90 times slower than it could: add <Optimize>true</Optimize> to the project, or build with -c Release."]
        : [];

    /// <summary>
    /// Whether the C# compiler has marked the assembly so that the JIT does not optimize it. Ahead of time the mark says nothing: that compiler goes by its own settings.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    public static bool IsUnoptimized(Assembly assembly) =>
        RuntimeFeature.IsDynamicCodeCompiled && assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    /// <summary>Whether a layer normalizes inputs before anything else does something with them.</summary>
    /// <param name="network">The network.</param>
    public static bool Normalizes(NetworkDescription network)
    {
        HashSet<string> inputs = [.. network.Layers.Where(layer => layer.Inputs.Count == 0).Select(layer => layer.Name)];
        return network.Layers.Any(layer => layer.Operation.Contains("Norm", StringComparison.Ordinal) && layer.Inputs.Any(inputs.Contains));
    }

    /// <summary>Of features that are hundreds of deviations from 0, that which is most; null where none is.</summary>
    /// <param name="inputs">The moments of the first inputs.</param>
    public static string? OfInputs(InputMoments inputs)
    {
        (int worst, double most) = (-1, ManyDeviations);
        for (int i = 0; i < inputs.Features && inputs.Count > 1; i++)
        {
            double distance = Math.Abs(inputs.Means[i]) / inputs.Deviation(i); // a feature that never changes is infinitely far, and means no harm
            if (distance > most && double.IsFinite(distance))
                (worst, most) = (i, distance);
        }

        return worst < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"Feature {worst} of the inputs is {most:F0} standard deviations from 0 (mean {inputs.Means[worst]:G4}, deviation {inputs.Deviation(worst):G4}), and the network has no [Normalization]: begin with it, or scale the inputs.");
    }

    /// <summary>That the loss has not fallen in the first epochs; null where it has, or other epochs are the last.</summary>
    /// <param name="epochs">All so far.</param>
    public static string? OfLosses(IReadOnlyList<EpochRecord> epochs) => epochs.Count == Epochs && epochs.All(epoch => epoch.Loss >= epochs[0].Loss)
        ? string.Create(CultureInfo.InvariantCulture, $"The training loss has not fallen in {Epochs} epochs: {string.Join(", ", epochs.Select(epoch => epoch.Loss.ToString("G4", CultureInfo.InvariantCulture)))}. Try other learning rates (net.TestLearningRates says which), and see whether the targets belong to the inputs.")
        : null;

    /// <summary>That nothing comes through an activation.</summary>
    /// <param name="layer">Its name.</param>
    public static string OfDeadLayer(string layer) => $"All units of {layer} put out 0 for every example, at the end of two epochs: nothing before it learns any more. Try a lower learning rate, or [LeakyReLU].";
}
