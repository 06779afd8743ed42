using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Text;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>The same input gives the same bytes, whatever the machine, its language and the order of files.</summary>
public partial class DeterminismTests
{
    private const string Networks = """
        using NetGen;

        namespace Ideas;

        /// <summary>
        /// A network with numbers that some cultures write otherwise.
        /// </summary>
        [Network(BiasInit = -0.5)]
        [Input(1234)]
        [Dense(129, Init = Init.Normal, InitScale = 1e-7), LeakyReLU(Slope = -0.125), Dropout(0.2)]
        [L2(1e-05)]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        public partial class Iliad;

        [Network<double>] [Input(2)] [Dense(4), Tanh] [Dense(1)] [MeanSquaredError]
        public partial class Tiny;

        [Network] [Dense(0)]
        public partial class Wrong;
        """;

    [Fact]
    public void Two_runs_give_the_same_text() =>
        Assert.Equal(Texts(Generation.Of(Networks)), Texts(Generation.Of(Networks)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    public void The_culture_changes_nothing(string culture)
    {
        Dictionary<string, string> expected = Texts(Generation.Of(Networks));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureOf(culture);
            Assert.Equal("-0,5", (-0.5).ToString(CultureInfo.CurrentCulture).Replace('\u2212', '-'));
            Assert.Equal(expected, Texts(Generation.Of(Networks)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Carriage_returns_in_the_source_change_nothing() =>
        Assert.Equal(Texts(Generation.Of(Networks)), Texts(Generation.Of(Networks.ReplaceLineEndings("\r\n"))));

    [Fact]
    public void The_order_of_files_changes_nothing()
    {
        string[] files = [Networks, "class A;", "using NetGen; [Network] [Input(2)] [Dense(2)] partial class B;", "using NetGen; [Network] [Input(3)] [Dense(3)] partial class b;"];

        Dictionary<string, string> expected = Texts(Generation.Of(files));

        Assert.Equal(5, expected.Count);
        Assert.Equal(expected, Texts(Generation.Of([.. files.Reverse()])));
        Assert.Equal(expected, Texts(Generation.Run(CSharpCompilation.Create("OtherName", Generation.Compile(files).SyntaxTrees.Reverse(), Generation.Compile().References, Generation.CompilationOptions))));
    }

    [Fact]
    public void The_text_has_clean_lines()
    {
        Dictionary<string, string> texts = Texts(Generation.Of(Networks));

        Assert.Equal(3, texts.Count);
        Assert.All(texts.Values, text =>
        {
            Assert.DoesNotContain('\r', text);
            Assert.DoesNotContain('\t', text);
            Assert.DoesNotContain('\uFEFF', text);
            Assert.DoesNotContain(" \n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(EmptyLineAtBrace(), text);
            Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Generated_files_have_no_byte_order_mark() =>
        Assert.All(Generation.Of(Networks).Result.GeneratedSources, source => Assert.Empty(source.SourceText.Encoding!.GetPreamble()));

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e-7)]
    [InlineData(1.0 / 3)]
    [InlineData(1e300)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-5.0)]
    [InlineData(123456789012345678.0)]
    [InlineData(0.1f)]
    [InlineData(-0.0)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void A_number_reads_back_as_the_same_double(double value)
    {
        using NetworkAssembly assembly = NetworkAssembly.Load($"public static class Holder {{ public static double Value() => {CodeWriter.Literal(value)}; }}");

        object read = assembly.Type("Holder").GetMethod("Value")!.Invoke(null, null)!;

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits((double)read));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("quote \" backslash \\ brace {0} {x}")]
    [InlineData("line\nline\r\n\u2028\u0085 tab\t nul\0 bell\a")]
    public void A_text_reads_back_as_the_same_string(string value)
    {
        using NetworkAssembly assembly = NetworkAssembly.Load($"public static class Holder {{ public static string Value() => {CodeWriter.Literal(value)}; }}");

        Assert.Equal(value, assembly.Type("Holder").GetMethod("Value")!.Invoke(null, null));
    }

    private static Dictionary<string, string> Texts(Generation generation)
    {
        Assert.Empty(generation.Result.Diagnostics);
        return generation.Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
    }

    /// <summary>The culture, or its way with numbers on a machine without data of cultures.</summary>
    private static CultureInfo CultureOf(string name)
    {
        try
        {
            return new CultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (",", ".");
            culture.NumberFormat.NegativeSign = name == "sv-SE" ? "\u2212" : "-";
            return culture;
        }
    }

    [GeneratedRegex(@"\{\n\n|\n\n *\}")]
    private static partial Regex EmptyLineAtBrace();
}
