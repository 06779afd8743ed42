using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Emission;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;
using NetGen.Generators.Tests.Harness;
using NetGen.Generators.Tests.RandomNetworks;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests.Planning;

/// <summary>
/// Threads wait for each other wherever they must: between any two statements of a pass, of which one writes what the other reads or
/// writes on another thread, the emitted code has a wait. And no statement writes memory that the planner does not know of.
/// </summary>
public class WaitTests(ITestOutputHelper output)
{
    private const int RandomGraphs = 100;

    private static readonly int[] s_threads = [2, 3, 7];
    private static readonly int[] s_batches = [37, 130]; // smaller ones are the last thread's

    private static readonly string[] s_networks =
    [
        "[Network, Input(1, 28, 28), Conv2D(8, 5, Padding = 2), ReLU, Dropout(0.2), MaxPool2D(2), Flatten, Dense(10), SoftmaxCrossEntropy]",
        "[Network, Input(784), Dense(256), ReLU, Dropout(0.2), Dense(10), SoftmaxCrossEntropy]",
        "[Network, Input(20), GaussianNoise(0.1), Dense(20, Trainable = false), GaussianNoise(0.1), Dense(40), GaussianNoise(0.2), Dropout(0.5), Dense(3), MeanSquaredError]",
        "[Network, Input(8), Dropout(0.1), Dropout(0.2), GaussianNoise(0.1), GaussianNoise(0.1), Dense(8), Dropout(0.3), MeanSquaredError]",
        "[Network<double>, Input(2, 9, 8), GaussianNoise(0.1), Conv2D(6, 3, Padding = 1), BatchNorm, ReLU, GaussianNoise(0.1), Conv2D(5, 3, Stride = 2), Tanh, Dropout(0.5), AveragePool2D(2), Flatten, Dense(300), LayerNorm, Dense(4), MeanSquaredError]",
        "[Network, Input(12, 3), Conv1D(16, 3, Same = true), ReLU, Dropout(0.1), Dense(5), Dropout(0.1), LayerNorm, Flatten, Dense(2), MeanSquaredError, L2(0.1)]",
        "[Network, Input(17, Name = \"state\"), Input(6, Name = \"action\"), Dense(16, From = \"state\"), ReLU, Dropout(0.2), Concat(\"action\"), GaussianNoise(0.1), Dense(400), BatchNorm, Dropout(0.2), Dense(1), MeanSquaredError]",
        "[Network, Input(40), Dense(40), Tanh, Dropout(0.2), Dense(40, Tie = \"dense1\"), Tanh, GaussianNoise(0.1), Dense(40, Tie = \"dense1\"), Add(\"input\"), MeanSquaredError, L1(0.01)]",
        "[Network, Input(30), Normalization, Dense(64), ReLU(Name = \"h\"), Dropout(0.2), Dense(64), Dropout(0.2), Add(\"h\"), GaussianNoise(0.3), Multiply(\"h\"), Softmax, Dropout(0.1), Slice(3, 20), Dense(2), MeanSquaredError]",
    ];

    public static TheoryData<string> Networks => [.. s_networks];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_wait_lies_between_accesses_of_different_threads(string network) => Check($"using NetGen; {network} public partial class Net;", "Net");

    [Fact]
    public void A_wait_lies_between_accesses_of_different_threads_in_random_graphs()
    {
        int seed = 2026, waits = 0;
        output.WriteLine($"{RandomGraphs} graphs from seed {seed}");
        for (int i = 0; i < RandomGraphs; i++)
        {
            string source = RandomGraph.Choose(new System.Random(seed + i), "Net", i % 2 == 0 ? "float" : "double").Source;
            waits += Check($"using NetGen;\n{source}", "Net");
        }

        Assert.True(waits > RandomGraphs, $"only {waits} waits");
    }

    [Fact]
    public void A_missing_wait_is_found()
    {
        (NetworkPlan plan, string text) = Plan($"using NetGen; {s_networks[0]} public partial class Net;", "Net");
        string[] waits = [.. text.Split('\n').Where(line => line.Trim().StartsWith("share.Wait();", StringComparison.Ordinal))];
        Assert.NotEmpty(waits);
        foreach (string wait in waits)
        {
            Assert.NotEmpty(Races(plan, text.Replace(wait + "\n", "", StringComparison.Ordinal)));
        }
    }

    private static int Check(string source, string name)
    {
        (NetworkPlan plan, string text) = Plan(source, name);
        string? race = Races(plan, text).FirstOrDefault();
        Assert.True(race is null, $"{source}\n{race}");
        return text.Split("share.Wait();").Length - 1;
    }

    private static (NetworkPlan Plan, string Text) Plan(string source, string name)
    {
        CSharpCompilation compilation = Generation.Compile(source);
        INamedTypeSymbol type = compilation.GetTypeByMetadataName(name)!;
        NetworkPlan plan = NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None));
        Assert.True(plan.IsValid, source);
        return (plan, NetworkEmitter.Emit(plan));
    }

    private static IEnumerable<string> Races(NetworkPlan plan, string text)
    {
        foreach (string pass in (string[])["ForwardPass", "BackwardPass"])
        {
            PassStatements statements = new(plan, text, pass);
            foreach (int threads in s_threads)
            {
                foreach (int batch in s_batches)
                {
                    foreach (string race in Races(statements, threads, batch))
                    {
                        yield return $"{pass}, {threads} threads, {batch} examples: {race}";
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Races(PassStatements statements, int threads, int batch)
    {
        List<(string Text, MemoryAccess Access)> since = [];
        foreach ((string line, Func<int, int, int, IEnumerable<MemoryAccess>>? accesses) in statements.Lines)
        {
            if (accesses is null)
            {
                since.Clear(); // a wait
                continue;
            }

            foreach (MemoryAccess access in Enumerable.Range(0, threads).SelectMany(thread => accesses(thread, threads, batch)))
            {
                foreach ((string earlier, MemoryAccess other) in since.Where(entry => entry.Access.RacesWith(access)))
                {
                    yield return $"'{line}' {access} while '{earlier}' {other}";
                }

                since.Add((line, access));
            }
        }
    }
}
