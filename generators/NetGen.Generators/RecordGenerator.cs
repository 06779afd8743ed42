using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;

namespace NetGen.Generators;

/// <summary>
/// Writes the other part of classes, structs and records with a member that is marked <c>[Target]</c>: how their members become inputs of networks. What is wrong is reported by
/// <see cref="RecordAnalyzer"/>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RecordGenerator : IIncrementalGenerator
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RecordSpec> records = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                RecordParser.TargetAttribute,
                predicate: static (_, _) => true,
                transform: static (match, _) => match.TargetSymbol.ContainingType is { } type ? RecordParser.Read(type) : null)
            .Where(static record => record is { Problems.Count: 0 })
            .Select(static (record, _) => record!)
            .WithTrackingName("Record");
        IncrementalValueProvider<EquatableArray<string>> ambiguous = records.Select(static (record, _) => record.MetadataName).Collect().Select(static (names, _) => HintName.Ambiguous(names));
        context.RegisterSourceOutput(records.Combine(ambiguous), static (output, input) =>
            output.AddSource("Record." + HintName.For(input.Left.MetadataName, input.Right), SourceText.From(RecordEmitter.Emit(input.Left), s_utf8)));
    }
}
