namespace NetGen.Tool.Tests;

/// <summary>Models that PyTorch exported, each with inputs and what PyTorch computed of them.</summary>
public sealed class GivenModelsTests(GivenModels models) : IClassFixture<GivenModels>
{
    public static TheoryData<string> All { get; } = [.. GivenModels.Files.Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(All))]
    public void Network_PredictsWhatTheModelDoes(string model)
    {
        float[] expected = NumPyArray.Read(Path.Combine(GivenModels.Folder, model + ".y.npy")).ToArray<float>();
        NumPyArray[] inputs = [.. Directory.GetFiles(GivenModels.Folder, model + ".x?.npy").Order().Select(NumPyArray.Read)];

        Near.Assert(expected, models.Networks.Predict(Commands.ImportCommand.ClassName(model), Rows.Pack(inputs)));
    }

    [Fact]
    public void Lenet_IsWhatAPersonWouldWrite() => Assert.Contains(
        """
        [Network]
        [Input(1, 28, 28)]
        [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
        [Conv2D(16, 5), ReLU, MaxPool2D(2), Flatten]
        [Dense(120), ReLU]
        [Dense(84), ReLU]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        public sealed partial class Lenet;
        """, models.Networks.Source("Lenet"), StringComparison.Ordinal);

    [Fact]
    public void Gpt_RepeatsItsBlock() => Assert.Contains("Repeat = 2", models.Networks.Source("Gpt"), StringComparison.Ordinal);
}

/// <summary>The networks of the models, compiled once.</summary>
public sealed class GivenModels : IDisposable
{
    private readonly string _output = Directory.CreateTempSubdirectory("netgen-import-").FullName;

    public GivenModels() => Networks = new Imported(_output, Files);

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Models");

    internal static string[] Files { get; } = [.. Directory.GetFiles(Folder, "*.onnx").Order()];

    internal Imported Networks { get; }

    public void Dispose() => Directory.Delete(_output, recursive: true);
}
