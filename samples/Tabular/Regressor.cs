using System.Globalization;
using NetGen;

namespace Tabular;

/// <summary>Learns numbers.</summary>
internal sealed class Regressor<TNet>(CsvEncoder encoder) : Learner
    where TNet : class, ITrainableNetwork<TNet, float, float>
{
    private TNet _net = TNet.Create(0);

    public override CsvEncoder Encoder { get; } = encoder;

    public override string Architecture => $"{Encoder.InputSize} → 32 ReLU → 1";

    public override string[] PredictionColumns => [Encoder.Target];

    public override IEnumerable<FoldResult> CrossValidate(CsvTable table, TrainingOptions options, CancellationToken cancellation)
    {
        ArrayDataset<float, float> data = Data(table);
        int fold = 0;
        foreach ((Subset<float, float> train, Subset<float, float> heldOut) in data.KFold(options.Folds, options.Seed))
        {
            TrainingHistory history = Train(train, options, cancellation);
            (float[] inputs, float[] targets) = All(heldOut);
            yield return new FoldResult(++fold, train.Count, heldOut.Count, history.Epochs.Count, R2(targets, Predict(inputs)));
        }
    }

    public override TrainingHistory Train(CsvTable table, TrainingOptions options, CancellationToken cancellation) => Train(Data(table), options, cancellation);

    public override IEnumerable<string[]> Predict(CsvTable table) =>
        Predict(Inputs(table, _net.InputSize)).Select(value => new[] { value.ToString("G7", CultureInfo.InvariantCulture) });

    protected override void SaveNetwork(string path, Dictionary<string, string> metadata) => ModelFile.Save(_net, path, metadata);

    protected override void LoadNetwork(SafetensorsFile file) => ModelFile.Load(_net, file);

    private ArrayDataset<float, float> Data(CsvTable table) =>
        new(Inputs(table, _net.InputSize), Encoder.ToRegression<float>(table).Targets.ToArray(), _net.InputSize);

    private TrainingHistory Train(IDataset<float, float> data, TrainingOptions options, CancellationToken cancellation)
    {
        (Subset<float, float> train, Subset<float, float> validation) = data.Split(Classifier.ValidationFraction, options.Seed);
        (_, float[] targets) = All(train);
        FeatureScaler scaler = FeatureScaler.Standardize<float>(targets, 1);
        TargetScale = (scaler.Centers[0], scaler.Scales[0]);
        _net = Begin<TNet, float>(options.Seed);
        using Trainer<TNet, float, float> trainer = new(_net, Scaled(train, scaler), Scaled(validation, scaler), FitOptions(options));
        TrainingHistory history = trainer.Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        return history;
    }

    private static ArrayDataset<float, float> Scaled(Subset<float, float> data, FeatureScaler scaler)
    {
        (float[] inputs, float[] targets) = All(data);
        scaler.Transform<float>(targets);
        return new(inputs, targets, data.InputSize);
    }

    private double[] Predict(float[] inputs)
    {
        float[] outputs = new float[inputs.Length / _net.InputSize];
        _net.Predict(inputs, outputs);
        return [.. outputs.Select(value => (value * TargetScale.Scale) + TargetScale.Center)];
    }

    /// <summary>1 − Σ(t − y)² / Σ(t − mean)².</summary>
    private static double R2(float[] targets, double[] predicted)
    {
        double mean = targets.Average(target => (double)target);
        double error = targets.Zip(predicted, (t, y) => (t - y) * (t - y)).Sum(), spread = targets.Sum(t => (t - mean) * (t - mean));
        return spread == 0 ? (error == 0 ? 1 : 0) : 1 - (error / spread);
    }

    private static (float[] Inputs, float[] Targets) All(Subset<float, float> data)
    {
        float[] inputs = new float[data.Count * data.InputSize], targets = new float[data.Count];
        data.CopyTo([.. Enumerable.Range(0, data.Count)], inputs, targets);
        return (inputs, targets);
    }
}
