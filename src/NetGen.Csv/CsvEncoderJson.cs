using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>An encoding as JSON: <c>{"target":["species",["setosa","virginica"]],"features":[["width",null],…]}</c>.</summary>
internal static class CsvEncoderJson
{
    public static string Write(string target, LabelMap? labels, IEnumerable<(string Name, LabelMap? Labels)> features)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WritePropertyName("target");
            WriteColumn(json, target, labels);
            json.WriteStartArray("features");
            foreach ((string name, LabelMap? texts) in features)
                WriteColumn(json, name, texts);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public static (string Target, LabelMap? Labels, List<(string Name, LabelMap? Labels)> Features) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            (string target, LabelMap? labels) = ReadColumn(json.RootElement.GetProperty("target"));
            List<(string, LabelMap?)> features = [.. json.RootElement.GetProperty("features").EnumerateArray().Select(ReadColumn)];
            return features.Count > 0 ? (target, labels, features) : throw new InvalidDataException("Expected an encoding with at least one feature, got none.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidDataException($"Expected the encoding of a table as JSON: {e.Message}", e);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, LabelMap? labels)
    {
        json.WriteStartArray();
        json.WriteStringValue(name);
        if (labels is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStartArray();
            foreach (string label in labels.Names)
                json.WriteStringValue(label);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static (string Name, LabelMap? Labels) ReadColumn(JsonElement column) => (
        column[0].GetString() ?? throw new InvalidOperationException("A column has no name."),
        column[1].ValueKind == JsonValueKind.Null ? null : new LabelMap(column[1].EnumerateArray().Select(label => label.GetString()!)));
}
