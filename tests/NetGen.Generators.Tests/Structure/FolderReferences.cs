using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generators.Tests.Structure;

/// <summary>A place of a project's sources that uses a type, or a member of it, which another of its folders declares.</summary>
/// <param name="From">The folder that uses it: the first below the project's; empty for the project's own.</param>
/// <param name="To">The folder that declares it.</param>
/// <param name="Place">File and line.</param>
/// <param name="Name">What is used.</param>
internal sealed record FolderReference(string From, string To, string Place, string Name)
{
    public override string ToString() => $"{Place}: {From} uses {Name} of {To}";

    /// <summary>All of a project: its sources are compiled, so that names in comments and texts do not count, and types that are nowhere spelled do.</summary>
    public static IReadOnlyList<FolderReference> Of(string project, params Type[] references)
    {
        string root = Path.Combine(RepositoryRoot(), project);
        CSharpParseOptions options = new(LanguageVersion.Preview);
        List<SyntaxTree> trees =
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Where(file => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)),
        ];
        SyntaxTree implicitUsings = CSharpSyntaxTree.ParseText(string.Concat(s_implicitUsings.Select(name => $"global using {name};")), options);
        IEnumerable<string> assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Concat(references.Select(type => type.Assembly.Location)).Distinct();
        CSharpCompilation compilation = CSharpCompilation.Create("Project", [.. trees, implicitUsings], assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return [.. trees.SelectMany(tree => In(tree, compilation.GetSemanticModel(tree), root))];
    }

    public static string RepositoryRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static readonly string[] s_implicitUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];

    private static IEnumerable<FolderReference> In(SyntaxTree tree, SemanticModel model, string root)
    {
        string from = Folder(tree.FilePath, root);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            ISymbol? declared = symbol as INamedTypeSymbol ?? (symbol?.ContainingType is null ? null : symbol);
            string[] folders = [.. declared?.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => Folder(reference.SyntaxTree.FilePath, root)) ?? []];
            if (folders.Length > 0 && !folders.Contains(from))
            {
                string place = $"{Path.GetRelativePath(root, tree.FilePath)}({tree.GetLineSpan(name.Span).StartLinePosition.Line + 1})";
                yield return new FolderReference(from, folders[0], place, declared!.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
            }
        }
    }

    private static string Folder(string file, string root)
    {
        string[] parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : "";
    }
}
