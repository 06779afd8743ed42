using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.GetAttributes().Any(NetworkParser.IsNetworkAttribute))
        {
            return;
        }

        NetworkSpec spec = NetworkParser.Parse(type, context.Compilation, out IReadOnlyList<AttributeData> attributes, context.CancellationToken);
        foreach (Problem problem in NetworkPlanner.Plan(spec).Problems)
        {
            context.ReportDiagnostic(Rules.Diagnose(problem, Locate(problem, type, attributes, context.CancellationToken)));
        }
    }

    private static Location Locate(Problem problem, INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, CancellationToken cancellation) =>
        problem.Attribute >= 0
            ? attributes[problem.Attribute].ApplicationSyntaxReference!.GetSyntax(cancellation).GetLocation()
            : type.Locations[0];
}
