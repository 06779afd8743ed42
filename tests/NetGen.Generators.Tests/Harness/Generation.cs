using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace NetGen.Generators.Tests.Harness;

/// <summary>The generator's run over a compilation: what it wrote, and the compilation with it.</summary>
internal sealed class Generation
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    // Warnings of null are a good part of the compiler's work, and change nothing in what it emits.
    private static readonly CSharpParseOptions s_withoutWarnings = ParseOptions.WithDocumentationMode(DocumentationMode.Parse).WithFeatures([new("run-nullable-analysis", "never")]);

    public static CSharpCompilationOptions CompilationOptions { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: false,
        allowUnsafe: false,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<MetadataReference> s_references = FindReferences();

    private readonly Lazy<Emission> _emission;

    private Generation(GeneratorDriver driver, Compilation input)
    {
        Input = input;
        Driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        Output = output;
        Result = Driver.GetRunResult().Results.Single();
        _emission = new(Emit);
    }

    /// <summary>The compilation that the generator saw.</summary>
    public Compilation Input { get; }

    /// <summary>The compilation with the generated files.</summary>
    public Compilation Output { get; }

    /// <summary>
    /// The compilation with all that the generated files declare, and nothing of what they do: of a network's time nearly all goes into the bodies of its methods,
    /// of which the analyzer reads none.
    /// </summary>
    public Compilation Declared => Result.GeneratedSources.Aggregate(Output, (output, source) => output.ReplaceSyntaxTree(source.SyntaxTree, Bodies.Remove(source.SyntaxTree)));

    public GeneratorDriver Driver { get; }

    public GeneratorRunResult Result { get; }

    public IReadOnlyList<string> HintNames => [.. Result.GeneratedSources.Select(source => source.HintName)];

    /// <summary>The text of the only generated file.</summary>
    public string Text => Result.GeneratedSources.Single().SourceText.ToString();

    /// <summary>Errors and warnings of the compilation with the generated files, each with its line.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _emission.Value.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    /// <summary>The assembly; it must compile.</summary>
    public byte[] Image
    {
        get
        {
            Assert.True(_emission.Value.Success, string.Join('\n', Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
            return _emission.Value.Image;
        }
    }

    public IEnumerable<Diagnostic> Errors => Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    public static Generation Of(params string[] sources) => Run(Compile(sources));

    /// <summary>The same for who asks for errors alone, or runs what is compiled: warnings of null and of documentation are missing.</summary>
    public static Generation WithoutWarnings(params string[] sources) => Run(Compile(s_withoutWarnings, sources), parseOptions: s_withoutWarnings);

    public static Generation Run(Compilation compilation, bool trackSteps = false, CSharpParseOptions? parseOptions = null)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            parseOptions: parseOptions ?? ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));
        return new Generation(driver, compilation);
    }

    /// <summary>Runs the same driver again, as an editor does after an edit.</summary>
    public Generation RunAgain(Compilation compilation) => new(Driver, compilation);

    public static CSharpCompilation Compile(params string[] sources) => Compile(ParseOptions, sources);

    private static CSharpCompilation Compile(CSharpParseOptions options, string[] sources) =>
        CSharpCompilation.Create("Generated", sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, path: $"Source{i}.cs")), s_references, CompilationOptions);

    private Emission Emit()
    {
        using MemoryStream assembly = new();
        using MemoryStream documentation = new();

        // Emitting the documentation too is what makes the compiler check it.
        EmitResult result = Output.Emit(assembly, xmlDocumentationStream: documentation);
        return new Emission(result.Success, assembly.ToArray(), result.Diagnostics);
    }

    /// <summary>The framework that the tests run on, and NetGen.dll: nothing is downloaded.</summary>
    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> paths = trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location);
        return [.. paths.Select(path => MetadataReference.CreateFromFile(path))];
    }

    private sealed record Emission(bool Success, byte[] Image, ImmutableArray<Diagnostic> Diagnostics);

    /// <summary>Replaces what methods and accessors do.</summary>
    private sealed class Bodies : CSharpSyntaxRewriter
    {
        private static readonly BlockSyntax s_block = SyntaxFactory.Block(SyntaxFactory.ParseStatement("throw null;"));
        private static readonly ExpressionSyntax s_expression = SyntaxFactory.ParseExpression("throw null");

        public static SyntaxTree Remove(SyntaxTree tree) => tree.WithRootAndOptions(new Bodies().Visit(tree.GetRoot()), tree.Options);

        public override SyntaxNode VisitBlock(BlockSyntax node) => s_block;

        public override SyntaxNode VisitArrowExpressionClause(ArrowExpressionClauseSyntax node) => node.WithExpression(s_expression);
    }
}
