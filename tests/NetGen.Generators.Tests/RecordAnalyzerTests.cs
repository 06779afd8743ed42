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
}
