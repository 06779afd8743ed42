namespace Playground;

/// <summary>What a network may be told of a point.</summary>
/// <param name="Key">In addresses: <c>x1x2</c>.</param>
/// <param name="Label">As the page writes it: <c>x₁·x₂</c>.</param>
/// <param name="Of">Its value.</param>
public sealed record Feature(string Key, string Label, Func<float, float, float> Of)
{
    /// <summary>All of them, in the order in which networks take them.</summary>
    public static IReadOnlyList<Feature> All { get; } =
    [
        new("x1", "x₁", static (x, _) => x),
        new("x2", "x₂", static (_, y) => y),
        new("x1sq", "x₁²", static (x, _) => x * x),
        new("x2sq", "x₂²", static (_, y) => y * y),
        new("x1x2", "x₁·x₂", static (x, y) => x * y),
        new("sinx1", "sin x₁", static (x, _) => MathF.Sin(x)),
        new("sinx2", "sin x₂", static (_, y) => MathF.Sin(y)),
    ];
}
