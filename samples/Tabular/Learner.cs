using NetGen;

namespace Tabular;

/// <summary>Learns a table: trains on some rows, is measured on others, and predicts new ones.</summary>
internal abstract class Learner
{
    /// <summary>The inputs of the largest network.</summary>
    public const int MostInputs = 1024;

    private const string EncoderKey = "tabular.encoder";
    private const string CenterKey = "tabular.target.center";
    private const string ScaleKey = "tabular.target.scale";

    /// <summary>The smallest network that fits.</summary>
    public static Learner Create(CsvEncoder encoder) => (encoder.TargetLabels is not null, encoder.InputSize) switch
    {
        (true, <= 16) => new Classifier<Classifier16>(encoder),
        (true, <= 64) => new Classifier<Classifier64>(encoder),
        (true, <= 256) => new Classifier<Classifier256>(encoder),
        (true, _) => new Classifier<Classifier1024>(encoder),
        (false, <= 16) => new Regressor<Regressor16>(encoder),
        (false, <= 64) => new Regressor<Regressor64>(encoder),
        (false, <= 256) => new Regressor<Regressor256>(encoder),
        (false, _) => new Regressor<Regressor1024>(encoder),
    };

    /// <summary>A learner that <see cref="Save"/> wrote.</summary>
    public static Learner Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata(EncoderKey) is not { } encoder)
            throw new InvalidDataException($"{path}: expected a model that this program saved, got another safetensors file.");
        CsvEncoder table = CsvEncoder.FromJson(encoder);
        if (table.InputSize > MostInputs || table.TargetLabels?.Count > Classifier.Classes)
            throw new InvalidDataException($"{path}: expected a model of at most {MostInputs} inputs and {Classifier.Classes} classes, got {table.InputSize} and {table.TargetLabels?.Count}.");
        Learner learner = Create(table);
        learner.TargetScale = (Number(file, CenterKey), Number(file, ScaleKey));
        learner.LoadNetwork(file);
        return learner;
    }

    /// <summary>How rows become inputs.</summary>
    public abstract CsvEncoder Encoder { get; }

    /// <summary>The network, for people.</summary>
    public abstract string Architecture { get; }

    /// <summary>Targets are standardized for training: the mean and the standard deviation of the training part.</summary>
    protected (double Center, double Scale) TargetScale { get; set; } = (0, 1);

    /// <summary>Trains on each fold's training part, which yields one score for each: accuracy, or R².</summary>
    public abstract IEnumerable<FoldResult> CrossValidate(CsvTable table, TrainingOptions options, CancellationToken cancellation);

    /// <summary>Trains on all rows, but for those that early stopping looks at.</summary>
    public abstract TrainingHistory Train(CsvTable table, TrainingOptions options, CancellationToken cancellation);

    /// <summary>The predictions for all rows, each a line of fields like <see cref="PredictionColumns"/>.</summary>
    public abstract IEnumerable<string[]> Predict(CsvTable table);

    /// <summary>What a prediction consists of.</summary>
    public abstract string[] PredictionColumns { get; }

    /// <summary>Writes the network with all that is needed to predict.</summary>
    public void Save(string path) => SaveNetwork(path, new Dictionary<string, string>
    {
        [EncoderKey] = Encoder.ToJson(),
        [CenterKey] = TargetScale.Center.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        [ScaleKey] = TargetScale.Scale.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    });

    protected abstract void SaveNetwork(string path, Dictionary<string, string> metadata);

    protected abstract void LoadNetwork(SafetensorsFile file);

    /// <summary>The rows' inputs, followed by zeros up to the network's.</summary>
    protected float[] Inputs(CsvTable table, int capacity)
    {
        float[] packed = Encoder.Inputs<float>(table);
        float[] inputs = new float[table.RowCount * capacity];
        for (int row = 0; row < table.RowCount; row++)
            packed.AsSpan(row * Encoder.InputSize, Encoder.InputSize).CopyTo(inputs.AsSpan(row * capacity));
        return inputs;
    }

    /// <summary>
    /// A network of which a part is in use starts as one made to measure would: He's bounds depend on the number of inputs.
    /// </summary>
    protected TNet Begin<TNet, TTarget>(long seed)
        where TNet : class, ITrainableNetwork<TNet, float, TTarget>
        where TTarget : unmanaged
    {
        TNet net = TNet.Create(seed);
        float[] weights = new float[TNet.Description.Parameters.First(parameter => parameter.Name == "dense1.weight").Count];
        float factor = MathF.Sqrt((float)net.InputSize / Encoder.InputSize);
        NetGen.CompilerServices.ParameterBuffer.Get<float>(TNet.Description, net.Parameters, "dense1.weight", weights);
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= factor;
        NetGen.CompilerServices.ParameterBuffer.Set<float>(TNet.Description, net.Parameters, "dense1.weight", weights);
        return net;
    }

    protected static FitOptions FitOptions(TrainingOptions options) => new()
    {
        Optimizer = new Adam(options.LearningRate),
        BatchSize = options.BatchSize,
        Epochs = options.Epochs,
        Seed = options.Seed,
        EarlyStopping = new EarlyStopping { Patience = options.Patience },
    };

    private static double Number(SafetensorsFile file, string key) =>
        double.TryParse(file.Metadata(key), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InvalidDataException($"{file.Path}: expected a number '{key}' in the metadata.");
}

/// <summary>What a fold gave.</summary>
/// <param name="Fold">The fold, from 1.</param>
/// <param name="TrainingRows">The rows that it was trained on.</param>
/// <param name="HeldOutRows">The rows that it was measured on.</param>
/// <param name="Epochs">The epochs until it stopped.</param>
/// <param name="Score">Accuracy or R².</param>
internal sealed record FoldResult(int Fold, int TrainingRows, int HeldOutRows, int Epochs, double Score);
