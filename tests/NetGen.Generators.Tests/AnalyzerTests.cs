using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>Each rule stands where the mistake is, and can be suppressed there. Messages are tested with the stand-ins.</summary>
public class AnalyzerTests
{
    /// <summary>The rule, and a network in which the marks «» enclose what the rule is reported on.</summary>
    public static TheoryData<string, string> Spans => new()
    {
        { "NG0001", "[Network] [Input(4)] [Dense(2)] class «Net»;" },
        { "NG0002", "[Network] [Input(4)] [Dense(2)] partial record «Net»;" },
        { "NG0003", "[Network] [Dense(2)] partial class «Net»;" },
        { "NG0003", "[Network] [«Input»] [Dense(2)] partial class Net;" },
        { "NG0004", "[Network] [Input(4)] partial class «Net»;" },
        { "NG0005", "[Network] [Input(4)] [«Dense(0)», ReLU] partial class Net;" },
        { "NG0005", "[Network] [«Input(-4)»] [Dense(2)] partial class Net;" },
        { "NG0006", "[Network] [Input(4)] [Dense(2), ReLU, «Dropout(1.5)»] partial class Net;" },
        { "NG0008", "[Network] [Input(4)] [«Input(4)»] [Dense(2)] partial class Net;" },
        { "NG0036", "[Network] [Input(4)] [Input(4, Name = \"b\")] [«Dense(2)»] partial class Net;" },
        { "NG0017", "[Network] [Input(4)] [Dense(2)] [MeanSquaredError, «HalfSquaredError(Weight = double.NaN)»] partial class Net;" },
        { "NG0007", "[Network] [Input(4)] [«Mine»] partial class Net;" },
        { "NG0008", "[Network] [Input(4)] [Dense(2, Name = \"a\"), «Dense(2, Name = \"a\")»] partial class Net;" },
        { "NG0008", "[Block] [«Dense(4, Name = \"add\")»] class B; [Network] [Input(4)] [Residual<B>] partial class Net;" },
        { "NG0009", "[Network] [Input(4)] [Dense(2)] [MeanSquaredError] [«ReLU»] partial class Net;" },
        { "NG0010", "[Network] [Input(2, 2, 2)] [Dense(3), LogSoftmax] [«NegativeLogLikelihood»] partial class Net;" },
        { "NG0011", "[Network] [Input(4)] partial class «Net»; [Dense(2)] partial class Net;" },
        { "NG0012", "[Network] [Input(4)] [Dense(2), «NoTraits»] partial class Net;" },
        { "NG0013", "[Network] [Input(4)] [Dense(1)] [«SoftmaxCrossEntropy»] partial class Net;" },
        { "NG0014", "[Network] [Input(100000)] [Dense(2), «Dense(int.MaxValue)»] partial class Net;" },
        { "NG0015", "[«Network<long>»] [Input(4)] [Dense(2)] partial class Net;" },
        { "NG0016", "[Network] [Input(4)] [«Dense(2, Name = \"a b\")»] partial class Net;" },
        { "NG0017", "[Network] [Input(4)] [Dense(2)] [«L2(double.NaN)»] partial class Net;" },
        { "NG0018", "[Network] [Input(4)] [«Dense(2, From = \"nowhere\")»] partial class Net;" },
        { "NG0019", "[Network] [«Network<double>»] [Input(4)] [Dense(2)] partial class Net;" },
        { "NG0030", "[Block] [Dense(4), «Residual<B>»] class B; [Network] [Input(4)] [Residual<B>] partial class Net;" },
        { "NG0031", "[Block] class B; [Network] [Input(4)] [«Residual<B>»] partial class Net;" },
        { "NG0032", "[Network] [Input(4)] [Dense(3), «Add(\"input\")»] partial class Net;" },
        { "NG0032", "[Block] [Dense(4), «Add(\"input\")»] class B; [Network] [Input(3)] [Sequence<B>] partial class Net;" },
        { "NG0033", "[Network] [Input(4)] [«Dense(3)», Dense(2, From = \"input\")] partial class Net;" },
        { "NG0034", "[Network] [Input(4)] [Dense(3), «Dense(2, Tie = \"dense1\")»] partial class Net;" },
        { "NG0035", "[Block] [Dense(4)] class B; [Network] [Input(4)] [Sequence<B>(Repeat = 10001)] partial class «Net»;" },
        { "NG0037", "[Network] [Input(4)] [«Reshape(3)»] partial class Net;" },
        { "NG0020", "[Network] [Input(4)] [Dense(2)] partial class Net { public const int «InputSize» = 4; }" },
        { "NG0020", "[Network] [Input(4)] [Dense(2)] partial class Net { public float[] «Predict»(System.ReadOnlySpan<float> input) => []; public int Predict(string text) => text.Length; }" },
        { "NG0022", "[Network] [Input(4)] [Dense(2)] partial class Net«(int x)» { public int X => x; }" },
        { "NG0022", "[Network] [Input(4)] [Dense(2)] partial class Net { public required string «Title» { get; set; } }" },
        { "NG0022", "class Base { protected Base(int x) { } } [Network] [Input(4)] [Dense(2)] partial class Net : «Base»;" },
        { "NG0023", "[Network] [Input(4)] [Dense(2)] partial class Net { public «Net»() { } }" },
        { "NG0024", "[Network] [Input(4)] [Dense(2)] partial class «Predict»;" },
        { "NG0024", "[Network] [Input(4)] [Dense(2)] partial class «Dense1Forward»;" },
        { "NG0025", "[Network] [Input(4)] [Dense(2)] partial class First; [Network] [Input(4)] [Dense(2)] partial class Net : «First»;" },
        { "NG0025", "class Base { public virtual void Save(string path) { } } [Network] [Input(4)] [Dense(2)] partial class Net : «Base»;" },
        { "NG0026", "[Network] [Input(4)] [Dense(2), «Net.Hidden»] partial class Net { [Derivative(Needs.Input)] public struct F : IActivation { V IActivation.Forward<V>(V z) => z; V IActivation.Derivative<V>(V z) => z; } internal sealed class HiddenAttribute : ActivationAttribute<F>; }" },
        { "NG0027", "[Network] [Input(4)] [Dense(2), «Net.Stepped(Steps = 0.5)»] partial class Net { [Derivative(Needs.Input)] public struct F : IActivation { public int Steps { get; set; } public V Forward<V>(V z) where V : struct, ISimd<V> => z; public V Derivative<V>(V z) where V : struct, ISimd<V> => z; } internal sealed class SteppedAttribute : ActivationAttribute<F> { public double Steps { get; set; } } }" },
        { "NG0028", "[Network] [Input(4)] [Dense(3), Dense(2, «Name = nameof(Net.OutputSize)»)] partial class Net;" },
        { "NG0028", "[Network] [Input(4)] [Dense(«2 * Net.OutputSize», Name = \"a\")] partial class Net;" },
        { "NG0040", "[Network] [Input(4)] [Dense(1), Tanh] [«PerceptronRule»] partial class Net;" },
        { "NG0041", "[Network] [«Input<long>(4)»] [Embedding(9, 2), Flatten, Dense(2)] [SoftmaxCrossEntropy] partial class Net;" },
        { "NG0042", "[Network] [Input<int>(4)] [«Dense(2)»] [SoftmaxCrossEntropy] partial class Net;" },
        { "NG0043", "[Network] [«Input(4, Padding = 0)»] [Dense(2)] [SoftmaxCrossEntropy] partial class Net;" },
        { "NG0044", "[Network] [Input(4, 3, Name = \"a\", Padding = 0)] [Input(4, 3, Name = \"b\", Padding = 0)] [«Add(\"a\", From = \"b\")», Flatten, Dense(2)] [SoftmaxCrossEntropy] partial class Net;" },
        { "NG0045", "[Network] [Input(4)] [«Embedding(9, 2)», Flatten, Dense(2)] [SoftmaxCrossEntropy] partial class Net;" },
        { "NG0050", "[Network] [Input(1, 4, 4)] [«Conv2D(2, 5)», ReLU] [Flatten, Dense(2)] partial class Net;" },
        { "NG0005", "[System.Serializable, Network]\n[System.Obsolete]\n[Input(4)]\n[Dense(3)]\n[Dense(2), «Dense(-1)»] partial class Net;" },
    };

