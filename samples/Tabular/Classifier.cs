using System.Globalization;
using NetGen;

namespace Tabular;

/// <summary>Sizes of the networks for classes.</summary>
internal static class Classifier
{
    /// <summary>The most classes.</summary>
    public const int Classes = 32;

    /// <summary>The bias of a class that there is not: e to this power is 0.</summary>
    public const float Never = -1e6f;

    /// <summary>The share of the training rows that early stopping looks at.</summary>
    public const double ValidationFraction = 0.15;
}

/// <summary>Learns classes.</summary>
internal sealed class Classifier<TNet>(CsvEncoder encoder) : Learner
    where TNet : class, ITrainableNetwork<TNet, float, int>
{
    private TNet _net = TNet.Create(0);

    public override CsvEncoder Encoder { get; } = encoder;

    public override string Architecture => $"{Encoder.InputSize} → 32 ReLU → {Labels.Count}";

    public override string[] PredictionColumns => [Encoder.Target, "probability"];

    private LabelMap Labels => Encoder.TargetLabels!;

    public override IEnumerable<FoldResult> CrossValidate(CsvTable table, TrainingOptions options, CancellationToken cancellation)
    {
        ArrayDataset<float, int> data = Data(table);
        int fold = 0;
        foreach ((Subset<float, int> train, Subset<float, int> heldOut) in data.StratifiedKFold(options.Folds, options.Seed))
        {
            TrainingHistory history = Train(train, options, cancellation);
            float[] inputs = new float[heldOut.Count * heldOut.InputSize];
            int[] labels = new int[heldOut.Count];
            heldOut.CopyTo([.. Enumerable.Range(0, heldOut.Count)], inputs, labels);
            (int[] predicted, _) = Predict(inputs);
            double accuracy = labels.Zip(predicted).Count(pair => pair.First == pair.Second) / (double)labels.Length;
            yield return new FoldResult(++fold, train.Count, heldOut.Count, history.Epochs.Count, accuracy);
        }
    }

    public override TrainingHistory Train(CsvTable table, TrainingOptions options, CancellationToken cancellation) => Train(Data(table), options, cancellation);

    public override IEnumerable<string[]> Predict(CsvTable table)
    {
        (int[] labels, float[] probabilities) = Predict(Inputs(table, _net.InputSize));
        for (int row = 0; row < labels.Length; row++)
            yield return [Labels.Names[labels[row]], probabilities[row].ToString("F4", CultureInfo.InvariantCulture)];
    }

    protected override void SaveNetwork(string path, Dictionary<string, string> metadata) => ModelFile.Save(_net, path, metadata);

    protected override void LoadNetwork(SafetensorsFile file) => ModelFile.Load(_net, file);

    private ArrayDataset<float, int> Data(CsvTable table) =>
        new(Inputs(table, _net.InputSize), Encoder.ToClassification<float>(table).Targets.ToArray(), _net.InputSize);

    private TrainingHistory Train(IDataset<float, int> data, TrainingOptions options, CancellationToken cancellation)
    {
        (Subset<float, int> train, Subset<float, int> validation) = data.StratifiedSplit(Classifier.ValidationFraction, options.Seed);
        _net = Begin<TNet, int>(options.Seed);
        float[] bias = new float[Classifier.Classes];
        bias.AsSpan(Labels.Count).Fill(Classifier.Never);
        NetGen.CompilerServices.ParameterBuffer.Set<float>(TNet.Description, _net.Parameters, "dense2.bias", bias);
        using Trainer<TNet, float, int> trainer = new(_net, train, validation, FitOptions(options));
        TrainingHistory history = trainer.Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        return history;
    }

    /// <summary>The likeliest class of each row, and its probability.</summary>
    private (int[] Labels, float[] Probabilities) Predict(float[] inputs)
    {
        int rows = inputs.Length / _net.InputSize;
        float[] outputs = new float[rows * Classifier.Classes];
        _net.Predict(inputs, outputs);
        NetGen.CompilerServices.Probabilities.Softmax(outputs, Classifier.Classes);
        int[] labels = new int[rows];
        OneHot.Decode<float>(outputs, Classifier.Classes, labels);
        return (labels, [.. labels.Select((label, row) => outputs[(row * Classifier.Classes) + label])]);
    }
}
