using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The loss no longer improved.</summary>
    EarlyStopped,

    /// <summary>The cancellation token asked for it.</summary>
    Cancelled,

    /// <summary><see cref="FitOptions.OnEpoch"/> said not to go on.</summary>
    Stopped,
}

/// <summary>What a training came to, epoch by epoch.</summary>
public sealed partial class TrainingHistory
{
    private readonly List<EpochRecord> _epochs = [];
    private readonly List<string> _notes = [];

    /// <summary>The epochs, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; internal set; }

    /// <summary>The number of steps so far, also those of an epoch that was not finished.</summary>
    public long Steps { get; internal set; }

    /// <summary>What a reader of the history should know besides: that a checkpoint was damaged, for instance, and an older one taken.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>
    /// What would make this training better though its numbers are finite, a sentence each and once each: the network is compiled without optimization; a feature is hundreds
    /// of deviations from 0 and nothing normalizes it; the loss of the first three epochs never fell; all units of a layer are dead; the outputs are the same for all examples of
    /// the validation part. Empty where nothing is to be said. They are about the program that trains, so <see cref="ToJson"/> and checkpoints leave them out.
    /// </summary>
    public IReadOnlyList<string> Hints { get; internal set; } = [];

    /// <summary>The last epoch.</summary>
    /// <exception cref="InvalidOperationException">No epoch was finished.</exception>
    public EpochRecord Last => _epochs.Count > 0 ? _epochs[^1] : throw new InvalidOperationException("No epoch was finished.");

    /// <summary>The epoch with the least validation loss, or training loss without a validation part; the first of several.</summary>
    /// <exception cref="InvalidOperationException">No epoch was finished.</exception>
    public EpochRecord Best => _epochs.MinBy(epoch => epoch.ValidationLoss ?? epoch.Loss) ?? throw new InvalidOperationException("No epoch was finished.");

    /// <summary>A table as comma-separated values, one line an epoch, with a header; numbers are round-trip.</summary>
    public string ToCsv()
    {
        StringBuilder csv = new("epoch,step,learningRate,loss,validationLoss");
        IReadOnlyList<MetricValue> losses = _epochs.Count > 0 ? _epochs[0].Losses : [], metrics = _epochs.Count > 0 ? _epochs[0].Metrics : [];
        foreach (MetricValue loss in losses)
            csv.Append(CultureInfo.InvariantCulture, $",{loss.Name}Loss,validation{char.ToUpperInvariant(loss.Name[0])}{loss.Name.AsSpan(1)}Loss");
        foreach (MetricValue metric in metrics)
            csv.Append(CultureInfo.InvariantCulture, $",{metric.Name},validation{char.ToUpperInvariant(metric.Name[0])}{metric.Name.AsSpan(1)}");
        csv.Append(",seconds,examplesPerSecond\n");
        foreach (EpochRecord epoch in _epochs)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Step},{epoch.LearningRate:R},{epoch.Loss:R},{epoch.ValidationLoss:R}");
            Append(csv, losses.Count, epoch.Losses, epoch.ValidationLosses);
            Append(csv, metrics.Count, epoch.Metrics, epoch.ValidationMetrics);
            csv.Append(CultureInfo.InvariantCulture, $",{epoch.Seconds:R},{epoch.ExamplesPerSecond:R}\n");
        }

        return csv.ToString();
    }

    private static void Append(StringBuilder csv, int count, IReadOnlyList<MetricValue> values, IReadOnlyList<MetricValue> ofValidation)
    {
        for (int i = 0; i < count; i++)
            csv.Append(CultureInfo.InvariantCulture, $",{(values.Count > i ? values[i].Value : null):R},{(ofValidation.Count > i ? ofValidation[i].Value : null):R}");
    }

    /// <summary>The whole history, but for <see cref="Hints"/>, as JSON. Infinity and NaN, which JSON has not, are the strings "Infinity", "-Infinity" and "NaN".</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJson(bool indented = true)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = indented, NewLine = "\n" }))
            HistoryJson.Write(json, this);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is no history.</exception>
    public static TrainingHistory FromJson(string json) => HistoryJson.Read(json);

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);

    internal void AddNote(string note) => _notes.Add(note);
}
