using System.Globalization;

namespace Playground;

/// <summary>The C# that declares just the network of the settings: what a user of NetGen would write.</summary>
public static class Declaration
{
    /// <summary>The class's name.</summary>
    public const string Name = "PlaygroundNet";

    /// <summary>The source.</summary>
    public static string Write(Settings settings)
    {
        ActivationKind activation = ActivationKind.Of(settings.Activation);
        List<string> lines = ["using NetGen;", "", "[Network]", $"[Input({settings.ChosenFeatures.Count})]"];
        if (settings.InputNoise > 0)
            lines.Add($"[GaussianNoise({Number(settings.InputNoise)})]");
        string dropout = settings.Dropout > 0 ? $", Dropout({Number(settings.Dropout / 100)})" : "";
        lines.AddRange(settings.Layers.Items.Select(width => $"[Dense({width}), {activation.Attribute}{dropout}]"));
        lines.Add(settings.LossInUse.IsDecision ? "[Dense(1), HardThreshold]" : "[Dense(1)]");
        lines.Add($"[{settings.LossInUse.Attribute}]");
        if (settings.L1 > 0)
            lines.Add($"[L1({Number(settings.L1)})]");
        if (settings.L2 > 0)
            lines.Add($"[L2({Number(settings.L2)})]");
        lines.Add($"public sealed partial class {Name};");
        return string.Join('\n', lines) + "\n";
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
