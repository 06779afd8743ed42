using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>What a training is better told, though its numbers do not show it.</summary>
internal static class TrainingHints
{
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
}
