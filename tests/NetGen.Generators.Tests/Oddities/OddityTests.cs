using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Oddities;

/// <summary>
/// Whatever surrounds a network, it compiles without a word, or a rule of NetGen speaks on the user's own line: never an error or a
/// warning in the generated file, which its user cannot mend.
/// </summary>
public class OddityTests
{
    // The user's own types without documentation, and names of lower-case letters alone.
    private static readonly string[] s_users = ["CS1591", "CS8981"];

    // Each is a compilation of its own, with all warnings: the ordinary run takes every other one.
    private static readonly int s_every = int.TryParse(Environment.GetEnvironmentVariable("NETGEN_ODDITIES_EVERY"), out int every) && every > 0 ? every : 2;

    public static TheoryData<string> Names => [.. OddityTable.All.Where((_, i) => i % s_every == 0).Select(oddity => oddity.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_speaks_on_the_users_line_or_nothing_is_said(string name)
    {
        Oddity oddity = OddityTable.All.Single(oddity => oddity.Name == name);
        Generation generation = oddity.Generate();
        Diagnostic[] all = [.. Compiler(generation), .. Analysis.Of(generation).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        string report = string.Join('\n', all.Select(diagnostic => diagnostic.ToString()));

        string[] rules = [.. all.Where(IsRule).Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(oddity.Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(rules), $"Expected {oddity.Rules}:\n{report}");
        Assert.Null(generation.Result.Exception);

        // Where members collide the compiler speaks of both.
        Assert.False(!rules.Any(s_aboutMembers.Contains) && all.Any(diagnostic => IsGenerated(generation, diagnostic)), $"In the generated file:\n{report}");
        string[] own = [.. all.Where(diagnostic => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal) && !s_users.Contains(diagnostic.Id)).Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(oddity.Own == "*" || oddity.Own.Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(own), $"Expected of the compiler {oddity.Own}:\n{report}");
    }

    [SdkAnalyzersFact]
    public async Task The_sdks_analyzers_with_all_their_rules_say_nothing_about_a_network()
    {
        Assert.True(Analyzers.EveryRule.Count > 100);
        Oddity odd = new("every rule", "", Documented)
        {
            Options = options => options.WithSpecificDiagnosticOptions(Analyzers.EveryRule),
        };
        Generation generation = odd.Generate();

        Diagnostic[] all = [.. await generation.Output.WithAnalyzers(Analyzers.Sdk).GetAnalyzerDiagnosticsAsync()];

        Assert.True(all.Length == 0, string.Join('\n', all.Select(diagnostic => diagnostic.ToString())));
        Assert.Empty(Compiler(generation));
    }

    [Fact]
    public void A_layer_of_the_users_that_is_called_like_dropout_or_noise_takes_none_of_their_places()
    {
        const string Mine = "[Derivative(Needs.Nothing)] public struct Mine : IActivation { public V Forward<V>(V z) where V : struct, ISimd<V> => z; public V Derivative<V>(V h) where V : struct, ISimd<V> => V.One; }";
        string text = Generation.Of($"using NetGen; {Mine} public sealed class dropoutAttribute : ActivationAttribute<Mine>; public sealed class gaussianNoiseAttribute : ActivationAttribute<Mine>; "
            + "[Network, Input(4), Dropout(0.1), GaussianNoise(0.1), dropout, gaussianNoise, Dense(4), Dropout(0.2), GaussianNoise(0.2), Dense(2), MeanSquaredError] public partial class Net;").Text;

        Assert.Contains("FillDropoutMask(0, ", text, StringComparison.Ordinal);
        Assert.Contains("FillDropoutMask(1, ", text, StringComparison.Ordinal);
        Assert.Contains("FillNoise(0, ", text, StringComparison.Ordinal);
        Assert.Contains("FillNoise(1, ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_another_generator_declares_is_a_diagnostic_and_no_exception_at_run_time()
    {
        Generation generation = Generation.Of("using NetGen; [Network, Input(Sizes.Input), Dense(2)] public partial class Net;");
        CSharpParseOptions options = (CSharpParseOptions)generation.Input.SyntaxTrees.First().Options;
        Compilation complete = generation.Output.AddSyntaxTrees(CSharpSyntaxTree.ParseText("public static class Sizes { public const int Input = 4; }", options));

        Assert.Empty(complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Equal("NG0029", Assert.Single(Analysis.Of(complete)).Id);
    }

    private const string Documented = """
        using System;
        [assembly: CLSCompliant(true)]
        [assembly: System.Runtime.InteropServices.ComVisible(false)]
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]

        namespace Odd;

        /// <summary>Images, and most kinds of layers.</summary>
        [Network]
        [Input(1, 9, 9)]
        [Normalization, Conv2D(3, 3), BatchNorm, ReLU, MaxPool2D(2), Flatten]
        [Dense(20), GELU, LayerNorm, Dropout(0.1), GaussianNoise(0.1), Dense(20), LeakyReLU(Slope = 0.1), Residual<Inner>, Dense(3)]
        [SoftmaxCrossEntropy, L1(0.1), L2(0.1)]
        public sealed partial class ImageClassifier;

        /// <summary>Several inputs and losses.</summary>
        [Network<double>]
        [Input(4, Name = "left"), Input(3, Name = "right"), Concat("left", "right")]
        [Dense(30, Name = "hidden"), Tanh, Dense(2), MeanSquaredError, Hinge(From = "hidden")]
        public sealed partial class PairClassifier
        {
            /// <summary>A network that starts otherwise.</summary>
            public PairClassifier()
                : this(seed: 7)
            {
            }
        }

        /// <summary>A part of it.</summary>
        [Block, Dense(20), Tanh]
        public sealed class Inner;
        """;

    private static readonly string[] s_aboutMembers = ["NG0020", "NG0024", "NG0025"];

    private static bool IsRule(Diagnostic diagnostic) => diagnostic.Id.StartsWith("NG", StringComparison.Ordinal);

    private static bool IsGenerated(Generation generation, Diagnostic diagnostic) =>
        generation.Result.GeneratedSources.Any(source => source.SyntaxTree == diagnostic.Location.SourceTree);

    private static IEnumerable<Diagnostic> Compiler(Generation generation) => generation.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed);
}
