using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Playground.Compiling;

namespace Playground.Tests;

/// <summary>The worker's executor, in this process: what the page's editor does.</summary>
public sealed class CompilerTests
{
    private const string Source = "using NetGen;\n\n[Network, Input(2), Dense(8), Tanh, Dense(8), Tanh, Dense(1), BinaryCrossEntropy]\npublic sealed partial class Mine;\n";

    [Fact]
    public async Task A_network_is_compiled_trained_and_drawn()
    {
        Executor executor = new();
        CompileReply reply = await executor.Compile(new(Source, Emit: true));
        Assert.Empty(reply.Findings);
        Assert.True(reply.HasAssembly);
        Assert.Contains("partial class Mine", Assert.Single(reply.Files).Text, StringComparison.Ordinal);
        TrainReply made = executor.Train(new("data=circle&features=x1.x2&rate=0.03"));
        Assert.Equal((null, "Mine"), (made.Error, made.Name));
        Picture picture = executor.Advance(new(20, ""));
        for (int i = 0; i < 100; i++)
            picture = executor.Advance(new(20, ""));
        Assert.Null(picture.Error);
        Assert.Equal(50 * 50, picture.Surface.Length);
        Assert.InRange(picture.Score.TestScore, 0.97, 1);
    }

    [Fact]
    public async Task A_live_network_has_the_familys_bits()
    {
        Executor executor = new();
        await executor.Compile(new(Declaration.Write(SettingTable.Read("data=circle&features=x1.x2&layers=5-3")), Emit: true));
        executor.Train(new("data=circle&features=x1.x2&layers=5-3"));
        Session family = new(SettingTable.Read("data=circle&features=x1.x2&layers=5-3"));
        family.Run(1);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(family.Draw().Surface, executor.Advance(new(1, "")).Surface);
            family.Run(1);
        }
    }

    [Fact]
    public async Task Losses_of_classes_and_of_signs_are_trained_too()
    {
        foreach (string end in (string[])["Dense(2), SoftmaxCrossEntropy", "Dense(1), Hinge", "Dense(1), MeanSquaredError", "Dense(1), Sigmoid, BinaryCrossEntropy(FromLogits = false)"])
        {
            Executor executor = new();
            CompileReply reply = await executor.Compile(new($"using NetGen;\n[Network, Input(2), Normalization, Dense(8), Tanh, {end}]\npublic sealed partial class Mine;", Emit: true));
            Assert.True(reply.HasAssembly);
            Assert.Null(executor.Train(new("data=gauss&optimizer=adam&rate=0.03")).Error);
            Picture picture = executor.Advance(new(1, ""));
            for (int i = 0; i < 30; i++)
                picture = executor.Advance(new(10, ""));
            Assert.True(picture.Score.TestScore > 0.97, end);
        }
    }

    [Fact]
    public async Task A_wrong_shape_is_reported_where_it_stands()
    {
        CompileReply reply = await new Executor().Compile(new("using NetGen;\n[Network, Input(2), Dense(3), Reshape(2, 2), Dense(1), MeanSquaredError]\npublic sealed partial class Mine;", Emit: true));
        Finding finding = Assert.Single(reply.Findings, finding => finding.Severity == "error");
        Assert.StartsWith("NG", finding.Id, StringComparison.Ordinal);
        Assert.Equal((2, "using NetGen;\n[Network, Input(2), Dense(3), ".Length), (finding.Line, finding.Start));
        Assert.False(reply.HasAssembly);
    }

    [Fact]
    public async Task What_the_compiler_itself_finds_is_reported_too()
    {
        CompileReply reply = await new Executor().Compile(new("using NetGen;\n[Network, Input(2), Dense(\"3\"), MeanSquaredError]\npublic sealed partial class Mine;", Emit: true));
        Assert.Contains(reply.Findings, finding => finding.Id == "CS1503");
        Assert.Contains((await new Executor().Compile(new("using NetGen;\n[Network, Input(2) Dense(1)]\nclass", Emit: true))).Findings, finding => finding.Id == "CS1003");
    }

    [Fact]
    public async Task Lints_are_reported_and_do_not_hinder()
    {
        CompileReply reply = await new Executor().Compile(new("using NetGen;\n[Network, Input(2), Dense(3), Dense(1), MeanSquaredError]\npublic sealed partial class Mine;", Emit: true));
        Assert.Equal(("NG0101", "warning"), (Assert.Single(reply.Findings).Id, reply.Findings[0].Severity));
        Assert.True(reply.HasAssembly);
    }

    [Theory]
    [InlineData("[Network, Input(2), Dense(3), Dense(1), MeanSquaredError]\npublic sealed partial class Mine;", "[Network, Input(2), Dense(3), ReLU, Dense(1), MeanSquaredError]\npublic sealed partial class Mine;")]
    [InlineData("[Network, Input(2), Dense(1), MeanSquaredError]\npublic sealed class Mine;", "[Network, Input(2), Dense(1), MeanSquaredError]\npublic sealed partial class Mine;")]
    public async Task A_fix_cures_what_it_is_offered_for(string wrong, string right)
    {
        Executor executor = new();
        string source = "using NetGen;\n" + wrong;
        Cure cure = Assert.Single((await executor.Compile(new(source, Emit: false))).Findings.SelectMany(finding => finding.Fixes));
        string cured = string.Concat(source.AsSpan(0, cure.Start), cure.Text, source.AsSpan(cure.Start + cure.Length));
        Assert.Equal("using NetGen;\n" + right, cured);
        Assert.Empty((await executor.Compile(new(cured, Emit: false))).Findings);
    }

    [Theory]
    [InlineData("[Network, Input(3), Dense(1), MeanSquaredError]", "The network takes 3 inputs, but 2 features are chosen. (Parameter 'model')")]
    [InlineData("[Network, Input(2), Dense(3), MeanSquaredError]", "The network has 3 outputs; a point has one target: expected one output, or two for a loss of classes. (Parameter 'settings')")]
    [InlineData("[Network<double>, Input(2), Dense(1), MeanSquaredError]", "Mine cannot be trained here: points need a network of floats with one input and one loss that takes a target. Its code is shown all the same.")]
    public async Task A_network_that_points_cannot_train_says_why(string attributes, string message)
    {
        Executor executor = new();
        Assert.True((await executor.Compile(new($"using NetGen;\n{attributes}\npublic sealed partial class Mine;", Emit: true))).HasAssembly);
        Assert.Equal(message, executor.Train(new("data=gauss&features=x1.x2")).Error);
    }

    [Fact]
    public async Task What_the_users_own_code_throws_is_said_and_not_the_end()
    {
        Executor executor = new();
        CompileReply reply = await executor.Compile(new("""
            using NetGen;
            [Network, Input(2), Dense(3), Thrower, Dense(1), MeanSquaredError]
            public sealed partial class Mine;
            [Derivative(Needs.Input)]
            public readonly struct Throw : IActivation
            {
                public V Forward<V>(V z) where V : struct, ISimd<V> => throw new System.InvalidOperationException("mine");
                public V Derivative<V>(V z) where V : struct, ISimd<V> => z;
            }
            public sealed class ThrowerAttribute : ActivationAttribute<Throw>;
            """, Emit: true));
        Assert.True(reply.HasAssembly);
        Assert.Null(executor.Train(new("data=gauss")).Error);
        Assert.Equal("mine", executor.Advance(new(1, "")).Error);
        Assert.True((await executor.Compile(new(Source, Emit: true))).HasAssembly);
    }

    [Fact]
    public async Task Calls_go_by_JSON()
    {
        Executor executor = new();
        CompileReply reply = JsonSerializer.Deserialize(await executor.Handle("compile", JsonSerializer.Serialize(new(Source, true), ContractJson.Default.CompileRequest)), ContractJson.Default.CompileReply)!;
        Assert.True(reply.HasAssembly);
        await executor.Handle("train", JsonSerializer.Serialize(new("data=circle"), ContractJson.Default.TrainRequest));
        Picture picture = JsonSerializer.Deserialize(await executor.Handle("advance", JsonSerializer.Serialize(new(3, ""), ContractJson.Default.AdvanceRequest)), ContractJson.Default.Picture)!;
        Assert.InRange(picture.Steps, 1, 3);
        await Assert.ThrowsAsync<ArgumentException>(() => executor.Handle("nothing", "{}"));
    }

    [Fact]
    public async Task The_compiler_keeps_nothing_of_earlier_compiles()
    {
        // The size of what lives after the 5th and the 30th compile; what one compile leaves for the next is there by then.
        Executor executor = new();
        long after5 = 0;
        for (int i = 1; i <= 30; i++) // of a network that compiles at once
        {
            await executor.Compile(new($"using NetGen;\n[Network, Input(2), Dense({1 + (i % 3)}), MeanSquaredError]\npublic sealed partial class Mine;", Emit: true));
            if (i == 5)
                after5 = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, after5 + (4 << 20));
    }

    [Fact]
    public async Task A_weights_lines_are_found_in_the_generated_code()
    {
        string text = Assert.Single((await new Executor().Compile(new(Declaration.Write(SettingTable.Read("data=spiral&features=x1.x2&layers=3-5")), Emit: false))).Files).Text;
        string[] lines = text.Split('\n');
        Assert.Equal(["h2 = V8.MultiplyAdd(V8.BroadcastLane(h1, 2), in W2, 16, h2);", "if (frame.HasParameterGradients && share.IsFirst) Dense2WeightGradient<V>(ref h1, ref dz2, ref dW2, ref db2, batch);"],
            CodeMarks.Find(text, new(2, 1, 2), units: 5).Select(line => lines[line].Trim()));
        Assert.Equal(["V8 h1 = V8.Load(ref b1, 0);", "if (frame.HasParameterGradients && share.IsFirst) Dense1WeightGradient(ref x, ref dz1, ref dW1, ref db1, batch);"],
            CodeMarks.Find(text, new(1, 0, -1), units: 3).Select(line => lines[line].Trim()));
        for (int layer = 1; layer <= 3; layer++)
            Assert.Equal(2, CodeMarks.Find(text, new(layer, 0, 1), units: new[] { 3, 5, 1 }[layer - 1]).Count);
    }

    /// <summary>The text that the page shows beside the family is that of an ordinary build, with all references of one and its own driver.</summary>
    [Theory]
    [InlineData("data=spiral&features=x1.x2&layers=3-5")]
    [InlineData("data=spiral&features=x1.x2.sinx1&layers=6&activation=sigmoid&loss=squared&l1=0.001&l2=0.01")]
    [InlineData("data=spiral&features=x1sq.x1x2&layers=8-1-4&activation=softplus&loss=hinge&dropout=20&jitter=0.1")]
    [InlineData("data=gauss&features=x1.x2&layers=&loss=perceptron")]
    [InlineData("data=spiral&features=x1.x2&layers=2-3-4-5-6-7&activation=relu")]
    public async Task The_familys_generated_code_is_an_ordinary_builds(string address)
    {
        string source = Declaration.Write(SettingTable.Read(address));
        CompileReply reply = await new Executor().Compile(new(source, Emit: false));
        Assert.DoesNotContain(reply.Findings, finding => finding.Severity == "error");
        string[] paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        CSharpCompilation build = CSharpCompilation.Create("Build", [CSharpSyntaxTree.ParseText(source)],
            paths.Where(path => Path.GetDirectoryName(path) == framework).Append(typeof(NetGen.NetworkAttribute).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriverRunResult result = CSharpGeneratorDriver.Create(new NetGen.Generators.NetworkGenerator()).RunGenerators(build).GetRunResult();
        Assert.Equal(Assert.Single(result.GeneratedTrees).ToString(), Assert.Single(reply.Files).Text);
    }
}
