using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>What is wrong with types whose members are marked as inputs and target.</summary>
public sealed class RecordAnalyzerTests
{
    private const string Sound = "[Target] bool B, [Feature] double A";

    [Theory]
    [InlineData($"partial record R({Sound});", "")]
    [InlineData($"partial record struct R({Sound});", "")]
    [InlineData("partial class R { [Target] public string T; [Category] public System.DayOfWeek? D { get; } }", "")]
    [InlineData("class Unmarked { public object O; }", "")]
    [InlineData($"record R({Sound});", "NG0060 R has members that are marked for a network, so the generator would write its other part: R is not partial")]
    [InlineData($"partial record R<T>({Sound});", "NG0060 R has members that are marked for a network, so the generator would write its other part: R is generic")]
    [InlineData($"class Outer {{ partial record R({Sound}); }}", "NG0060 R has members that are marked for a network, so the generator would write its other part: Outer is not partial")]
    [InlineData("partial record R([Target] bool B, [Feature] string A);", "NG0061 R.A cannot be [Feature]: a feature is a number or a bool; texts, characters and enumerations are categories")]
    [InlineData("partial record R([Target] object B, [Feature] int A);", "NG0061 R.B cannot be [Target]: a target is a number, a bool, a text, an enumeration or a character")]
    [InlineData("partial record R([Target] bool B, [Category] double A);", "NG0061 R.A cannot be [Category]: a category is a text, an enumeration, a character, a bool or a whole number")]
    [InlineData("partial record R([Target] bool B, [property: Feature] double A);", "NG0061 R.A cannot be [Feature]: write [Feature] instead of [property: Feature]")]
    [InlineData("partial class R { [Target] public bool B; [Feature] public static int A; }", "NG0061 R.A cannot be [Feature]: it is to be a property that can be read, or a field, of each object")]
    [InlineData("partial class R([Feature] int a) { [Target] public bool B; }", "NG0061 R.a cannot be [Feature]: the parameter of a class or a struct that is no record is no member")]
    [InlineData("partial record R([Target] bool B, [Target] double A, [Feature] int C);", "NG0062 R has 2 members marked [Target]: it is to have one [Target], and a [Feature] or a [Category] at least")]
    [InlineData("partial record R([Feature] int C);", "NG0062 R has 0 members marked [Target]: it is to have one [Target], and a [Feature] or a [Category] at least")]
    [InlineData("partial record R([Target] int C);", "NG0062 R has no member marked [Feature] or [Category]: it is to have one [Target], and a [Feature] or a [Category] at least")]
    public async Task Is_reported_once(string source, string expected)
    {
        var diagnostics = await Generation.Of("using NetGen; " + source).Output.WithAnalyzers([new RecordAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(expected, string.Join('\n', diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")));
    }

    [Theory]
    [InlineData(3, "[Feature] double A, [Feature] float? C", "")]
    [InlineData(2, "[Feature] double A, [Feature] float? C", "NG0063 N has 2 inputs, but R comes to 3: A, 2 of C at Fit")]
    [InlineData(4, "[Feature] double A, [Feature] float? C", "NG0063 N has 4 inputs, but R comes to 3: A, 2 of C at Fit")]
    [InlineData(1, "[Feature] double A, [Feature] bool C", "NG0063 N has 1 input, but R comes to 2: A, C at Fit")]
    [InlineData(5, "[Feature] double A, [Category] string C", "")]
    [InlineData(2, "[Feature] double A, [Category] string C, [Category] int? D", "NG0063 N has 2 inputs, but R comes to 3 at least: A, 1 or more of C, 1 or more of D at Fit")]
    public async Task A_network_that_cannot_have_so_many_inputs_is_reported_where_it_is_trained(int inputs, string members, string expected)
    {
        Compilation output = WithBoth($$"""
            using NetGen;
            [Network, Input({{inputs}}), Dense(1), BinaryCrossEntropy] public sealed partial class N;
            public partial record R([Target] bool B, {{members}});
            public static class Use
            {
                public static void It(R[] rows)
                {
                    RecordModel<N, float, R> model = new N().Fit(rows);
                    new N().Fit(new float[{{inputs}}], new float[1]);
                }
            }
            """);
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var diagnostics = await output.WithAnalyzers([new RecordAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(expected, string.Join('\n', diagnostics.Select(diagnostic =>
            $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} at {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}")));
    }

    [Fact]
    public void The_readers_of_a_record_are_generated_as_verified()
    {
        Compilation output = WithBoth("""
            using NetGen;
            public enum Port { Southampton, Cherbourg }
            public sealed partial record Passenger([Target] bool Survived, [Category] string Sex, [Feature] double? Age, [Category(Unknown = UnknownCategory.Zeros)] Port Port)
            {
                [Feature]
                public decimal Fare { get; init; }
            }
            """);
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Snapshot.VerifyText(Snapshot.Scrub(output.SyntaxTrees.Last().ToString()), Path.Combine(Snapshot.Folder(), "RecordAnalyzerTests.Record#Passenger.g"), Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1");
    }

    private static Compilation WithBoth(string source)
    {
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator(), new RecordGenerator().AsSourceGenerator()], parseOptions: Generation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(Generation.Compile(source), out Compilation output, out _);
        return output;
    }
}
