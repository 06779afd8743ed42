using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generators;

namespace NetGen.Benchmarks.Typing;

/// <summary>One file in an editor: after each edit the generator runs over the new compilation, with all it remembers.</summary>
internal sealed class EditorSession
{
    private const string Elsewhere = "private const int Edit = 0;";

    private readonly string _original;
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation;

    /// <summary>Opens a file with these networks and a class of its own below them.</summary>
    public EditorSession(string networks)
    {
        _original = $"using NetGen;\n\nnamespace Typing;\n\n{networks}\npublic static class Elsewhere\n{{\n    {Elsewhere}\n}}\n";
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        _compilation = CSharpCompilation.Create(
            "Typing",
            [CSharpSyntaxTree.ParseText(SourceText.From(_original))],
            trusted.Where(path => Path.GetDirectoryName(path) == framework).Append(typeof(NetworkAttribute).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)).RunGenerators(_compilation);
        if (_compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS02", StringComparison.Ordinal)) is { } wrong)
        {
            throw new InvalidOperationException(wrong.ToString());
        }
    }

    /// <summary>The time of the generator's last run.</summary>
    public TimeSpan LastRun { get; private set; }

    /// <summary>Replaces the line of the class below the networks; returns the number of networks written anew.</summary>
    public int Type(string line) => Replace(Elsewhere, line);

    /// <summary>Replaces a text of the original file, one edit after another; returns the number of networks written anew.</summary>
    public int Replace(string text, string by)
    {
        SyntaxTree old = _compilation.SyntaxTrees[0];
        int at = _original.IndexOf(text, StringComparison.Ordinal);
        SyntaxTree edited = old.WithChangedText(SourceText.From(string.Concat(_original.AsSpan(0, at), by, _original.AsSpan(at + text.Length))));
        _compilation = _compilation.ReplaceSyntaxTree(old, edited);

        // What any part of the compiler needs after an edit is not the generator's: the declarations of the file.
        _ = _compilation.GetDeclarationDiagnostics();
        long begin = Stopwatch.GetTimestamp();
        _driver = _driver.RunGenerators(_compilation);
        LastRun = Stopwatch.GetElapsedTime(begin);
        return _driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)
            .Count(output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New);
    }
}
