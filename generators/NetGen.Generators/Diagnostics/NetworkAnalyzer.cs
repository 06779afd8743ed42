using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Diagnostics.Lints;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

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
        NetworkSpec spec = NetworkReader.Read(type, context.Compilation, out IReadOnlyList<LocatedAttribute> attributes, context.CancellationToken);
        NetworkPlan plan = NetworkPlanner.Plan(spec);
        foreach (Problem problem in plan.IsValid ? Lint.Check(plan) : plan.Problems)
        {
            context.ReportDiagnostic(HelpLinks.Resolve(Rules.Diagnose(problem, Locate(problem, type, attributes, context.Compilation, context.CancellationToken)), context.Options));
        }

        if (plan.IsValid && type.GetMembers(StandIns.Marker).Any(GeneratedFile.Declares))
        {
            context.ReportDiagnostic(HelpLinks.Resolve(Diagnostic.Create(Rules.UnseenCode, type.Locations[0], type.Name), context.Options));
        }

        ReportMembers(context, type);
    }

    private static void ReportMembers(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (MemberCollisions.FindNamesake(type) is { } namesake)
        {
            context.ReportDiagnostic(HelpLinks.Resolve(Diagnostic.Create(Rules.HiddenNames, type.Locations[0], type.Name, $"the generated part has a member called {namesake.Name}, and a class cannot be called like its own member: rename the class"), context.Options));
        }

        if (MemberCollisions.FindHidden(type) is { } hidden)
        {
            string why = $"the generated {hidden.Generated} would hide {hidden.Member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}, which is virtual: rename the base's, or derive from another class";
            context.ReportDiagnostic(HelpLinks.Resolve(Diagnostic.Create(Rules.WrongBase, BaseOf(type, context.CancellationToken) ?? type.Locations[0], type.Name, why), context.Options));
        }

        foreach (IMethodSymbol constructor in Constructors.Unchained(type, context.Compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(HelpLinks.Resolve(Diagnostic.Create(Rules.UnchainedConstructor, constructor.Locations[0], type.Name), context.Options));
        }

        foreach ((ISymbol member, string generated) in MemberCollisions.Find(type))
        {
            context.ReportDiagnostic(HelpLinks.Resolve(Diagnostic.Create(Rules.MemberCollision, member.Locations[0], type.Name, generated), context.Options));
        }
    }

    /// <summary>On the first network of the assembly: the cure is the same for all.</summary>
    private static void ReportUnoptimized(CompilationAnalysisContext context, IEnumerable<INamedTypeSymbol> networks)
    {
        if (networks.OrderBy(network => network.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(network => network.Locations[0].SourceSpan.Start).FirstOrDefault() is { } first)
        {
            context.ReportDiagnostic(HelpLinks.Resolve(Diagnostic.Create(LintRules.Unoptimized, first.Locations[0], first.Name), context.Options));
        }
    }

    private static Location Locate(Problem problem, INamedTypeSymbol type, IReadOnlyList<LocatedAttribute> attributes, Compilation compilation, CancellationToken cancellation)
    {
        // The attribute; where it is another assembly's, the one of this assembly that uses its block.
        for (int i = problem.Attribute; i >= 0; i = attributes[i].User)
        {
            if (attributes[i].Data.ApplicationSyntaxReference is { } reference && compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                SyntaxNode attribute = reference.GetSyntax(cancellation);
                bool isArgument = i == problem.Attribute && problem.Argument is not null;
                return (isArgument && attribute is AttributeSyntax { ArgumentList.Arguments: var arguments } ? arguments[problem.Argument!.Value] : attribute).GetLocation();
            }
        }

        Location? part = problem.Subject switch
        {
            null => null,
            Problem.BaseType => BaseOf(type, cancellation),
            Problem.PrimaryConstructor => Declarations(type, cancellation).Select(declaration => declaration.ParameterList).FirstOrDefault(list => list is not null)?.GetLocation(),
            { } member => type.GetMembers(member).FirstOrDefault()?.Locations[0],
        };
        return part ?? type.Locations[0];
    }

    private static Location? BaseOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        Declarations(type, cancellation).Where(declaration => !GeneratedFile.Is(declaration.SyntaxTree)).Select(declaration => declaration.BaseList?.Types.FirstOrDefault()).FirstOrDefault(first => first is not null)?.GetLocation();

    private static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();
}
