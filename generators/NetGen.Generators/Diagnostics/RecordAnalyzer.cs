using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;

namespace NetGen.Generators.Diagnostics;

/// <summary>
/// Reports what is wrong with classes, structs and records whose members are marked as inputs and target: on the member, or on the type; and on the call that trains a network on
/// them, where the network cannot have as many inputs.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecordAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_wrongType = Error(RecordParser.WrongType, "A record is a partial type", "{0} has members that are marked for a network, so the generator would write its other part: {1}");
    private static readonly DiagnosticDescriptor s_wrongMember = Error(RecordParser.WrongMember, "A member's type fits its mark", "{0} cannot be [{1}]: {2}");
    private static readonly DiagnosticDescriptor s_wrongMembers = Error(RecordParser.WrongMembers, "A record has one target and an input", "{0} has {1}: it is to have one [Target], and a [Feature] or a [Category] at least");

    private static readonly DiagnosticDescriptor s_wrongSize = Error(RecordParser.WrongSize, "A network has as many inputs as a record comes to", "{0} has {1} {2}, but {3} comes to {4}: {5}");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_wrongType, s_wrongMember, s_wrongMembers, s_wrongSize];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
    }

    /// <summary>Of <c>RecordModel.Fit</c> and <c>Load</c>: categories are known from the rows alone, but each has one input at least.</summary>
    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        InvocationExpressionSyntax call = (InvocationExpressionSyntax)context.Node;
        SimpleNameSyntax? name = (call.Expression as MemberAccessExpressionSyntax)?.Name;
        if (name?.Identifier.ValueText is not ("Fit" or "Load")
            || context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol { ContainingType: { Name: "RecordModel" } type, TypeArguments.Length: 3 } method
            || !AttributeReader.IsNetGen(type.ContainingNamespace)
            || method.TypeArguments[0].GetMembers("InputSize").OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue) is not { ConstantValue: int inputs }
            || method.TypeArguments[2] is not INamedTypeSymbol record)
        {
            return;
        }

        RecordSpec spec = RecordParser.Read(record);
        IEnumerable<RecordMember> members = spec.Members.Where(member => member.Role != RecordRole.Target);
        int size = members.Sum(member => member.Role == RecordRole.Feature && member.MayBeNull ? 2 : 1);
        bool isLeast = members.Any(member => member.Role == RecordRole.Category);
        if (spec.Problems.Count > 0 || (isLeast ? inputs >= size : inputs == size))
        {
            return;
        }

        string parts = string.Join(", ", members.Select(member => member.Role == RecordRole.Category ? $"1 or more of {member.Name}" : member.MayBeNull ? $"2 of {member.Name}" : member.Name));
        context.ReportDiagnostic(Diagnostic.Create(s_wrongSize, name.GetLocation(), method.TypeArguments[0].Name, inputs, inputs == 1 ? "input" : "inputs", record.Name, isLeast ? $"{size} at least" : size, parts));
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
