using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Diagnostics.Lints;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics;

/// <summary>
/// Reports what is wrong with networks, on the attribute that is wrong. It runs the generator's own parser and planner; the
/// generator itself reports nothing, for its locations would ignore <c>#pragma warning disable</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.All.AddRange(LintRules.All);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            ConcurrentBag<INamedTypeSymbol> networks = [];
            start.RegisterSymbolAction(symbol => Analyze(symbol, networks), SymbolKind.NamedType);
            if (start.Compilation.Options.OptimizationLevel == OptimizationLevel.Debug)
            {
                start.RegisterCompilationEndAction(end => ReportUnoptimized(end, networks));
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ConcurrentBag<INamedTypeSymbol> networks)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.GetAttributes().Any(NetworkParser.IsNetworkAttribute))
        {
            return;
        }

        networks.Add(type);
        NetworkSpec spec = NetworkParser.Parse(type, context.Compilation, out IReadOnlyList<AttributeData> attributes, context.CancellationToken);
        NetworkPlan plan = NetworkPlanner.Plan(spec);
        foreach (Problem problem in plan.IsValid ? Lint.Check(plan) : plan.Problems)
        {
            context.ReportDiagnostic(Rules.Diagnose(problem, Locate(problem, type, attributes, context.CancellationToken)));
        }

        ReportCollisions(context, type);
    }

    private static void ReportCollisions(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        foreach ((ISymbol member, string generated) in MemberCollisions.Find(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.MemberCollision, member.Locations[0], type.Name, generated));
        }
    }

    /// <summary>On the first network of the assembly: the cure is the same for all.</summary>
    private static void ReportUnoptimized(CompilationAnalysisContext context, IEnumerable<INamedTypeSymbol> networks)
    {
        if (networks.OrderBy(network => network.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(network => network.Locations[0].SourceSpan.Start).FirstOrDefault() is { } first)
        {
            context.ReportDiagnostic(Diagnostic.Create(LintRules.Unoptimized, first.Locations[0], first.Name));
        }
    }

    private static Location Locate(Problem problem, INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, CancellationToken cancellation) =>
        problem.Attribute >= 0
            ? attributes[problem.Attribute].ApplicationSyntaxReference!.GetSyntax(cancellation).GetLocation()
            : type.Locations[0];
}
