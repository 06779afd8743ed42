using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;

namespace NetGen.Generators.Diagnostics;

/// <summary>Reports what is wrong with classes, structs and records whose members are marked as inputs and target: on the member, or on the type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecordAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_wrongType = Error(RecordParser.WrongType, "A record is a partial type", "{0} has members that are marked for a network, so the generator would write its other part: {1}");
    private static readonly DiagnosticDescriptor s_wrongMember = Error(RecordParser.WrongMember, "A member's type fits its mark", "{0} cannot be [{1}]: {2}");
    private static readonly DiagnosticDescriptor s_wrongMembers = Error(RecordParser.WrongMembers, "A record has one target and an input", "{0} has {1}: it is to have one [Target], and a [Feature] or a [Category] at least");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_wrongType, s_wrongMember, s_wrongMembers];

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
        IReadOnlyList<(ISymbol Member, AttributeData Attribute)> marked = RecordParser.Marked(type);
        if (marked.Count == 0)
        {
            return;
        }

        foreach (RecordProblem problem in RecordParser.Read(type).Problems)
        {
            DiagnosticDescriptor rule = problem.Id switch { RecordParser.WrongType => s_wrongType, RecordParser.WrongMember => s_wrongMember, _ => s_wrongMembers };
            ISymbol at = problem.Member.Length == 0 ? type : marked.First(member => member.Member.Name == problem.Member).Member;
            context.ReportDiagnostic(Diagnostic.Create(rule, at.Locations[0], [.. problem.Arguments]));
        }
    }

    private static DiagnosticDescriptor Error(string id, string title, string format) =>
        new(id, title, format, Rules.Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: $"docs/records.md#{id.ToLowerInvariant()}");
}
