using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using NetGen.Generators;
using NetGen.Generators.Diagnostics;

namespace Playground.Compiling;

/// <summary>
/// Compiles a source with NetGen's own generator and analyzer. It is made for a browser: one thread, no file, and one driver that is kept, so that an edit which does
/// not change a network generates nothing anew.
/// </summary>
public sealed class NetworkCompiler
{
    // Warnings of null are a good part of the compiler's work, and change nothing in what it emits.
    private static readonly CSharpParseOptions s_parse = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse).WithFeatures([new("run-nullable-analysis", "never")]);

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false);

    private static readonly CompilationWithAnalyzersOptions s_analysis = new(
        new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);

    private readonly CSharpCompilation _empty = CSharpCompilation.Create(null, [], References(), s_options);
    private GeneratorDriver _driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: s_parse);
    private int _count;

    /// <summary>Checks a source, generates its networks' code and, where it is wanted and nothing is wrong, emits its assembly.</summary>
    public async Task<(CompileReply Reply, byte[]? Assembly)> Compile(CompileRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        CSharpCompilation input = _empty.WithAssemblyName($"Live{++_count}").AddSyntaxTrees(CSharpSyntaxTree.ParseText(request.Source, s_parse, path: "Network.cs"));
        SyntaxTree source = input.SyntaxTrees[0];
        _driver = _driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        ImmutableArray<GeneratedSourceResult> generated = _driver.GetRunResult().Results[0].GeneratedSources;
        SemanticModel model = output.GetSemanticModel(source);

        // Of this file alone: for all files Roslyn would bind the generated methods, as the emit will again.
        List<Diagnostic> diagnostics = [.. await output.WithAnalyzers([new NetworkAnalyzer()], s_analysis).GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None)];
        diagnostics.AddRange(source.GetDiagnostics());
        diagnostics.AddRange(model.GetDeclarationDiagnostics());
        bool isWrong = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        byte[]? assembly = null;
        if (request.Emit && !isWrong)
        {
            using MemoryStream stream = new();
            EmitResult result = output.Emit(stream);
            diagnostics.AddRange(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            assembly = result.Success ? stream.ToArray() : null;
        }

        Finding[] findings = [.. diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden && !diagnostic.IsSuppressed)
            .Select(diagnostic => Describe(diagnostic, source)).DistinctBy(finding => (finding.Id, finding.Start, finding.Message)).OrderBy(finding => finding.Start)];
        GeneratedFile[] files = [.. generated.Select(file => new GeneratedFile(file.HintName, file.SourceText.ToString()))];
        return (new(findings, files, assembly is not null, Stopwatch.GetElapsedTime(start).TotalMilliseconds), assembly);
    }

    private static Finding Describe(Diagnostic diagnostic, SyntaxTree source)
    {
        bool isHere = diagnostic.Location.SourceTree == source;
        int start = isHere ? diagnostic.Location.SourceSpan.Start : 0, length = isHere ? diagnostic.Location.SourceSpan.Length : 0;
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        return new(diagnostic.Id, diagnostic.Severity.ToString().ToLowerInvariant(), message, start, length, isHere ? diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1 : 0, isHere ? Cures.Of(diagnostic, source) : []);
    }

    /// <summary>What networks refer to, by the metadata of the assemblies that run here: no file is read.</summary>
    private static IEnumerable<MetadataReference> References() =>
        new[] { typeof(object).Assembly, Assembly.Load("System.Runtime"), typeof(NetGen.NetworkAttribute).Assembly }.Select(Reference);

    private static unsafe PortableExecutableReference Reference(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out byte* blob, out int length))
            throw new NotSupportedException($"{assembly.GetName().Name} has no metadata here.");
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)blob, length)).GetReference();
    }
}
