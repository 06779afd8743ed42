using Microsoft.CodeAnalysis.CodeFixes;
using NetGen.CodeFixes;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Diagnostics;

/// <summary>Code fixes: the text before and after, and no diagnostic that is left.</summary>
public class CodeFixTests
{
    private static readonly CodeFixProvider[] s_providers =
    [
        new MakePartialCodeFix(), new InsertReLUCodeFix(), new InsertFlattenCodeFix(), new RemoveDuplicateCodeFix(), new ReplaceInitCodeFix(),
        new DropBiasCodeFix(), new RenameDuplicateCodeFix(), new CorrectNameCodeFix(), new MatchUnitsCodeFix(), new ChainConstructorCodeFix(),
    ];

    /// <summary>The fix, and attributes and declaration before and after.</summary>
    public static TheoryData<string, string, string> Fixes => new()
    {
        { "MakePartial", "[Network]\n[Input(4)]\n[Dense(2), Tanh] // two\npublic class Net { }", "[Network]\n[Input(4)]\n[Dense(2), Tanh] // two\npublic partial class Net { }" },
        { "MakePartial", "[Network] [Input(4)] [Dense(2)] internal sealed class Net;", "[Network] [Input(4)] [Dense(2)] internal sealed partial class Net;" },
        { "MakePartial", "[Network] [Input(4)] [Dense(2)] class Net;", "[Network] [Input(4)] [Dense(2)] partial class Net;" },
        { "ChainConstructor", "[Network] [Input(4)] [Dense(2)] partial class Net { public Net() { } }", "[Network] [Input(4)] [Dense(2)] partial class Net { public Net() : this(seed: 0L) { } }" },
        { "ChainConstructor", "[Network] [Input(4)] [Dense(2)] partial class Net\n{\n    public Net(int x)\n        : base() // mine\n    {\n    }\n}", "[Network] [Input(4)] [Dense(2)] partial class Net\n{\n    public Net(int x)\n        : this(seed: 0L) // mine\n    {\n    }\n}" },
        { "InsertReLU", "[Network]\n[Input(4)]\n[Dense(8)] // hidden\n[Dense(3)]\npartial class Net;", "[Network]\n[Input(4)]\n[Dense(8), ReLU] // hidden\n[Dense(3)]\npartial class Net;" },
        { "InsertReLU", "[Network, Input(4), Dense(8), Dropout(0.1), Dense(3)]\npartial class Net;", "[Network, Input(4), Dense(8), Dropout(0.1), ReLU, Dense(3)]\npartial class Net;" },
        { "InsertFlatten", "[Network]\n[Input(1, 28, 28)]\n[Dense(8), ReLU]\n[Dense(3)]\npartial class Net;", "[Network]\n[Input(1, 28, 28)]\n[Flatten, Dense(8), ReLU]\n[Dense(3)]\npartial class Net;" },
        { "InsertFlatten", "[Network]\n[Input(1, 28, 28)]\n[ReLU]\n[Dense(3)]\npartial class Net;", "[Network]\n[Input(1, 28, 28)]\n[ReLU, Flatten]\n[Dense(3)]\npartial class Net;" },
        { "RemoveDuplicate", "[Network]\n[Input(4)]\n[Dense(3), Softmax]\n[SoftmaxCrossEntropy]\npartial class Net;", "[Network]\n[Input(4)]\n[Dense(3)]\n[SoftmaxCrossEntropy]\npartial class Net;" },
        { "RemoveDuplicate", "[Network]\n[Input(4)]\n[Dense(3)]\n[Sigmoid] // between 0 and 1\n[BinaryCrossEntropy]\npartial class Net;", "[Network]\n[Input(4)]\n[Dense(3)]\n// between 0 and 1\n[BinaryCrossEntropy]\npartial class Net;" },
        { "RemoveDuplicate", "[Network]\n[Input(4)]\n[Dense(3)]\n[Sigmoid]\n[BinaryCrossEntropy]\npartial class Net;", "[Network]\n[Input(4)]\n[Dense(3)]\n[BinaryCrossEntropy]\npartial class Net;" },
        { "RemoveDuplicate", "[Network] [Input(4)] [Dense(3)] [Sigmoid, BinaryCrossEntropy] partial class Net;", "[Network] [Input(4)] [Dense(3)] [BinaryCrossEntropy] partial class Net;" },
        { "RemoveDuplicate", "[Network] [Input(4)] [Dense(3)] [Sigmoid] [BinaryCrossEntropy] partial class Net;", "[Network] [Input(4)] [Dense(3)] [BinaryCrossEntropy] partial class Net;" },
        { "MatchUnits", "[Network] [Input(4)] [Dense(8), ReLU] [Dense(3)] [SoftmaxCrossEntropy(ClassWeights = new double[] { 1, 2 })] partial class Net;", "[Network] [Input(4)] [Dense(8), ReLU] [Dense(2)] [SoftmaxCrossEntropy(ClassWeights = new double[] { 1, 2 })] partial class Net;" },
        { "ReplaceInit", "[Network] [Input(4)] [Dense(8, Init = Init.Xavier), ReLU] [Dense(3)] partial class Net;", "[Network] [Input(4)] [Dense(8, Init = Init.He), ReLU] [Dense(3)] partial class Net;" },
        { "ReplaceInit", "[Network] [Input(4)] [Dense(8, Init = NetGen.Init.HeNormal, Bias = false), Tanh] [Dense(3)] partial class Net;", "[Network] [Input(4)] [Dense(8, Init = NetGen.Init.XavierNormal, Bias = false), Tanh] [Dense(3)] partial class Net;" },
        { "DropBias", "[Network] [Input(4)] [Dense(8), BatchNorm, ReLU] [Dense(3)] partial class Net;", "[Network] [Input(4)] [Dense(8, Bias = false), BatchNorm, ReLU] [Dense(3)] partial class Net;" },
        { "DropBias", "[Network] [Input(4)] [Dense(Bias = true), BatchNorm, ReLU] [Dense(3)] partial class Net;", "[Network] [Input(4)] [Dense(Bias = false), BatchNorm, ReLU] [Dense(3)] partial class Net;" },
        { "DropBias", "[Network] [Input(4)] [Dense, BatchNorm, ReLU] [Dense(3)] partial class Net;", "[Network] [Input(4)] [Dense(Bias = false), BatchNorm, ReLU] [Dense(3)] partial class Net;" },
        { "RenameDuplicate", "[Network] [Input(4)] [Dense(8, Name = \"a\"), ReLU] [Dense(3, Name = \"a\")] partial class Net;", "[Network] [Input(4)] [Dense(8, Name = \"a\"), ReLU] [Dense(3, Name = \"a2\")] partial class Net;" },
        { "RenameDuplicate", "[Network] [Input(4)] [Dense(8, Name = \"a\"), ReLU(Name = \"a2\")] [Dense(3, Name = \"a\")] partial class Net;", "[Network] [Input(4)] [Dense(8, Name = \"a\"), ReLU(Name = \"a2\")] [Dense(3, Name = \"a3\")] partial class Net;" },
        { "CorrectName", "[Network] [Input(4)] [Dense(8, Name = \"hidden\"), ReLU] [Dense(3, From = \"hiden\")] partial class Net;", "[Network] [Input(4)] [Dense(8, Name = \"hidden\"), ReLU] [Dense(3, From = \"hidden\")] partial class Net;" },
        { "CorrectName", "[Network] [Input(4)] [Dense(8), ReLU(Name = \"one\")] [Dense(8), ReLU, Add(\"One\")] [Dense(3)] partial class Net;", "[Network] [Input(4)] [Dense(8), ReLU(Name = \"one\")] [Dense(8), ReLU, Add(\"one\")] [Dense(3)] partial class Net;" },
        { "MatchUnits", "[Network] [Input(4)] [Dense(8), ReLU(Name = \"a\")] [Dense(6), Add(\"a\")] [Dense(3, From = \"input\")] partial class Net;", "[Network] [Input(4)] [Dense(8), ReLU(Name = \"a\")] [Dense(8), Add(\"a\")] [Dense(3, From = \"input\")] partial class Net;" },
    };

