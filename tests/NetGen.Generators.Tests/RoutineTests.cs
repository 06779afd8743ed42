using NetGen.Generators.Tests.Harness;
using NetGen.Generators.Text;

namespace NetGen.Generators.Tests;

/// <summary>Kernels that differ in nothing but names are one method.</summary>
public class RoutineTests
{
    [Theory]
    [InlineData("(ref float z1, ref float W1) { z1 = W1 + 1; }", "(ref float z3, ref float W3) { z3 = W3 + 1; }")]
    [InlineData("(ref float z1) { V a = V.Load(ref z1, 0); // z1\n }", "(ref float dh) { V g = V.Load(ref dh, 0); // dh\n }")]
    [InlineData("(int rows) { global::NetGen.Tanh tanh1 = new(); V t = tanh1.Forward(V.One); }", "(int rows) { global::NetGen.Tanh tanh22 = new(); V t = tanh22.Forward(V.One); }")]
    public void Names_of_parameters_and_locals_do_not_count(string one, string other) =>
        Assert.Equal(NameNormalizer.Normalize(one), NameNormalizer.Normalize(other));

    [Theory]
    [InlineData("(ref float a, ref float b) { a = b - a; }", "(ref float a, ref float b) { a = a - b; }")]
    [InlineData("(ref float a, ref float b) { a = b; }", "(ref float b, ref float a) { a = b; }")]
    [InlineData("(ref float a) { V.Store(V.Zero, ref a, 0); }", "(ref float a) { V4.Store(V4.Zero, ref a, 0); }")]
    [InlineData("(ref float a) { V.Store(V.Zero, ref a, 8); }", "(ref float a) { V.Store(V.Zero, ref a, 16); }")]
    [InlineData("(ref float a) { V.Store(V.Zero, ref a, 8); }", "(ref float a) { V.Store(V.One, ref a, 8); }")]
    [InlineData("(int a) { long b = a; }", "(int a) { uint b = a; }")]
    [InlineData("(int a) { Sum(a); }", "(int a) { Product(a); }")]
    [InlineData("(int a) { global::NetGen.Tanh f = new(); }", "(int a) { global::NetGen.ReLU f = new(); }")]
    [InlineData("(int a, int b) { return a + b; }", "(int a, int b) { return a + a; }")]
    [InlineData("(double a) { double b = 1; }", "(double a) { int b = 1; }")]
    [InlineData("() { A f = new() { Min = 1 }; }", "() { A f = new() { Max = 1 }; }")]
    [InlineData("() { A f = new() { Text = \"a\" }; }", "() { A f = new() { Text = \"b\" }; }")]
    [InlineData("() { A f = new() { Text = \"} // a\" }; }", "() { A f = new() { Text = \"} // b\" }; }")]
    [InlineData("() { A f = new() { Text = \"\\\"}a\" }; }", "() { A f = new() { Text = \"\\\"}b\" }; }")]
    [InlineData("() { A f = new() { Letter = 'a' }; }", "() { A f = new() { Letter = 'b' }; }")]
    [InlineData("() { A f = new() { Letter = '}', Type = typeof(string) }; }", "() { A f = new() { Letter = '}', Type = typeof(short) }; }")]
    public void Everything_else_does(string one, string other) =>
        Assert.NotEqual(NameNormalizer.Normalize(one), NameNormalizer.Normalize(other));

    [Theory]
    [InlineData("V x = V.Zero;", true)]
    [InlineData("V4 x = V4.Zero; // V", false)]
    [InlineData("Lanes.Sum<V>(ref x);", true)]
    [InlineData("int VV = 0;", false)]
    public void A_method_is_generic_where_its_text_says_V(string body, bool expected) => Assert.Equal(expected, NameNormalizer.Uses(body, "V"));

    [Fact]
    public void Blocks_that_repeat_add_calls_and_offsets_alone()
    {
        int once = Lines(Residual(1)), often = Lines(Residual(12));
        Assert.True(often <= 1.35 * once, $"{once} lines once, {often} lines twelve times");
        Assert.Equal(Methods(Residual(2)), Methods(Residual(12)));
    }

    [Fact]
    public void A_thousand_equal_layers_are_a_small_file()
    {
        string text = Generation.Of($"using NetGen;\n[Network, Input(8)]\n{string.Concat(Enumerable.Repeat("[Dense(8), Tanh]\n", 1000))}[MeanSquaredError]\npublic sealed partial class Net;").Text;
        Assert.True(text.Length < 2_500_000, $"{text.Length} characters");
    }

    /// <summary>Two activations of one kind with different members set to the same number.</summary>
    [Fact]
    public void What_an_activation_is_set_to_keeps_methods_apart()
    {
        string text = Generation.Of("using NetGen;\n[Network, Input(8), Dense(8), HardTanh(Min = 0.5), Dense(8), HardTanh(Max = 0.5), Dense(8), HardTanh(Max = 0.5), Dense(8)]\npublic sealed partial class Net;").Text;
        Assert.Contains("static void Dense1Forward", text, StringComparison.Ordinal);
        Assert.Contains("static void Dense2Forward", text, StringComparison.Ordinal);
        Assert.DoesNotContain("static void Dense3Forward", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_says_which_layers_it_serves()
    {
        string text = Residual(3);
        Assert.Contains("// Likewise for Dense3, Dense5.\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dense3Forward", text, StringComparison.Ordinal);
    }

    private static string Residual(int repeat) =>
        Generation.Of($"using NetGen;\n[Block, LayerNorm, Dense(256), GELU, Dense(128)] class B;\n[Network, Input(128), Residual<B>(Repeat = {repeat}), LayerNorm, Dense(10), SoftmaxCrossEntropy]\npublic sealed partial class Net;").Text;

    private static int Lines(string text) => text.Count(c => c == '\n');

    private static int Methods(string text) => text.Split('\n').Count(line => line.Contains(" static void ", StringComparison.Ordinal));
}
