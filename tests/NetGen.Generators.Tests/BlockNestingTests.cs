using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Planning;
using NetGen.Generators.Tests.Harness;
using Xunit;

namespace NetGen.Generators.Tests;

/// <summary>Blocks of blocks, deep and in exponential numbers, and networks of very many layers: no more work than there are declarations and layers.</summary>
public class BlockNestingTests
{
    private const int SmallStack = 192 * 1024;

    [Theory]
    [InlineData(24)]
    [InlineData(60)]
    [InlineData(300)]
    public void Layers_are_counted_before_they_are_unfolded(int depth)
    {
        string blocks = string.Concat(Enumerable.Range(1, depth).Select(i => $"[Block, Residual<B{i - 1}>, Residual<B{i - 1}>] class B{i};\n"));
        NetworkPlan plan = Plan($"[Block, Dense] class B0;\n{blocks}[Network, Input(4), Residual<B{depth}>] partial class Net;");

        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal("NG0035", problem.Id);
        Assert.Empty(plan.Layers);
        Assert.Equal(depth + 1, plan.Spec.Blocks.Count);
    }

    [Fact]
    public void The_count_is_that_of_the_layers()
    {
        NetworkPlan plan = Plan("""
            [Block, Dense, Tanh] class A;
            [Block, Sequence<A>(Repeat = 3), Residual<A>(Repeat = 2)] class B;
            [Network, Input(4), Dense(4), Residual<B>(Repeat = 5), Sequence<A>] partial class Net;
            """);

        Assert.Empty(plan.Problems);
        Assert.Equal(plan.Layers.Count, LayerCount.Of(plan.Spec));
        Assert.Equal(1 + (5 * (6 + (2 * 3) + 1)) + 2, plan.Layers.Count);
    }

    [Fact]
    public void Repetitions_beyond_all_numbers_are_too_many_layers()
    {
        NetworkPlan plan = Plan("""
            [Block, Dense] class A;
            [Block, Sequence<A>(Repeat = 2147483647)] class B;
            [Block, Sequence<B>(Repeat = 2147483647)] class C;
            [Network, Input(4), Sequence<C>(Repeat = 2147483647)] partial class Net;
            """);

        Assert.Equal("NG0035", Assert.Single(plan.Problems).Id);
    }

    [Fact]
    public void A_thousand_levels_do_not_exhaust_the_stack()
    {
        string blocks = string.Concat(Enumerable.Range(1, 1000).Select(i => $"[Block, Sequence<B{i - 1}>(Name = \"s\")] class B{i};\n"));
        NetworkPlan? plan = null;
        int length = 0;
        OnSmallStack($"[Block, Dense, Tanh] class B0;\n{blocks}[Network, Input(4), Residual<B1000>] partial class Net;", (type, compilation) =>
        {
            NetworkSpec spec = NetworkReader.Read(type, compilation, CancellationToken.None);
            Assert.Equal(spec, NetworkReader.Read(type, compilation, CancellationToken.None));
            Assert.Equal(spec.GetHashCode(), NetworkReader.Read(type, compilation, CancellationToken.None).GetHashCode());
            plan = NetworkPlanner.Plan(spec);
            length = NetworkEmitter.Emit(plan).Length;
        });

        Assert.Empty(plan!.Problems);
        Assert.Equal(3, plan.Layers.Count);
        Assert.EndsWith("s.1.s.1.dense1", plan.Layers[0].Name, StringComparison.Ordinal);
        Assert.True(length > 0);
    }

    [Fact]
    public void A_thousand_blocks_that_contain_each_other_are_one_problem()
    {
        string blocks = string.Concat(Enumerable.Range(0, 1000).Select(i => $"[Block, Dense, Residual<B{(i + 1) % 1000}>] class B{i};\n"));
        NetworkPlan? plan = null;
        OnSmallStack($"{blocks}[Network, Input(4), Residual<B0>] partial class Net;", (type, compilation) => plan = NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None)));

        Assert.Equal("NG0030", Assert.Single(plan!.Problems).Id);
    }

    [Theory]
    [InlineData("Tanh")]
    [InlineData("SiLU")]
    [InlineData("HardThreshold")]
    public void Thousands_of_activations_in_a_row_do_not_exhaust_the_stack(string activation)
    {
        string text = "";
        OnSmallStack(Chain($"[{activation}]\n", 3000), (type, compilation) => text = NetworkEmitter.Emit(NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None))));

        // No expression nests them all, and no name joins all of theirs.
        Assert.All(text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)), line => Assert.True(Nesting(line) < 100, line[..Math.Min(200, line.Length)]));
        Assert.All(text.Split('\n').Where(line => line.Contains("private static void", StringComparison.Ordinal)), line => Assert.True(line.IndexOf('(', StringComparison.Ordinal) < 200));
    }

    /// <summary>No clock: what is allocated is a measure of the work, and the same on every machine.</summary>
    [Theory]
    [InlineData("[Tanh]\n", 1)]
    [InlineData("[Dense]\n", 1)]
    [InlineData("[Dense, Tanh, LayerNorm, Dropout(0.1)]\n", 4)]
    [InlineData("[Residual<B>]\n", 3)]
    [InlineData("[Tanh(Name = \"a{0}\"), Add(\"input\")]\n", 2)]
    [InlineData("[Concat(\"input\"), Dense(4, Name = \"a{0}\")]\n", 2)]
    public void Work_is_linear_in_the_number_of_layers(string layers, int count)
    {
        Work(Chain(layers, 60 / count)); // what is done once
        long few = Work(Chain(layers, 300 / count)), many = Work(Chain(layers, 1200 / count));

        Assert.InRange((double)many / few, 1, 4.5);
    }

    private static long Work(string source)
    {
        (INamedTypeSymbol type, Compilation compilation) = Network(source);
        long before = GC.GetAllocatedBytesForCurrentThread();
        NetworkPlan plan = NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None));
        Assert.Empty(plan.Problems);
        Assert.NotEmpty(NetworkEmitter.Emit(plan));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Chain(string layers, int repeat) =>
        $"[Block, Dense, Tanh] class B;\n[Network, Input(4)]\n{string.Concat(Enumerable.Range(0, repeat).Select(i => layers.Replace("{0}", $"{i}", StringComparison.Ordinal)))}[MeanSquaredError] partial class Net;";

    private static int Nesting(string line)
    {
        int depth = 0, deepest = 0;
        foreach (char c in line)
        {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    private static NetworkPlan Plan(string source)
    {
        (INamedTypeSymbol type, Compilation compilation) = Network(source);
        return NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None));
    }

    private static (INamedTypeSymbol Type, Compilation Compilation) Network(string source)
    {
        CSharpCompilation compilation = Generation.Compile($"using NetGen;\n{source}");
        return (compilation.GetTypeByMetadataName("Net")!, compilation);
    }

    private static void OnSmallStack(string source, Action<INamedTypeSymbol, Compilation> run)
    {
        (INamedTypeSymbol type, Compilation compilation) = Network(source);
        Assert.NotEmpty(type.GetAttributes());
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                run(type, compilation);
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }, SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }
}