    /// <summary>Where a fix would be a guess there is none.</summary>
    public static TheoryData<string, string> Unfixed => new()
    {
        { "InsertReLU", "[Network] [Input(4)] [Dense(8, Name = \"a\")] [Dense(4, From = \"a\")] partial class Net;" },
        { "InsertFlatten", "[Network] [Input(1, 8, 8, Name = \"image\")] [Dense(8, From = \"image\")] partial class Net;" },
        { "RenameDuplicate", "[Network] [Input(4)] [Dense(8, Name = \"dense2\"), ReLU] [Dense(3)] partial class Net;" },
        { "ChainConstructor", "class Base { public Base(int x = 0) { } } [Network] [Input(4)] [Dense(2)] partial class Net : Base { public Net() : base(3) { } }" },
        { "CorrectName", "[Network] [Input(4)] [Dense(8, From = \"somewhere\")] partial class Net;" },
    };

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task A_fix_changes_only_what_is_wrong(string fix, string before, string after)
    {
        string? fixedSource = await Fix.First(Provider(fix), Source(before));

        Assert.Equal(Source(after), fixedSource);
        Assert.DoesNotContain(Analysis.Of(Generation.Of(fixedSource!)), diagnostic => Provider(fix).FixableDiagnosticIds.Contains(diagnostic.Id));
    }

    [Theory]
    [MemberData(nameof(Unfixed))]
    public async Task There_is_no_fix_that_would_be_a_guess(string fix, string source) =>
        Assert.Null(await Fix.First(Provider(fix), Source(source)));

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task All_networks_of_a_file_are_fixed_at_once(string fix, string before, string after)
    {
        string fixedSource = await Fix.All(Provider(fix), Twice(before));

        Assert.Equal(Twice(after), fixedSource);
    }

    [Fact]
    public async Task All_layers_of_a_network_are_fixed_at_once()
    {
        string fixedSource = await Fix.All(Provider("InsertReLU"), Source("[Network]\n[Input(4)]\n[Dense(8)]\n[Dense(8)]\n[Dense(8), Dense(3)]\npartial class Net;"));

        Assert.Equal(Source("[Network]\n[Input(4)]\n[Dense(8), ReLU]\n[Dense(8), ReLU]\n[Dense(8), ReLU, Dense(3)]\npartial class Net;"), fixedSource);
    }

    [Fact]
    public void Every_fix_is_tested() =>
        Assert.Equal(
            typeof(MakePartialCodeFix).Assembly.GetTypes().Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract).Select(type => type.Name).Order(),
            Fixes.Select(row => row[0] + "CodeFix").Distinct().Order());

    private static CodeFixProvider Provider(string fix) => s_providers.Single(provider => provider.GetType().Name == fix + "CodeFix");

    private static string Source(string network) => $"using NetGen;\n\n{network}\n";

    private static string Twice(string network) => $"{Source(network)}\n{network.Replace("class Net", "class Other", StringComparison.Ordinal)}\n";
}
