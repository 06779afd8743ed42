using NetGen;

namespace Playground;

/// <summary>A loss of one output y with a target t.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Label">As the page calls it.</param>
/// <param name="Attribute">What declares it.</param>
/// <param name="Equation">ℓ.</param>
/// <param name="Derivative">∂ℓ/∂y.</param>
/// <param name="No">The target of the class −1.</param>
public sealed record LossKind(string Key, string Label, string Attribute, string Equation, string Derivative, float No)
{
    /// <summary>The squared difference, of numbers and of classes −1 and +1.</summary>
    public static LossKind Squared { get; } = new("squared", "Squared error", "MeanSquaredError", "(y − t)²", "2·(y − t)", -1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LossKind> All { get; } =
    [
        new("crossentropy", "Cross-entropy", "BinaryCrossEntropy", "t·softplus(−y) + (1 − t)·softplus(y)", "σ(y) − t", 0),
        Squared,
        new("hinge", "Hinge", "Hinge", "max(0, 1 − t·y)", "−t where t·y < 1, else 0", -1),
        new("perceptron", "Perceptron rule", "PerceptronRule", "1 where the decision is wrong, else 0", "ŷ − t, the perceptron's error (no derivative)", 0),
    ];

    /// <summary>The loss of a key.</summary>
    public static LossKind Of(string key) => All.First(loss => loss.Key == key);

    /// <summary>The perceptron's output is a decision, the others' a score.</summary>
    public bool IsDecision => Key == "perceptron";

    /// <summary>The target of a class: −1 and +1 as the loss wants them, or a number as it is.</summary>
    public float Target(float target) => No == 0 ? (target + 1) / 2 : target;

    /// <summary>ℓ and ∂ℓ/∂y of each output.</summary>
    /// <param name="outputs">y.</param>
    /// <param name="targets">t.</param>
    /// <param name="scale">What derivatives are multiplied by.</param>
    /// <param name="derivatives">Receives them.</param>
    /// <returns>Σℓ.</returns>
    public double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, float scale, Span<float> derivatives) => Key switch
    {
        "crossentropy" => Sum<BinaryCrossEntropy>(outputs, targets, scale, derivatives),
        "hinge" => Sum<Hinge>(outputs, targets, scale, derivatives),
        "perceptron" => Sum<PerceptronRule>(outputs, targets, scale, derivatives),
        _ => Sum<SquaredError>(outputs, targets, scale, derivatives),
    };

    /// <summary>A number from −1 to +1 that shows the output: its sign is the decision.</summary>
    public float Show(float output) => Key switch
    {
        "crossentropy" => MathF.Tanh(output / 2), // 2σ(y) − 1
        "perceptron" => output > 0 ? 1 : -1,
        _ => Math.Clamp(output, -1, 1),
    };

    // NetGen's own losses, as generated code calls them: one example in each vector.
    private double Sum<TLoss>(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, float scale, Span<float> derivatives)
        where TLoss : struct, ILoss
    {
        TLoss loss = default;
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            float y = IsDecision ? (outputs[i] > 0 ? 1 : 0) : outputs[i];
            Float32x4 output = Float32x4.Broadcast(y), target = Float32x4.Broadcast(targets[i]);
            sum += loss.Value(output, target).Value[0];
            derivatives[i] = (loss.Derivative(output, target) * Float32x4.Broadcast(scale)).Value[0];
        }

        return sum;
    }
}
