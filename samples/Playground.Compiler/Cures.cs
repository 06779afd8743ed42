using Microsoft.CodeAnalysis;

namespace Playground.Compiling;

/// <summary>The code fixes of a diagnostic.</summary>
internal static class Cures
{
    public static IReadOnlyList<Cure> Of(Diagnostic diagnostic, SyntaxTree source) => [];
}
