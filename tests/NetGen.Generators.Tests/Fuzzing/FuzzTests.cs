using System.Globalization;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Parsing;
using NetGen.Generators.Tests.Harness;
using NetGen.Testing;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests.Fuzzing;

/// <summary>
/// Thousands of random and mistyped declarations: neither generator nor analyzer ever throws, and a network that nobody
/// complains about has generated code that compiles.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const string SeedVariable = "NETGEN_FUZZ_SEED";
    private const int Batches = 10;
    private const int BatchSize = 100;

    private static readonly Gen<uint[]> s_draws = Draws.AtMost(128);

    /// <summary>Every how many batches the generated code is compiled as a whole; in the others it is parsed.</summary>
    private const int Compiled = 5;

    [Fact]
    public void Random_declarations_are_diagnosed_or_compile()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out int given) ? given : 20261124;
        output.WriteLine($"{SeedVariable}={seed}, {Batches * BatchSize} declarations");
        Counts counts = new();
        for (int batch = 0; batch < Batches; batch++)
        {
            int first = batch * BatchSize;
            bool compile = batch % Compiled == 0;
            string[] sources = [.. Enumerable.Range(first, BatchSize).Select(number => Declare(Property.Case(s_draws, seed, number), number))];
            try
            {
                Check(sources, first, compile, seed, counts);
            }
            catch (Exception failure)
            {
                Shrink(sources, first, compile, seed);
                throw new InvalidOperationException($"Only together do declarations from {first} of seed {seed} fail.", failure);
            }
        }

        output.WriteLine($"{counts.Wrong} wrong for the compiler, {counts.Diagnosed} for the analyzer, {counts.Right} right");
        Assert.True(counts is { Wrong: > 150, Diagnosed: > 150, Right: > 150 }, "The declarations are not varied enough.");
    }

    private static string Declare(uint[] draws, int number) => new Declarations(new Draws(draws)).Next(number);

    /// <summary>Reports the first declaration that fails alone, and the smallest that does.</summary>
    private static void Shrink(string[] sources, int first, bool compile, int seed)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            int number = first + i;
            try
            {
                Check([sources[i]], number, compile, seed, new Counts());
            }
            catch (Exception failure)
            {
                Property.Fail(s_draws, seed, number, draws => Check([Declare(draws, number)], number, compile, seed, new Counts()), failure, draws => Declare(draws, number));
            }
        }
    }

    private static void Check(string[] sources, int first, bool compile, int seed, Counts counts)
    {
        CSharpCompilation compilation = Generation.Compile(Declarations.Blocks)
            .AddSyntaxTrees(sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Generation.ParseOptions, path: Path(first + i))));
        Generation generation = Generation.Run(compilation);
        IReadOnlyList<Diagnostic> analysis = Analysis.Of(generation);

        Assert.True(generation.Result.Exception is null && !generation.Result.Diagnostics.Any(diagnostic => diagnostic.Id == "CS8785"), $"seed {seed}, declarations from {first}: {generation.Result.Exception}");
        Assert.DoesNotContain(analysis, diagnostic => diagnostic.Id == "AD0001");
        ILookup<string, Diagnostic> errors = generation.Input.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(PathOf);
        ILookup<string, Diagnostic> reported = analysis.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(PathOf);
        ILookup<string, Diagnostic> generated = (compile ? generation.Output.GetDiagnostics() : generation.Result.GeneratedSources.SelectMany(source => source.SyntaxTree.GetDiagnostics()))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(PathOf);
        for (int i = 0; i < sources.Length; i++)
        {
            string path = Path(first + i), place = $"seed {seed}, declaration {first + i}:\n{sources[i]}\n";
            GeneratedSourceResult[] files = [.. generation.Result.GeneratedSources.Where(source => source.HintName.StartsWith($"N{first + i}.", StringComparison.Ordinal))];
            Diagnostic[] broken = [.. files.SelectMany(file => generated[file.SyntaxTree.FilePath])];
            bool isWrong = errors.Contains(path), isDiagnosed = reported.Contains(path);
            counts.Add(isWrong, isDiagnosed);

            Assert.True(isWrong || broken.Length == 0, place + string.Join('\n', broken.Take(5)));
            Assert.True(isWrong || isDiagnosed || files.Length == Networks(compilation, path), place + "Nothing was generated and nobody complains.");
        }
    }

    /// <summary>The number of classes with [Network] in a file.</summary>
    private static int Networks(Compilation compilation, string path)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        SemanticModel model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>()
            .Count(declaration => model.GetDeclaredSymbol(declaration)!.GetAttributes().Any(NetworkParser.IsNetworkAttribute));
    }

    private static string Path(int number) => $"{number.ToString(CultureInfo.InvariantCulture)}.cs";

    private static string PathOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath ?? "";

    private sealed class Counts
    {
        public int Wrong { get; private set; }

        public int Diagnosed { get; private set; }

        public int Right { get; private set; }

        public void Add(bool isWrong, bool isDiagnosed)
        {
            Wrong += isWrong ? 1 : 0;
            Diagnosed += !isWrong && isDiagnosed ? 1 : 0;
            Right += !isWrong && !isDiagnosed ? 1 : 0;
        }
    }
}
