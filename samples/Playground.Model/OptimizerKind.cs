using NetGen;

namespace Playground;

/// <summary>A rule by which steps change weights.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Label">As the page calls it.</param>
/// <param name="Rule">w's next value, of the gradient w̄.</param>
/// <param name="Create">A new one, of a learning rate.</param>
public sealed record OptimizerKind(string Key, string Label, string Rule, Func<double, Optimizer> Create)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptimizerKind> All { get; } =
    [
        new("sgd", "Gradient descent", "w ← w − η·w̄", static rate => new SGD(rate)),
        new("momentum", "Momentum 0.9", "v ← 0.9·v + w̄, w ← w − η·v", static rate => new SGD(rate, momentum: 0.9)),
        new("adam", "Adam", "w ← w − η·m̂ / (√v̂ + ε)", static rate => new Adam(rate)),
        new("rmsprop", "RMSProp", "w ← w − η·w̄ / (√v + ε)", static rate => new RMSProp(rate)),
        new("adagrad", "Adagrad", "w ← w − η·w̄ / (√Σw̄² + ε)", static rate => new Adagrad(rate)),
        new("nadam", "NAdam", "Adam with Nesterov's momentum", static rate => new NAdam(rate)),
    ];

    /// <summary>The optimizer of a key.</summary>
    public static OptimizerKind Of(string key) => All.First(optimizer => optimizer.Key == key);
}
