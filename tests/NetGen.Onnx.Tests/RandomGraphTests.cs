using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NetGen.Generators;
using NetGen.Generators.Tests.RandomNetworks;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.OnnxTests;

/// <summary>Random graphs, all in one compilation: as many as NETGEN_ONNX_GRAPHS says.</summary>
public sealed class RandomGraphTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void Random_graphs_compute_the_same()
    {
        int count = Number("NETGEN_ONNX_GRAPHS", 24), seed = Number("NETGEN_RANDOM_SEED", 2026);
        output.WriteLine($"{count} graphs from seed {seed} (NETGEN_ONNX_GRAPHS, NETGEN_RANDOM_SEED)");
        RandomGraph[] graphs = [.. Enumerable.Range(0, count).Select(i => RandomGraph.Choose(new Random(seed + i), $"Net{i}", "float"))];
        Assembly assembly = Compile(graphs.Select(graph => graph.Source));
        (double Error, string Source)[] errors = [.. graphs.Select((graph, i) => (Judge.Error(assembly.GetType($"Net{i}", throwOnError: true)!, new OnnxOptions(), seed), graph.Source))];
        output.WriteLine($"the largest error is {errors.Max(error => error.Error):G3}");
        Assert.All(errors, error => Assert.True(error.Error <= Tolerance, $"{error.Error:G3}: {error.Source}"));
    }

    private static Assembly Compile(IEnumerable<string> sources)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location);

        // Warnings of null are a good part of the compiler's work, and change nothing in what it emits.
        CSharpParseOptions options = new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("run-nullable-analysis", "never")]);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Random",
            [CSharpSyntaxTree.ParseText("using NetGen;\n" + string.Join('\n', sources), options)],
            paths.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        using MemoryStream image = new();
        EmitResult result = generated.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        return Assembly.Load(image.ToArray());
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
