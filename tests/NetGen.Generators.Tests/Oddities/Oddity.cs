using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Oddities;

/// <summary>A network that stands somewhere odd, and the rules that speak of it: none where it has to compile.</summary>
/// <param name="Name">What is odd.</param>
/// <param name="Rules">The NG rules expected, with spaces between.</param>
/// <param name="Sources">The files of the project; the first begins with using NetGen.</param>
internal sealed record Oddity(string Name, string Rules, params string[] Sources)
{
    /// <summary>Errors of the compiler that are the user's own, on the user's line.</summary>
    public string Own { get; init; } = "";

    public Func<CSharpParseOptions, CSharpParseOptions> Parsing { get; init; } = options => options;

    public Func<CSharpCompilationOptions, CSharpCompilationOptions> Options { get; init; } = options => options;

    public Func<CSharpCompilation, CSharpCompilation> Project { get; init; } = project => project;

    public override string ToString() => Name;

    public Generation Generate()
    {
        CSharpParseOptions parsing = Parsing(Generation.ParseOptions);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Odd",
            Sources.Select((source, i) => CSharpSyntaxTree.ParseText(i == 0 && !source.StartsWith("//raw", StringComparison.Ordinal) ? "using NetGen;\n" + source : source, parsing, path: $"Source{i}.cs")),
            Generation.Compile().References,
            Options(Generation.CompilationOptions));
        return Generation.Run(Project(compilation), parseOptions: parsing);
    }
}
