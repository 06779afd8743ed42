using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

/// <summary>Whole trainings on real data: the loss of every step, the final parameters, and how many examples end up right.</summary>
public sealed partial class GoldenTrainingTests
{
    private const double Tolerance = 1e-7;

    [Network<double>, Input(4), Dense(16), Tanh, Dense(3), SoftmaxCrossEntropy]
    internal sealed partial class Iris;

    [Network<double>, Input(30), Dense(8), UserGELU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class BreastCancer;

    [Network<double>, Input(10), Dense(8), Tanh, Dense(1), MeanSquaredError]
    internal sealed partial class Diabetes;

    [DataFact("iris")]
    public void Iris_is_learned_step_by_step_like_the_reference()
    {
        double[][] rows = Table("iris", "iris.csv", ',', header: 1);
        double[] features = Standardize(rows, columns: 4);
        Iris net = new();
        int[] labels = new int[rows.Length];
        int[] targets = Train(net, "train_iris", features, [.. rows.Select(row => (int)row[^1])]);
        net.PredictLabels(features, labels);
        CheckCorrect("train_iris", labels, targets);
    }

    [DataFact("breast-cancer")]
    public void Breast_cancer_is_learned_with_a_users_activation_like_the_reference()
    {
        double[][] rows = Table("breast-cancer", "breast_cancer.csv", ',', header: 1);
        double[] features = Standardize(rows, columns: 30);
        BreastCancer net = new();
        int[] labels = new int[rows.Length];
        int[] targets = Train(net, "train_breast_cancer", features, [.. rows.Select(row => (int)row[^1])]);
        net.PredictLabels(features, labels);
        CheckCorrect("train_breast_cancer", labels, targets);
    }

    [DataFact("diabetes")]
    public void Diabetes_is_learned_step_by_step_like_the_reference()
    {
        double[] features = Standardize(Table("diabetes", "diabetes_data_raw.csv.gz", ' ', header: 0), columns: 10);
        double[] targets = Standardize(Table("diabetes", "diabetes_target.csv.gz", ' ', header: 0), columns: 1);
        Train(new Diabetes(), "train_diabetes", features, targets);
    }

    /// <summary>Full-batch descent from the case's parameters, against its losses and its final loss and parameters.</summary>
    private static TTarget[] Train<TNetwork, TTarget>(TNetwork net, string name, double[] inputs, TTarget[] targets)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        GoldenCase golden = GoldenCase.Read(name);
        JsonElement descent = golden.Root.GetProperty("optimizer");
        SGD optimizer = new(descent.GetProperty("lr").GetDouble(), GoldenCase.Number(descent, "momentum"));
        golden.SetParameters<TNetwork, double>(net, golden.Tensors("params"));
        TNetwork twin = TNetwork.Create(0);
        twin.CopyFrom(net);
        Workspace<double> workspace = net.CreateWorkspace(inputs.Length / net.InputSize);
        Assert.Equal(golden.Root.GetProperty("examples").GetInt32(), workspace.BatchCapacity);

        List<double> losses = [];
        for (int step = 0; step < golden.Root.GetProperty("steps").GetInt32(); step++)
        {
            net.Forward(workspace, inputs);
            losses.Add(net.Loss(workspace, targets));
            net.Backward(workspace);
            optimizer.Step(net.Parameters, workspace.Gradients);
        }

        double[] expected = [.. golden.Root.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
        Assert.InRange(GoldenCase.Error([.. losses], expected), 0, Tolerance);
        Assert.Equal(golden.Root.GetProperty("finalLossAll").GetDouble(), net.Evaluate(inputs, targets), Tolerance);
        foreach (JsonProperty parameter in golden.Root.GetProperty("finalParams").EnumerateObject())
        {
            double[] values = golden.GetTensor<TNetwork, double>(parameter.Name, net.Parameters);
            double[] first = [.. parameter.Value.GetProperty("first").EnumerateArray().Select(value => value.GetDouble())];
            Assert.InRange(GoldenCase.Error(values.AsSpan(0, first.Length), first), 0, Tolerance);
            Assert.Equal(parameter.Value.GetProperty("sum").GetDouble(), values.Sum(), Tolerance);
        }

        CheckFit(twin, new SGD(optimizer.LearningRate, optimizer.Momentum), inputs, targets, losses);
        Assert.Equal(net.Parameters.ToArray(), twin.Parameters.ToArray());
        return targets;
    }

    /// <summary>Fit, one batch an epoch, gives the losses and the parameters of steps by hand to the bit.</summary>
    private static void CheckFit<TNetwork, TTarget>(TNetwork net, SGD optimizer, double[] inputs, TTarget[] targets, List<double> losses)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        ArrayDataset<double, TTarget> data = new(inputs, targets, net.InputSize, typeof(TTarget) == typeof(int) ? 1 : net.OutputSize);
        FitOptions options = new() { Optimizer = optimizer, BatchSize = data.Count, Epochs = losses.Count, Shuffle = false, Threads = 2 };
        using Trainer<TNetwork, double, TTarget> trainer = new(net, data, null, options);
        Assert.Equal(losses, trainer.Run().Epochs.Select(epoch => epoch.Loss), (a, b) => Math.Abs(a - b) <= 1e-15 * Math.Abs(a));
    }

    private static void CheckCorrect(string name, int[] labels, int[] targets) =>
        Assert.Equal(GoldenCase.Read(name).Root.GetProperty("finalCorrect").GetInt32(), labels.Zip(targets).Count(pair => pair.First == pair.Second));

    /// <summary>Each of the first columns with mean 0 and standard deviation 1 over all rows.</summary>
    private static double[] Standardize(double[][] rows, int columns)
    {
        double[] values = new double[rows.Length * columns];
        for (int c = 0; c < columns; c++)
        {
            double mean = rows.Average(row => row[c]);
            double deviation = Math.Sqrt(rows.Average(row => (row[c] - mean) * (row[c] - mean)));
            for (int r = 0; r < rows.Length; r++)
            {
                values[r * columns + c] = (rows[r][c] - mean) / deviation;
            }
        }

        return values;
    }

    private static double[][] Table(string set, string file, char separator, int header)
    {
        using Stream stream = File.OpenRead(Path.Combine(SharedData.Folder(set), file));
        using StreamReader reader = new(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(header)
            .Select(line => line.Split(separator).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
    }
}
