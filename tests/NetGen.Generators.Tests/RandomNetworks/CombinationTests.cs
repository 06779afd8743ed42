using System.Globalization;
using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>
/// Every layer at many widths, and every layer after every other (NETGEN_PAIRS_EVERY=1): gradients against central differences.
/// </summary>
public class CombinationTests
{
    private const int NetworksPerCompilation = 50;
    private const double DoubleTolerance = 1e-6;
    private const double SingleTolerance = 0.05;

    private static readonly string[] s_features =
    [
        "Dense(13)", "Dense(4, Bias = false)", "LayerNorm(Epsilon = 0.1)", "LayerNorm(Epsilon = 0.1, Affine = false)", "RMSNorm(Epsilon = 0.1)", "BatchNorm(Epsilon = 0.1)", "Softmax", "LogSoftmax", "Tanh", "GELU",
        "PReLU", "LearnedScale(Bias = true)", "Dropout(0.2)", "Slice(1, 2)", "Concat(\"input\")", "Sum",
    ];

    private static readonly string[] s_steps =
    [
        "Dense(5)", "Dense(4)", "Conv1D(3, 2)", "Conv1D(4, 3, Same = true)", "Conv1D(5, 2, Causal = true, Dilation = 2)", "ConvTranspose1D(3, 2, Stride = 2)", "MaxPool1D(2, Padding = 1)", "AveragePool1D(2, Stride = 1, Same = true)", "InstanceNorm(Epsilon = 0.1)", "Pad(1, 0)", "LayerNorm(Epsilon = 0.1)", "LayerNorm(Epsilon = 0.1, Affine = false)", "RMSNorm(Epsilon = 0.1)", "BatchNorm(Epsilon = 0.1)", "Softmax", "LogSoftmax", "Sigmoid",
        "GELU", "PReLU", "LearnedScale(Bias = true)", "Dropout(0.2)", "Slice(0, 3)", "Flatten", "Transpose", "Sum(0)", "Mean(1)", "Max(0)",
    ];

    private static readonly string[] s_maps =
    [
        "Conv2D(3, 2)", "Conv2D(2, 3, Same = true, Bias = false)", "MaxPool2D(2)", "AveragePool2D(2, Stride = 1)", "GlobalAveragePool2D", "GlobalMaxPool2D", "MaxPool2D(3, Padding = 1)", "ConvTranspose2D(3, 2, Stride = 2)", "GroupNorm(1, Epsilon = 0.1)", "Upsample2D(2)", "Pad(0, 1, Axis = 2)", "Dense(5)", "LayerNorm(Epsilon = 0.1)", "RMSNorm(Epsilon = 0.1)", "BatchNorm(Epsilon = 0.1)", "Softmax",
        "LogSoftmax", "Sigmoid", "GELU", "PReLU", "LearnedScale(Bias = true)", "Dropout(0.2)", "Slice(1, 3)", "Flatten",
    ];

    // All pairs take minutes: the ordinary run tries a fifth of them.
    private static readonly int s_pairsEvery = Environment.GetEnvironmentVariable("NETGEN_PAIRS_EVERY") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 7;

    private interface ITrial
    {
        double Error();
    }

    /// <summary>The input, and the layers that come in pairs.</summary>
    public static TheoryData<string, string[]> Families => new()
    {
        { "7", s_features },
        { "4, 5", s_steps },
        { "2, 7, 6", s_maps },
    };

    [Theory]
    [InlineData("double")]
    [InlineData("float")]
    public void Many_widths_of_every_layer(string scalar)
    {
        string[] layers = ["LearnedScale(Bias = true), PReLU", "LayerNorm(Epsilon = 0.1)", "RMSNorm(Epsilon = 0.1)", "BatchNorm(Epsilon = 0.1)", "Softmax, LogSoftmax", "Dense, Sigmoid"];
        int[] widths = [1, 2, 3, 4, 5, 8, 11, 13, 14, 15, 16, 17, 31, 32, 33];
        Check(scalar, [.. widths.SelectMany(width => new[]
        {
            $"[Input({width})] [{string.Join(", Dense, ", layers)}, Tanh]",
            $"[Input(3, {width})] [{string.Join(", ", layers)}, Tanh]",
        })]);
    }

    /// <summary>A loss of the input itself: its gradient is the inputs'.</summary>
    [Fact]
    public void No_layer_but_another_shape() => Check("double", ["[Input(5)] [Reshape(1, 5)]", "[Input(2, 3)] [Flatten]", "[Input(2, 4)] [Flatten, Reshape(4, 2)]"]);

