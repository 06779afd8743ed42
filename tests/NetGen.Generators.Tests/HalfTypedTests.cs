using Microsoft.CodeAnalysis;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>While code is being typed the compiler speaks: the generator never throws, whatever the attributes hold.</summary>
public class HalfTypedTests
{
    private const string Whole = """
        using NetGen;

        namespace Mine
        {
            /// <summary>A net.</summary>
            [Network<double>(Init = Init.He)]
            [Input(4, Name = "features")]
            [Dense(8, Bias = false, Name = "h1"), ReLU, LeakyReLU(Slope = 0.2), Dropout(0.5)]
            [Dense(3, From = "input")] [L2(1e-4)]
            [SoftmaxCrossEntropy(Reduction = Reduction.Sum)]
            public sealed partial class Net : System.IDisposable { public void Dispose() { } }
        }
        """;

    public static TheoryData<string> Networks =>
    [
        "[Network] [Input()] [Dense(3)]",
        "[Network] [Input(null)] [Dense(3)]",
        "[Network] [Input(new int[0])] [Dense(3)]",
        "[Network] [Input(new int[] { })] [Dense(3)]",
        "[Network] [Input((int[])null!)] [Dense(3)]",
        "[Network] [Input(\"4\")] [Dense(3)]",
        "[Network] [Input(4.5)] [Dense(3)]",
        "[Network] [Input(n)] [Dense(3)]",
        "[Network] [Input(Missing.Size, 3)] [Dense(3)]",
        "[Network] [Input(4)] [Dense(\"3\")]",
        "[Network] [Input(4)] [Dense(3.5)]",
        "[Network] [Input(4)] [Dense(3, 4, 5)]",
        "[Network] [Input(4)] [Dense(null)]",
        "[Network] [Input(4)] [Dense(Units = 3)]",
        "[Network] [Input(4)] [Dense(3, Init = )]",
        "[Network] [Input(4)] [Dense(3, Init = Init.Nothing)]",
        "[Network] [Input(4)] [Dense(3, Init = \"He\", InitScale = \"1\")]",
        "[Network] [Input(4)] [Dense(3, Name = 5, From = 7, Bias = null)]",
        "[Network] [Input(4)] [Dense(3, Name = null, From = null)]",
        "[Network] [Input(4)] [Dense(3, Name = \"a\", Name = \"b\")]",
        "[Network] [Input(4)] [Dense(99999999999)]",
        "[Network] [Input(4)] [Dense(1 / 0)]",
        "[Network] [Input(4)] [Dense(3), Dropout]",
        "[Network] [Input(4)] [Dense(3), Dropout()]",
        "[Network] [Input(4)] [Dense(3), Dropout(\"half\")]",
        "[Network] [Input(4)] [Dense(3), Dropout(default)]",
        "[Network] [Input(4)] [Dense(3), Rel]",
        "[Network] [Input(4)] [Dense(3), NoSuchLayer(3, x: 4), ReLU]",
        "[Network] [Input(4)] [Dense(3), Mine.Nowhere.ReLU]",
        "[Network] [Input(4)] [Dense(3), ActivationAttribute<ReLU>]",
        "[Network] [Input(4)] [Dense(3), LossAttribute]",
        "[Network] [Input(4)] [Dense(3), LayerAttribute]",
        "[Network] [Input(4)] [Dense(3), Activation<int>]",
        "[Network] [Input(4)] [Dense(3)] [L2] [MeanSquaredError]",
        "[Network] [Input(4)] [Dense(3)] [L2(\"x\")] [MeanSquaredError]",
        "[Network] [Input(4)] [Dense(3)] [L2(1)] [L2(2)] [MeanSquaredError]",
        "[Network] [Input(4)] [Dense(3)] [MeanSquaredError(Reduction = (Reduction)99)]",
        "[Network] [Input(4)] [Dense(3)] [MeanSquaredError(Reduction = , Weight = )]",
        "[Network<>] [Input(4)] [Dense(3)]",
        "[Network<string>] [Input(4)] [Dense(3)]",
        "[Network<Missing>] [Input(4)] [Dense(3)]",
        "[Network<double, double>] [Input(4)] [Dense(3)]",
        "[Network<nint>] [Input(4)] [Dense(3)]",
        "[Network<(int, int)>] [Input(4)] [Dense(3)]",
        "[Network] [Network] [Input(4)] [Dense(3)]",
        "[Network] [Network<double>] [Input(4)] [Dense(3)]",
        "[Network] [Input(4)] [Dense(3)] partial class Net; [Network]",
        "[Network] [Input(4)] [Dense(3)] partial class Net; [Network<float>]",
        "[Network] [Input(4)] [Dense(3",
        "[Network] [Input(4)] [Dense(3)",
        "[Network] [Input(4)] [Dense(",
        "[Network] [Input(4)] [",
        "[Network, [Input(4), Dense(3)]]",
        "[Network]",
        "[Network] [Input(4)] [Dense(3)] public partial class Net { int InputSize; void Forward( }",
        "[Network] [Input(4)] [Dense(3), Broken]",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_half_typed_network_never_makes_the_generator_throw(string network) =>
        AssertQuiet($"using NetGen; {network} public partial class Net; public struct Broken<T> : IActivation; public class BrokenAttribute : ActivationAttribute<Broken>;");

    [Fact]
    public void No_beginning_of_a_network_makes_the_generator_throw()
    {
        for (int length = Whole.IndexOf('[', StringComparison.Ordinal); length < Whole.Length; length += 3)
        {
            AssertQuiet(Whole[..length]);
        }
    }

    [Fact]
    public void No_missing_word_makes_the_generator_throw()
    {
        string[] words = System.Text.RegularExpressions.Regex.Split(Whole, @"\b");
        for (int i = 0; i < words.Length; i++)
        {
            AssertQuiet(string.Concat(words.Where((_, at) => at != i)));
        }
    }

    [Fact]
    public void A_project_without_the_library_is_left_alone()
    {
        Generation generation = Generation.Run(Generation.Compile("[Network] [Input(4)] [Dense(3)] public partial class Net;").WithReferences(Generation.Compile().References.Take(200).Where(r => !r.Display!.EndsWith("NetGen.dll", StringComparison.Ordinal))));

        Assert.Null(generation.Result.Exception);
        Assert.Empty(generation.Result.GeneratedSources);
    }

    [Theory]
    [InlineData("[Network] [Input(4)] [Dense(3), NoSuchLayer] [SoftmaxCrossEntropy]", "CS0246")]
    [InlineData("[Network] [Input(4)] [Dense(\"3\")] [SoftmaxCrossEntropy]", "CS1503")]
    [InlineData("[Network] [Input(4)] [Dense(3), Dropout] [SoftmaxCrossEntropy]", "CS7036")]
    public void An_error_of_the_compiler_is_the_only_one(string network, string id)
    {
        Generation generation = Generation.Of($"using NetGen; {network} public partial class Net; static class User {{ static void Use() => new Net().Loss(new Net().CreateWorkspace(3), new int[3]); }}");

        Assert.All(generation.Errors, error => Assert.Equal(id, error.Id));
        Assert.NotEmpty(generation.Errors);
        Assert.Empty(Analysis.Of(generation));
    }

    private static void AssertQuiet(string source)
    {
        Generation generation = Generation.Of(source);

        Assert.True(generation.Result.Exception is null, $"{source}\n{generation.Result.Exception}");
        Assert.DoesNotContain(generation.Result.Diagnostics, diagnostic => diagnostic.Id == "CS8785");
        Assert.DoesNotContain(Analysis.Of(generation), diagnostic => diagnostic.Id == "AD0001");
        Assert.All(generation.Result.GeneratedSources, generated => Assert.DoesNotContain(generated.SyntaxTree.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error));
    }
}
