using System.Globalization;
using System.Text.Json;

namespace NetGen;

/// <summary>Histories as JSON.</summary>
internal static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, TrainingHistory history)
    {
        json.WriteStartObject();
        json.WriteString("stopReason", history.StopReason.ToString());
        json.WriteNumber("steps", history.Steps);
        json.WriteStartArray("epochs");
        foreach (EpochRecord epoch in history.Epochs)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", epoch.Epoch);
            json.WriteNumber("step", epoch.Step);
            Write(json, "learningRate", epoch.LearningRate);
            Write(json, "loss", epoch.Loss);
            Write(json, "validationLoss", epoch.ValidationLoss);
            if (epoch.Losses.Count > 0)
            {
                Write(json, "losses", epoch.Losses);
                Write(json, "validationLosses", epoch.ValidationLosses);
            }

            Write(json, "metrics", epoch.Metrics);
            Write(json, "validationMetrics", epoch.ValidationMetrics);
            Write(json, "seconds", epoch.Seconds);
            Write(json, "examplesPerSecond", epoch.ExamplesPerSecond);
            if (epoch.Health.Count > 0)
                Write(json, epoch.Health);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (history.Notes.Count > 0)
        {
            json.WriteStartArray("notes");
            foreach (string note in history.Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static TrainingHistory Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            TrainingHistory history = new()
            {
                StopReason = Reason(root.GetProperty("stopReason").GetString()),
                Steps = root.GetProperty("steps").GetInt64(),
            };
            foreach (JsonElement epoch in root.GetProperty("epochs").EnumerateArray())
            {
                history.Add(new()
                {
                    Epoch = epoch.GetProperty("epoch").GetInt32(),
                    Step = epoch.GetProperty("step").GetInt64(),
                    LearningRate = Number(epoch.GetProperty("learningRate")),
                    Loss = Number(epoch.GetProperty("loss")),
                    ValidationLoss = Optional(epoch, "validationLoss"),
                    Losses = epoch.TryGetProperty("losses", out JsonElement losses) ? Metrics(losses) : [],
                    ValidationLosses = epoch.TryGetProperty("validationLosses", out JsonElement ofValidation) ? Metrics(ofValidation) : [],
                    Metrics = Metrics(epoch.GetProperty("metrics")),
                    ValidationMetrics = Metrics(epoch.GetProperty("validationMetrics")),
                    Seconds = Number(epoch.GetProperty("seconds")),
                    ExamplesPerSecond = Number(epoch.GetProperty("examplesPerSecond")),
                    Health = epoch.TryGetProperty("health", out JsonElement health) ? Health(health) : [],
                });
            }

            if (root.TryGetProperty("notes", out JsonElement notes))
            {
                foreach (JsonElement note in notes.EnumerateArray())
                    history.AddNote(note.GetString() ?? throw new FormatException("Expected a text in 'notes', got null."));
            }

            RequireSound(history);
            return history;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"This is no history of a training: {exception.Message}", exception);
        }
    }

    private static StopReason Reason(string? text)
    {
        foreach (StopReason reason in Enum.GetValues<StopReason>())
        {
            if (reason.ToString() == text)
                return reason;
        }

        throw new FormatException($"Expected 'stopReason' to be one of {string.Join(", ", Enum.GetNames<StopReason>())}, got '{(text is { Length: > 20 } ? text[..20] + "…" : text)}'.");
    }

    /// <summary>Epochs are numbered from 1, and each has a step at least.</summary>
    private static void RequireSound(TrainingHistory history)
    {
        if (history.Steps < 0)
            throw new FormatException($"Expected 'steps' of at least 0, got {history.Steps}.");
        (int number, long step) = (0, 0);
        foreach (EpochRecord epoch in history.Epochs)
        {
            number++;
            if (epoch.Epoch != number)
                throw new FormatException($"Expected epoch {number} as the next one, got {epoch.Epoch}.");
            if (epoch.Step <= step || epoch.Step > history.Steps)
                throw new FormatException($"Expected epoch {number} to end at a step from {step + 1} to {history.Steps}, got {epoch.Step}.");
            step = epoch.Step;
            Require(epoch.LearningRate >= 0 && double.IsFinite(epoch.LearningRate), number, "a learning rate of at least 0", epoch.LearningRate);
            Require(epoch.Seconds >= 0 && double.IsFinite(epoch.Seconds), number, "seconds of at least 0", epoch.Seconds);
            Require(epoch.ExamplesPerSecond >= 0, number, "examples per second of at least 0", epoch.ExamplesPerSecond);
            Require(epoch.Metrics.Concat(epoch.ValidationMetrics).All(metric => metric.Name.Length > 0), number, "metrics with names of at least 1 character", 0);
        }
    }

    private static void Require(bool isSound, int epoch, string expected, double actual)
    {
        if (!isSound)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Expected epoch {epoch} to have {expected}, got {actual}."));
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<LayerHealth> layers)
    {
        json.WriteStartArray("health");
        foreach (LayerHealth layer in layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            Write(json, "gradientNorm", layer.GradientNorm);
            Write(json, "parameterNorm", layer.ParameterNorm);
            Write(json, "deadShare", layer.DeadShare);
            Write(json, "saturatedShare", layer.SaturatedShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<MetricValue> metrics)
    {
        json.WriteStartObject(name);
        foreach (MetricValue metric in metrics)
            Write(json, metric.Name, metric.Value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not { } number)
            return;
        if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
    }

    private static IReadOnlyList<LayerHealth> Health(JsonElement layers) => [.. layers.EnumerateArray().Select(layer => new LayerHealth
    {
        Name = layer.GetProperty("name").GetString()!,
        GradientNorm = Optional(layer, "gradientNorm"),
        ParameterNorm = Optional(layer, "parameterNorm"),
        DeadShare = Optional(layer, "deadShare"),
        SaturatedShare = Optional(layer, "saturatedShare"),
    })];

    private static IReadOnlyList<MetricValue> Metrics(JsonElement metrics) =>
        [.. metrics.EnumerateObject().Select(metric => new MetricValue(metric.Name, Number(metric.Value)))];

    private static double? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? Number(value) : null;

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDouble();
}
