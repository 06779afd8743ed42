using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace NetGen.Tool.Tests;

/// <summary>Models as PyTorch and Keras export them, against ONNX Runtime.</summary>
public sealed class PatternTests(PatternModels models) : IClassFixture<PatternModels>
{
    private const int Examples = 3;

    public static TheoryData<string> All { get; } = [.. Patterns.All.Select(pattern => pattern.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Network_PredictsWhatTheModelDoes(string name)
    {
        models.Require(name);
        using InferenceSession session = new(models.File(name));
        Random random = new(7);
        List<NamedOnnxValue> values = [];
        List<NumPyArray> inputs = [];
        foreach ((string input, NodeMetadata metadata) in session.InputMetadata)
        {
            long[] shape = [.. metadata.Dimensions.Select(size => size < 0 ? Examples : (long)size)];
            int count = (int)shape.Aggregate(1L, (product, size) => product * size);
            if (metadata.ElementType == typeof(long))
            {
                long[] tokens = [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(9))];
                values.Add(NamedOnnxValue.CreateFromTensor(input, new DenseTensor<long>(tokens, [.. shape.Select(size => (int)size)])));
                inputs.Add(NumPyArray.Create<long>(shape, tokens));
            }
            else
            {
                float[] numbers = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 4 - 2)];
                values.Add(NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(numbers, [.. shape.Select(size => (int)size)])));
                inputs.Add(NumPyArray.Create<float>(shape, numbers));
            }
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(values);
        NumPyArray[] outputs = [.. results.Select(result => NumPyArray.Create<float>([.. result.AsTensor<float>().Dimensions.ToArray().Select(size => (long)size)], result.AsTensor<float>().ToArray()))];

        Near.Assert(Rows.Pack(outputs), models.Networks.Predict(Commands.ImportCommand.ClassName(name), Rows.Pack([.. inputs])));
    }
}

/// <summary>The models, written, imported and compiled once.</summary>
public sealed class PatternModels : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-patterns-").FullName;
    private readonly Dictionary<string, string> _failures = [];

    public PatternModels()
    {
        List<string> files = [];
        foreach ((string name, int opset, Action<ModelBuilder> write) in Patterns.All)
        {
            ModelBuilder model = new(name, opset);
            write(model);
            string file = model.Save(_folder);
            try
            {
                Commands.ImportCommand.Import(new(file, "Imported", null, Path.Combine(_folder, "once")));
                files.Add(file);
            }
            catch (ToolException e)
            {
                _failures[name] = e.Message;
            }
        }

        Networks = new Imported(_folder, files);
    }

    internal Imported Networks { get; }

    internal string File(string name) => Path.Combine(_folder, name + ".onnx");

    /// <summary>Fails where a model was not imported.</summary>
    internal void Require(string name) => Assert.False(_failures.TryGetValue(name, out string? failure), failure);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
