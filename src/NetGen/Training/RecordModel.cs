using System.Numerics;

namespace NetGen;

/// <summary>A network with the encoder of the objects that it was trained on: it predicts objects, and both are saved in one file.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <typeparam name="T">Its precision.</typeparam>
/// <typeparam name="TRow">The objects.</typeparam>
public sealed class RecordModel<TNetwork, T, TRow>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRow : IRecord<TRow>
{
    internal RecordModel(TNetwork network, RecordEncoder<TRow> encoder, TrainingHistory? history) => (Network, Encoder, History) = (network, encoder, history);

    /// <summary>The network.</summary>
    public TNetwork Network { get; }

    /// <summary>How objects become its inputs.</summary>
    public RecordEncoder<TRow> Encoder { get; }

    /// <summary>How it was trained; null where it was loaded.</summary>
    public TrainingHistory? History { get; }

    /// <summary>The outputs of one object: its target has no part in them.</summary>
    /// <param name="row">The object.</param>
    /// <exception cref="ArgumentException">A category is unknown and refused, or a number is not finite.</exception>
    public T[] Predict(TRow row) => Predict([row]);

    /// <summary>The outputs of some objects, one after the other.</summary>
    /// <param name="rows">The objects.</param>
    /// <exception cref="ArgumentException">A category is unknown and refused, or a number is not finite.</exception>
    public T[] Predict(IReadOnlyCollection<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        T[] outputs = new T[rows.Count * Network.OutputSize];
        Network.Predict(Encoder.Inputs<T>(rows), outputs);
        return outputs;
    }

    /// <summary>Writes network and encoder to a safetensors file, which loads as the network alone, too.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => ModelFile.Save(Network, path, [new(RecordModel.EncoderKey, Encoder.ToJson())]);
}

/// <summary>Trains networks on objects.</summary>
public static class RecordModel
{
    internal const string EncoderKey = "records.encoder";

    /// <summary>Reads what <see cref="RecordModel{TNetwork, T, TRow}.Save"/> wrote.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <typeparam name="T">Its precision.</typeparam>
    /// <typeparam name="TRow">The objects.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of another network or another record, or has no encoder.</exception>
    public static RecordModel<TNetwork, T, TRow> Load<TNetwork, T, TRow>(string path)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRow : IRecord<TRow>
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata(EncoderKey) is not { } json)
            throw new InvalidDataException($"{path}: expected a network with the encoder of its records, got one without.");
        RecordEncoder<TRow> encoder = RecordEncoder.FromJson<TRow>(json);
        TNetwork network = TNetwork.Create(0);
        if (encoder.InputSize != network.InputSize)
            throw new InvalidDataException($"{path}: expected an encoder of {network.InputSize} inputs, got one of {encoder.InputSize}.");
        ModelFile.Load(network, file);
        return new(network, encoder, null);
    }

    /// <summary>Trains a network of class labels on objects whose members are marked <c>[Feature]</c>, <c>[Category]</c> and <c>[Target]</c>.</summary>
    /// <param name="network">The network, with as many inputs as the rows come to.</param>
    /// <param name="rows">The rows to train on.</param>
    /// <param name="validation">Rows to measure it on; null for none.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the training within one step.</param>
    /// <returns>The network with its encoder.</returns>
    /// <exception cref="ArgumentException">The network has another number of inputs, or a row cannot be encoded.</exception>
    /// <exception cref="NotSupportedException">The target is no class.</exception>
    public static RecordModel<TNetwork, T, TRow> Fit<TNetwork, T, TRow>(
        this ITrainableNetwork<TNetwork, T, int> network, IReadOnlyCollection<TRow> rows, IReadOnlyCollection<TRow>? validation = null, FitOptions? options = null, CancellationToken cancellationToken = default)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, int>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRow : IRecord<TRow>
    {
        ArgumentNullException.ThrowIfNull(network);
        RecordEncoder<TRow> encoder = RecordEncoder.Fit(rows);
        RequireSize(network, encoder);
        TrainingHistory history = network.Fit(encoder.ToClassification<T>(rows), validation is null ? null : encoder.ToClassification<T>(validation), options, cancellationToken);
        return new((TNetwork)network, encoder, history);
    }

    /// <summary>Trains a network whose target is a number on objects whose members are marked <c>[Feature]</c>, <c>[Category]</c> and <c>[Target]</c>.</summary>
    /// <inheritdoc cref="Fit{TNetwork, T, TRow}(ITrainableNetwork{TNetwork, T, int}, IReadOnlyCollection{TRow}, IReadOnlyCollection{TRow}?, FitOptions?, CancellationToken)"/>
    public static RecordModel<TNetwork, T, TRow> Fit<TNetwork, T, TRow>(
        this ITrainableNetwork<TNetwork, T, T> network, IReadOnlyCollection<TRow> rows, IReadOnlyCollection<TRow>? validation = null, FitOptions? options = null, CancellationToken cancellationToken = default)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRow : IRecord<TRow>
    {
        ArgumentNullException.ThrowIfNull(network);
        RecordEncoder<TRow> encoder = RecordEncoder.Fit(rows);
        RequireSize(network, encoder);
        TrainingHistory history = network.Fit(encoder.ToNumbers<T>(rows), validation is null ? null : encoder.ToNumbers<T>(validation), options, cancellationToken);
        return new((TNetwork)network, encoder, history);
    }

    private static void RequireSize<TNetwork, T, TRow>(INetwork<TNetwork, T> network, RecordEncoder<TRow> encoder)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRow : IRecord<TRow>
    {
        if (encoder.InputSize != network.InputSize)
            throw new ArgumentException($"{TNetwork.Description.Name} has {network.InputSize} inputs, but {typeof(TRow).Name} comes to {encoder.InputSize}: {string.Join(", ", encoder.InputNames)}. Declare [Input({encoder.InputSize})].");
    }
}
