using Microsoft.CodeAnalysis;

namespace NetGen.Generators.Parsing;

/// <summary>What this generator wrote.</summary>
internal static class GeneratedFile
{
    /// <summary>The folder that the compiler gives the generator's files: its full name.</summary>
    private const string Folder = "/NetGen.Generators.NetworkGenerator/";

    /// <summary>Whether a member stands in such a file.</summary>
    public static bool Declares(ISymbol member) => member.Locations.FirstOrDefault()?.SourceTree is { } tree && Is(tree);

    /// <summary>Whether a file is one.</summary>
    public static bool Is(SyntaxTree tree) => tree.FilePath.Replace('\\', '/').Contains(Folder);
}
