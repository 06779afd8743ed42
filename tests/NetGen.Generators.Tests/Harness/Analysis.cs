using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Diagnostics;

namespace NetGen.Generators.Tests.Harness;

/// <summary>What the analyzer reports.</summary>
internal static class Analysis
{
    /// <summary>The diagnostics of the compilation with its generated code, in the order of the text.</summary>
    public static IReadOnlyList<Diagnostic> Of(Generation generation) => Of(generation.Declared);

    public static IReadOnlyList<Diagnostic> Of(Compilation compilation)
    {
        ImmutableArray<Diagnostic> all = compilation.WithAnalyzers([new NetworkAnalyzer()])
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return [.. all.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
