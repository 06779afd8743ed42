using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;
using NetGen.Generators.Planning;

namespace NetGen.Generators;

/// <summary>
/// The pipeline on one screen: attributes to <see cref="NetworkSpec"/> (parsing), to <see cref="NetworkPlan"/> (planning), to
/// source text (emission). What is wrong is reported by the analyzer, which shares parser and planner.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <summary>The names of the tracked steps, for the tests of incrementality.</summary>
    internal static readonly string[] Steps = ["Network", "AmbiguousNames", "Source"];

    // Without a byte order mark, which would stand in the files of EmitCompilerGeneratedFiles.
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkSpec> single = Networks(context, NetworkParser.NetworkAttribute);
        IncrementalValuesProvider<NetworkSpec> generic = Networks(context, NetworkParser.GenericNetworkAttribute);
        IncrementalValueProvider<EquatableArray<string>> ambiguous = Names(single).Combine(Names(generic))
            .Select(static (names, _) => HintName.Ambiguous(names.Left.Concat(names.Right)))
            .WithTrackingName(Steps[1]);

        Emit(context, single, ambiguous);
        Emit(context, generic, ambiguous);
    }

    private static IncrementalValuesProvider<NetworkSpec> Networks(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                predicate: static (node, _) => node is ClassDeclarationSyntax,
                transform: static (match, cancellation) => match.TargetSymbol is INamedTypeSymbol type && NetworkParser.IsFirst(type, match.Attributes[0])
                    ? NetworkReader.Read(type, match.SemanticModel.Compilation, cancellation)
                    : null)
            .Where(static network => network is not null)
            .Select(static (network, _) => network!)
            .WithTrackingName(Steps[0]);

    private static IncrementalValueProvider<ImmutableArray<string>> Names(IncrementalValuesProvider<NetworkSpec> networks) =>
        networks.Select(static (network, _) => network.Type.MetadataName).Collect();

    private static void Emit(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<NetworkSpec> networks, IncrementalValueProvider<EquatableArray<string>> ambiguous) =>
        context.RegisterSourceOutput(networks.Combine(ambiguous).WithTrackingName(Steps[2]), static (output, input) =>
        {
            (NetworkSpec network, EquatableArray<string> ambiguousNames) = input;
            if (NetworkParser.CanBeExtended(network))
            {
                NetworkPlan plan = NetworkPlanner.Plan(network);
                string source = NetworkEmitter.Emit(plan, plan.IsValid ? "" : Rules.WhatIsWrong(plan));
                output.AddSource(HintName.For(network.Type.MetadataName, ambiguousNames), SourceText.From(source, s_utf8));
            }
        });
}
