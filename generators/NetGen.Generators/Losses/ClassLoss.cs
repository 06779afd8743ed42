using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Losses;

/// <summary>What the losses that take class labels share.</summary>
internal static class ClassLoss
{
    public static IReadOnlyList<KernelArgument> Arguments(string scalar) =>
    [
        new KernelArgument("global::System.ReadOnlySpan<int>", "labels"),
        new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"),
        KernelArgument.Rows,
        new KernelArgument("double", "scale"),
    ];

    /// <summary>Writes the locals <c>label</c> and <c>weight</c> of example r; the weight is the example's times the class's.</summary>
    public static void WriteWeight(KernelWriter code, string? classWeights)
    {
        code.Line("int label = labels[r];");
        code.Line(classWeights is null
            ? "double weight = weights.IsEmpty ? 1 : weights[r];"
            : $"double weight = (weights.IsEmpty ? 1 : weights[r]) * {classWeights}[label];");
    }
}