    [Theory]
    [MemberData(nameof(Spans))]
    public void A_rule_is_reported_once_on_the_attribute_that_is_wrong(string id, string marked)
    {
        string source = Source(marked);
        int start = source.IndexOf('«', StringComparison.Ordinal), end = source.IndexOf('»', StringComparison.Ordinal) - 1;
        source = source.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

        Diagnostic diagnostic = Assert.Single(Analysis.Of(Generation.Of(source)));

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(source[start..end], source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal(start, diagnostic.Location.SourceSpan.Start);
        Assert.DoesNotContain('{', diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Spans))]
    public void A_pragma_suppresses_a_rule(string id, string marked)
    {
        string source = Source(marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal));

        Assert.Empty(Analysis.Of(Generation.Of($"#pragma warning disable {id}\n{source}")));
    }

    [Fact]
    public void Messages_are_exact()
    {
        IEnumerable<string> lines = Spans.Select(row => Marked.Parse(Source((string)row[1])).Text)
            .Select(source => (Source: source, Diagnostic: Analysis.Of(Generation.Of(source))[0]))
            .Select(found => $"// {found.Diagnostic.Id} {found.Source.Substring(found.Diagnostic.Location.SourceSpan.Start, found.Diagnostic.Location.SourceSpan.Length)}: {found.Diagnostic.GetMessage(CultureInfo.InvariantCulture)}")
            .Order(StringComparer.Ordinal);

        Snapshot.VerifyText(string.Join('\n', lines) + "\n", Path.Combine(Snapshot.Folder(), $"{nameof(AnalyzerTests)}.Messages"), Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1");
    }

    // Not of a source alone: see OddityTests.
    private static readonly string[] s_ofProjects = ["NG0021", "NG0029"];

    [Fact]
    public void Every_rule_has_a_span() =>
        Assert.Equal(Rules.All.Select(rule => rule.Id).Except(s_ofProjects).Order(), Spans.Select(row => (string)row[0]).Distinct().Order());

    [Fact]
    public void Every_rule_is_in_the_release_notes()
    {
        string folder = Path.Combine(Path.GetDirectoryName(Snapshot.Folder())!, "../../generators/NetGen.Generators/Diagnostics");
        string notes = File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Shipped.md")) + File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"));

        Assert.All(Rules.All, rule => Assert.Contains(rule.Id, notes, StringComparison.Ordinal));
    }

    [Fact]
    public void A_right_network_has_no_diagnostic() =>
        Assert.Empty(Analysis.Of(Generation.Of(Source("[Network] [Input(4)] [Dense(2), ReLU, Dropout(0)] [L2(0)] [Dense(2)] [SoftmaxCrossEntropy] partial class Net;"))));

    [Fact]
    public void A_class_that_is_no_network_is_left_alone() =>
        Assert.Empty(Analysis.Of(Generation.Of(Source("[Input(-4)] [Dense(-2)] class Net;"))));

    private static string Source(string network) => $$"""
        #pragma warning disable CS0612
        using NetGen;
        struct NoTraits : IActivation
        {
            public V Forward<V>(V z) where V : struct, ISimd<V> => z;
            public V Derivative<V>(V z) where V : struct, ISimd<V> => z;
        }
        sealed class NoTraitsAttribute : ActivationAttribute<NoTraits>;
        sealed class MineAttribute : LayerAttribute;
        {{network}}
        """;
}
