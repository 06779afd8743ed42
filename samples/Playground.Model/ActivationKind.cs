namespace Playground;

/// <summary>An activation of the hidden layers.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Label">As the page calls it.</param>
/// <param name="Attribute">What declares it.</param>
/// <param name="Equation">f of z.</param>
/// <param name="Derivative">f′, of z or h = f(z).</param>
public sealed record ActivationKind(string Key, string Label, string Attribute, string Equation, string Derivative)
{
    /// <summary>All of them, in the order of <see cref="Family"/>.</summary>
    public static IReadOnlyList<ActivationKind> All { get; } =
    [
        new("relu", "ReLU", "ReLU", "max(0, z)", "1[z > 0]"),
        new("tanh", "tanh", "Tanh", "tanh z", "1 − h²"),
        new("sigmoid", "Sigmoid", "Sigmoid", "σ(z)", "h·(1 − h)"),
        new("linear", "Linear", "Identity", "z", "1"),
        new("softplus", "Softplus", "Softplus", "ln(1 + eᶻ)", "σ(z)"),
        new("sin", "Sine", "Sin", "sin z", "cos z"),
        new("threshold", "Hard threshold", "HardThreshold", "1[z > 0]", "0"),
    ];

    /// <summary>The activation of a key.</summary>
    public static ActivationKind Of(string key) => All.First(activation => activation.Key == key);
}