    /// <summary>Values that meet themselves, and layers that are little more than a value.</summary>
    [Fact]
    public void Values_combined_with_themselves() => Check("double",
    [
        "[Input(5)] [Add(\"input\")]", "[Input(5)] [Multiply(\"input\")]", "[Input(5)] [Multiply(\"input\", \"input\")]", "[Input(5)] [Concat(\"input\")]", "[Input(5)] [Add(\"input\", \"input\", \"input\")]",
        "[Input(5)] [Dense(6), Add(\"dense1\")]", "[Input(5)] [Dense(6), Multiply(\"dense1\"), Tanh]", "[Input(5)] [Dense(6), Multiply(\"dense1\", \"dense1\")]", "[Input(5)] [Dense(6), Concat(\"dense1\", \"dense1\"), Dense(2)]",
        "[Input(5)] [Tanh, Multiply(\"tanh1\"), Add(\"tanh1\"), Sigmoid, Multiply(\"tanh1\")]", "[Input(5)] [Dense(6), Tanh, Multiply(\"dense1\"), Add(\"dense1\"), Softmax, Add(\"tanh1\")]",
        "[Input(2, 4, 5)] [Conv2D(2, 3, Padding = 1), Add(\"conv2D1\"), Multiply(\"input\"), Conv2D(2, 3, Padding = 1), Concat(\"conv2D1\")]", "[Input(2, 4, 5)] [Conv2D(2, 3, Padding = 1), Conv2D(2, 5, Padding = 2, From = \"input\"), Add(\"conv2D1\")]", "[Input(2, 4, 5)] [Multiply(\"input\"), Conv2D(2, 3), Flatten(Name = \"f\"), Concat(\"f\")]",
        "[Input(5)] [Slice(0, 5), Add(\"input\")]", "[Input(5)] [Slice(4, 1), Dense(1), Dropout(0), Identity]", "[Input(6)] [Reshape(2, 3), Flatten, Add(\"input\")]", "[Input(6)] [Reshape(2, 3, Name = \"r\"), Tanh, Multiply(\"r\"), Flatten, Multiply(\"input\")]",
        "[Input(4)] [Dense(4), Tanh, Dense(4, Tie = \"dense1\"), Tanh, Dense(4, Tie = \"dense1\"), Add(\"input\")]", "[Input(4)] [Dense(4, Trainable = false), Tanh, Dense(4, Tie = \"dense1\"), Dense(3)]",
    ]);

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_layer_after_every_other(string input, string[] layers) =>
        Check("double", [.. layers.SelectMany((first, i) => layers.Where((_, k) => (i + k) % s_pairsEvery == 0).Select(second => $"[Input({input})] [{first}, {second}]"))]);

    private static void Check(string scalar, string[] architectures)
    {
        string network = scalar == "double" ? "Network<double>" : "Network";
        Type precision = scalar == "double" ? typeof(double) : typeof(float);
        List<string> failures = [];
        int tried = 0;
        foreach (string[] chunk in architectures.Chunk(NetworksPerCompilation))
        {
            IEnumerable<string> sources = chunk.Select((architecture, i) => $"[{network}] {architecture} [MeanSquaredError] public partial class Net{i};");
            using NetworkAssembly assembly = NetworkAssembly.Load("using NetGen;\n" + string.Join('\n', sources));
            for (int i = 0; i < chunk.Length; i++)
            {
                try
                {
                    ITrial trial = (ITrial)Activator.CreateInstance(typeof(Trial<,>).MakeGenericType(assembly.Type($"Net{i}"), precision))!;
                    double error = trial.Error();
                    tried++;
                    if (!(error < (scalar == "double" ? DoubleTolerance : SingleTolerance)))
                    {
                        failures.Add($"{chunk[i]}: {error}");
                    }
                }
                catch (Exception failure) when (failure.GetBaseException().Message.StartsWith("NG00", StringComparison.Ordinal))
                {
                    // The second layer cannot follow the first: the network says so.
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {architectures.Length}:\n{string.Join('\n', failures.Take(20))}");
        Assert.True(tried > 2 * architectures.Length / 3, $"Only {tried} of {architectures.Length} are networks.");
    }

    private sealed class Trial<TNetwork, T> : ITrial
        where TNetwork : class, ITrainableNetwork<TNetwork, T, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const int Batch = 3;

        private readonly TNetwork _network = TNetwork.Create(7);

        public double Error()
        {
            Workspace<T> workspace = _network.CreateWorkspace(Batch, inputGradients: true);
            return GradientCheck.Run(_network, workspace, Values(Batch * _network.InputSize, 1), Values(Batch * _network.OutputSize, 2), 6, seed: 3);
        }

        private static T[] Values(int count, int seed)
        {
            System.Random random = new(seed);
            return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(2 * random.NextDouble() - 1))];
        }
    }
}
