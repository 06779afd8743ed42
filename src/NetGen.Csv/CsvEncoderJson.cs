using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// An encoding as JSON. Also that of the first version: <c>{"target":["species",["setosa","virginica"]],"features":[["width",null],…]}</c>.
/// </summary>
internal static class CsvEncoderJson
{
    /// <summary>The most bytes of a file: thousands of columns with their categories are a few megabytes.</summary>
    public const int MaximumLength = 1 << 28;

    private const int Version = 2;

    public static string Write(CsvTarget target, CsvFeature[] features, CsvUnknown unknown, CsvOptions format)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("target");
            WriteColumn(json, target.Name, target.Kind, target.Labels);
            json.WriteBoolean("dropsRows", target.DropsRows);
            json.WriteEndObject();
            json.WriteStartArray("features");
            foreach (CsvFeature feature in features)
                WriteFeature(json, feature);
            json.WriteEndArray();
            json.WriteString("unknown", unknown.ToString());
            CsvFormatJson.Write(json, format);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public static CsvEncoder Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            CsvEncoder encoder = json.RootElement.TryGetProperty("version", out JsonElement version) ? ReadEncoder(json.RootElement, version.GetInt32()) : ReadFirstVersion(json.RootElement);
            return encoder.Columns.Any() && encoder.Columns.Append(encoder.Target).Distinct().Count() == encoder.Columns.Count() + 1 ? encoder
                : throw new InvalidOperationException("Expected a target and at least one feature, each with a name of its own.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"Expected the encoding of a table as JSON: {e.Message}", e);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, CsvKind kind, LabelMap? labels)
    {
        json.WriteString("name", name);
        json.WriteString("kind", kind.ToString());
        if (labels is null)
            return;
        json.WriteStartArray("labels");
        foreach (string label in labels.Names)
            json.WriteStringValue(label);
        json.WriteEndArray();
    }

    private static void WriteFeature(Utf8JsonWriter json, CsvFeature feature)
    {
        json.WriteStartObject();
        WriteColumn(json, feature.Name, feature.Kind, feature.Labels);
        json.WriteString("missing", feature.Strategy.ToString());
        json.WriteNumber("fill", feature.Fill);
        json.WriteBoolean("hasIndicator", feature.HasIndicator);
        json.WriteBoolean("hasUnknown", feature.HasUnknown);
        json.WriteEndObject();
    }

    private static CsvEncoder ReadEncoder(JsonElement json, int version)
    {
        if (version != Version)
            throw new InvalidOperationException($"Expected version {Version} or the first, got {version}.");
        JsonElement target = json.GetProperty("target");
        (string name, CsvKind kind, LabelMap? labels) = ReadColumn(target);
        CsvFeature[] features = [.. json.GetProperty("features").EnumerateArray().Select(ReadFeature)];
        CsvUnknown unknown = Enumeration<CsvUnknown>(json.GetProperty("unknown"));
        if (features.Any(feature => feature.Labels is not null && feature.HasUnknown != (unknown == CsvUnknown.Column)))
            throw new InvalidOperationException("Expected an input for new texts in every column of texts or in none.");
        return new CsvEncoder(new CsvTarget(name, kind, labels, target.GetProperty("dropsRows").GetBoolean()), features, unknown, CsvFormatJson.Read(json.GetProperty("format")));
    }

    private static CsvFeature ReadFeature(JsonElement json)
    {
        (string name, CsvKind kind, LabelMap? labels) = ReadColumn(json);
        CsvFeature feature = new(
            name,
            kind,
            labels,
            Enumeration<CsvMissing.Strategies>(json.GetProperty("missing")),
            json.GetProperty("fill").GetDouble(),
            json.GetProperty("hasIndicator").GetBoolean(),
            json.GetProperty("hasUnknown").GetBoolean());
        bool isSound = labels is null ? double.IsFinite(feature.Fill) && !feature.HasUnknown : feature.Fill >= 0 && feature.Fill < labels.Count && feature.Fill == Math.Floor(feature.Fill);
        return isSound ? feature : throw new InvalidOperationException($"Expected a finite number or a label to stand in for missing values, got {feature.Fill}.");
    }

    private static (string Name, CsvKind Kind, LabelMap? Labels) ReadColumn(JsonElement json)
    {
        CsvKind kind = Enumeration<CsvKind>(json.GetProperty("kind"));
        LabelMap? labels = json.TryGetProperty("labels", out JsonElement names) ? ReadLabels(names) : null;
        return labels is null == kind is CsvKind.Number or CsvKind.Date ? (Text(json.GetProperty("name")), kind, labels)
            : throw new InvalidOperationException($"Expected labels for texts and categories alone, got kind {kind}.");
    }

    private static CsvEncoder ReadFirstVersion(JsonElement json)
    {
        (string Name, LabelMap? Labels) target = ReadPair(json.GetProperty("target"));
        CsvFeature[] features = [.. json.GetProperty("features").EnumerateArray().Select(ReadPair).Select(pair =>
            new CsvFeature(pair.Name, KindOf(pair.Labels), pair.Labels, CsvMissing.Strategies.Refuse, 0, HasIndicator: false, HasUnknown: false))];
        return new CsvEncoder(new CsvTarget(target.Name, KindOf(target.Labels), target.Labels, DropsRows: false), features, CsvUnknown.Refuse, new CsvOptions());
    }

    private static CsvKind KindOf(LabelMap? labels) => labels is null ? CsvKind.Number : CsvKind.Text;

    private static (string Name, LabelMap? Labels) ReadPair(JsonElement column) => (Text(column[0]), column[1].ValueKind == JsonValueKind.Null ? null : ReadLabels(column[1]));

    /// <summary>In their order, which is that of the network's inputs or outputs.</summary>
    private static LabelMap ReadLabels(JsonElement names) => LabelMap.InOrder([.. names.EnumerateArray().Select(Text)]);

    private static string Text(JsonElement text) => text.GetString() ?? throw new InvalidOperationException("Expected a text, got null.");

    private static T Enumeration<T>(JsonElement name)
        where T : struct, Enum =>
        Enum.TryParse(Text(name), out T value) && Enum.IsDefined(value) ? value : throw new InvalidOperationException($"Expected one of {string.Join(", ", Enum.GetNames<T>())}, got '{Shown.Text(Text(name))}'.");
}
