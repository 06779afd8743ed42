using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>Constants of one network in the attributes of another: planned, not seen, for generators do not see their own output.</summary>
public class NetworkConstantsTests
{
    private const string Encoder = "using NetGen; namespace Nets; [Network, Input(12), Dense(5)] public partial class Encoder;";
    private const string Between = "namespace Nets; public static class Sizes { public const int Hidden = 3 * Encoder.OutputSize - 1; }";
    private const string Decoder = "using NetGen; using Nets; [Network, Input(Encoder.OutputSize), Dense(Sizes.Hidden), Tanh, Dense(Encoder.InputSize), MeanSquaredError] public partial class Decoder;";
    private const string Last = "using NetGen; [Network, Input(Decoder.OutputSize, 2), Flatten, Dense(Decoder.ParameterCount)] public partial class Last;";

    [Fact]
    public void A_network_has_the_sizes_that_the_constants_say_through_chains_and_constants_of_the_users()
    {
        using NetworkAssembly assembly = NetworkAssembly.Load(Last, Decoder, Between, Encoder);

        Assert.Equal((12, 5, 65), Sizes(assembly, "Nets.Encoder"));
        Assert.Equal((5, 12, 5 * 14 + 14 + 14 * 12 + 12), Sizes(assembly, "Decoder"));
        Assert.Equal((24, 264, 24 * 264 + 264), Sizes(assembly, "Last"));
        Assert.NotNull(Activator.CreateInstance(assembly.Type("Last"), 1L)); // no stand-in
    }

    [Fact]
    public void Constants_may_stand_for_constants_in_any_number()
    {
        string row = string.Concat(Enumerable.Range(1, 2000).Select(i => $"public const int C{i} = C{i - 1};\n"));
        Generation generation = Generation.Of(Encoder, $"public static class Row {{ public const int C0 = Nets.Encoder.OutputSize;\n{row} }}", "using NetGen; [Network, Input(Row.C2000), Dense(2)] public partial class Last;");

        Thread thread = new(() => generation = Generation.Run(generation.Input), 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Contains("public const int InputSize = 5;", Text(generation, "Last"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_the_other_network_changes_those_that_use_it_and_an_unrelated_edit_none()
    {
        CSharpCompilation compilation = Generation.Compile(Encoder, Between, Decoder);
        Generation before = Generation.Run(compilation, trackSteps: true);

        Generation unrelated = before.RunAgain(Replace(compilation, 0, Encoder + " // a comment"));
        Generation wider = unrelated.RunAgain(Replace(compilation, 0, Encoder.Replace("Dense(5)", "Dense(6)", StringComparison.Ordinal)));
        Generation factor = before.RunAgain(Replace(compilation, 1, Between.Replace("3 *", "4 *", StringComparison.Ordinal)));

        Assert.All(Outputs(unrelated), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Contains("public const int InputSize = 5;", Text(before, "Decoder"), StringComparison.Ordinal);
        Assert.Contains("public const int InputSize = 6;", Text(wider, "Decoder"), StringComparison.Ordinal);
        Assert.Contains("Dense(17)", Text(wider, "Decoder"), StringComparison.Ordinal);
        Assert.Contains("Dense(19)", Text(factor, "Decoder"), StringComparison.Ordinal);
        Assert.Equal(Text(before, "Encoder"), Text(factor, "Encoder"));
    }

    [Theory]
    [InlineData("[Network, Input(«B.OutputSize»), Dense(2)] public partial class A; [Network, Input(2), Dense(-2)] public partial class B;", "[Input] needs B.OutputSize, which cannot be computed: B cannot be planned: NG0005")]
    [InlineData("[Network, Input(3), Dense(2, «Name = nameof(A) + A.Text»)] public partial class A { public const string Text = OutputSize > 0 ? \"a\" : \"b\"; }", "[Dense] needs A.OutputSize, which cannot be computed: it depends on itself: A, which needs A")]
    [InlineData("[Network, Input(«1 + B.InputSize»), Dense(2)] public partial class A; [Network, Input(4, C.OutputSize), Dense(3)] public partial class B; [Network, Input(A.OutputSize), Dense(2)] public partial class C;", "[Input] needs B.InputSize, which cannot be computed: B cannot be planned: NG0028")]
    [InlineData("[Block, Dense(A.InputSize)] class Part; [Network, Input(3), «Sequence<Part>»] public partial class A;", "[Sequence] needs A.InputSize, which cannot be computed: it depends on itself: A, which needs A")]
    public void What_cannot_be_computed_is_said_on_the_argument(string marked, string message)
    {
        Marked source = Marked.Parse(marked);
        string text = "using NetGen;\n" + source.Text;
        Generation generation = Generation.Of(text);

        Diagnostic diagnostic = Analysis.Of(generation).First(diagnostic => diagnostic.Id == "NG0028");

        Assert.StartsWith(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(source.Enclosed, text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Empty(generation.Errors);
    }

    private static (int, int, int) Sizes(NetworkAssembly assembly, string network)
    {
        return (Constant("InputSize"), Constant("OutputSize"), Constant("ParameterCount"));

        int Constant(string name) => (int)assembly.Type(network).GetField(name)!.GetRawConstantValue()!;
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string text)
    {
        SyntaxTree old = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, Generation.ParseOptions, old.FilePath));
    }

    private static IEnumerable<IncrementalStepRunReason> Outputs(Generation generation) =>
        generation.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static string Text(Generation generation, string network) =>
        generation.Result.GeneratedSources.Single(source => source.HintName.EndsWith(network + ".g.cs", StringComparison.Ordinal)).SourceText.ToString();
}
