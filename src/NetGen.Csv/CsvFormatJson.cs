using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>How a file is written, as JSON: what an encoder needs of the options to read new rows.</summary>
internal static class CsvFormatJson
{
    public static void Write(Utf8JsonWriter json, CsvOptions format)
    {
        json.WriteStartObject("format");
        Write(json, "delimiter", format.Delimiter);
        json.WriteBoolean("hasHeader", format.HasHeader);
        if (format.ColumnNames is not null)
            Write(json, "columnNames", format.ColumnNames);
        Write(json, "decimal", format.Decimal);
        Write(json, "thousands", format.Thousands);
        Write(json, "comment", format.Comment);
        if (format.Encoding is not null)
            json.WriteString("encoding", format.Encoding.WebName);
        json.WriteString("raggedRows", format.RaggedRows.ToString());
        Write(json, "dateFormats", format.DateFormats);
        Write(json, "missingMarkers", format.MissingMarkers);
        json.WriteEndObject();
    }

    public static CsvOptions Read(JsonElement json)
    {
        CsvOptions format = new()
        {
            Delimiter = Character(json, "delimiter"),
            HasHeader = json.GetProperty("hasHeader").GetBoolean(),
            ColumnNames = json.TryGetProperty("columnNames", out JsonElement names) ? Texts(names) : null,
            Decimal = Character(json, "decimal") ?? '.',
            Thousands = Character(json, "thousands"),
            Comment = Character(json, "comment"),
            Encoding = json.TryGetProperty("encoding", out JsonElement encoding) ? Encoding.GetEncoding(encoding.GetString() ?? "") : null,
            RaggedRows = Enum.TryParse(json.GetProperty("raggedRows").GetString(), out CsvRaggedRows rows) && Enum.IsDefined(rows) ? rows : throw new InvalidOperationException("Expected a rule for ragged rows."),
            DateFormats = Texts(json.GetProperty("dateFormats")),
            MissingMarkers = Texts(json.GetProperty("missingMarkers")),
        };
        format.Check();
        return format;
    }

    private static void Write(Utf8JsonWriter json, string name, char? character)
    {
        if (character is not null)
            json.WriteString(name, character.Value.ToString());
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static char? Character(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement text))
            return null;
        return text.GetString() is { Length: 1 } character ? character[0] : throw new InvalidOperationException($"Expected one character as {name}.");
    }

    private static string[] Texts(JsonElement json) => [.. json.EnumerateArray().Select(text => text.GetString() ?? throw new InvalidOperationException("Expected a text, got null."))];
}
