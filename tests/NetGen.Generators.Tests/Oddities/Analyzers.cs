using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetGen.Generators.Tests.Oddities;

/// <summary>The analyzers that the SDK runs, and AnalysisMode=All.</summary>
internal static class Analyzers
{
    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> s_sdk = new(LoadSdk);

    /// <summary>The analyzers of the SDK that runs the tests; empty where they cannot be found.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Sdk => s_sdk.Value;

    /// <summary>AnalysisMode=All: every rule is a warning, those too that are off by default.</summary>
    public static ImmutableDictionary<string, ReportDiagnostic> EveryRule { get; } = Sdk
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .Where(rule => rule.DefaultSeverity < DiagnosticSeverity.Warning || !rule.IsEnabledByDefault)
        .Select(rule => rule.Id).Distinct()
        .ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn);

    private static ImmutableArray<DiagnosticAnalyzer> LoadSdk()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../sdk"));
        string? folder = Directory.Exists(root)
            ? Directory.GetDirectories(root, "10.*").Order(StringComparer.Ordinal).Select(sdk => Path.Combine(sdk, "Sdks/Microsoft.NET.Sdk/analyzers")).LastOrDefault(Directory.Exists)
            : null;
        if (folder is null)
        {
            return [];
        }

        Assembly common = Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.NetAnalyzers.dll"));
        Assembly csharp = Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"));
        return
        [
            .. common.GetTypes().Concat(csharp.GetTypes())
                .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) is true)
                .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];
    }
}
