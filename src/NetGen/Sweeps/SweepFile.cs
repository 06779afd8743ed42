using System.Globalization;
using System.Text;
using System.Text.Json;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// The lines of a sweep on the disk: the first says which sweep it is, each other is a trial in a round, written when that has ended. One that is cut off, because the program was
/// ended while it wrote, is left out, and run again.
/// </summary>
internal sealed class SweepFile
{
    private readonly string _path;
    private readonly string _header;

    /// <summary>The lines that were there.</summary>
    public IReadOnlyList<SweepLine> Lines { get; }

    /// <summary>Reads a file, and makes it one that lines can be added to.</summary>
    /// <exception cref="InvalidDataException">It is of another sweep, or no such file.</exception>
    public SweepFile(string path, IReadOnlyList<SweepConfiguration> configurations, SweepOptions options)
    {
        _path = Path.GetFullPath(path);
        _header = Header(configurations, options);
        Lines = File.Exists(_path) ? Read(configurations, options.Rounds) : [];
        Write(Lines);
    }

    /// <summary>Adds a line.</summary>
    public void Add(SweepLine line)
    {
        using FileStream stream = new(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Write(Encoding.UTF8.GetBytes(Text(line) + "\n"));
    }

    /// <summary>Writes all lines, in order. The file is there complete, or as it was.</summary>
    public void Write(IReadOnlyList<SweepLine> lines) =>
        AtomicFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(_header + "\n" + string.Concat(lines.Select(line => Text(line) + "\n")))));

    private List<SweepLine> Read(IReadOnlyList<SweepConfiguration> configurations, IReadOnlyList<int> rounds)
    {
        using FileStream stream = RegularFile.OpenRead(_path);
        using StreamReader reader = new(stream, Encoding.UTF8);
        string[] texts = reader.ReadToEnd().Split('\n');
        Dictionary<(int, int), SweepLine> lines = [];
        for (int i = 0; i < texts.Length - 1; i++) // what follows the last line feed was not written to its end
        {
            if (texts[i] == _header)
                continue; // files of several parts, one after the other
            if (i == 0 || texts[i].StartsWith("{\"sweep\"", StringComparison.Ordinal))
                throw new InvalidDataException($"{_path}: line {i + 1}: expected the results of this sweep, got those of another space, seed or number of epochs, or another file.");
            SweepLine line = Parse(texts[i], i, configurations, rounds);
            lines[(line.Configuration.Trial, line.Epochs)] = line;
        }

        return [.. lines.Values];
    }

    private SweepLine Parse(string text, int index, IReadOnlyList<SweepConfiguration> configurations, IReadOnlyList<int> rounds)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            int trial = root.GetProperty("trial").GetInt32(), epochs = root.GetProperty("epochs").GetInt32();
            if (trial < 0 || trial >= configurations.Count || !rounds.Contains(epochs))
                throw new FormatException($"trial {trial} of {epochs} epochs is none of this sweep");
            string? error = root.TryGetProperty("error", out JsonElement thrown) ? thrown.GetString() : null;
            return new()
            {
                Configuration = configurations[trial],
                Epochs = epochs,
                Score = error is null ? Number(root.GetProperty("score")) : double.NaN,
                Values = [.. root.GetProperty("values").EnumerateObject().Select(value => new MetricValue(value.Name, Number(value.Value)))],
                Error = error,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{_path}: line {index + 1}: expected a trial of a sweep: {e.Message}", e);
        }
    }

    /// <summary>What must be the same: the configurations with all digits, and what decides who goes on.</summary>
    private static string Header(IReadOnlyList<SweepConfiguration> configurations, SweepOptions options) => Json(json =>
    {
        string all = string.Join('\n', configurations.Select(configuration => string.Join('\t', configuration.Values.Select(value => $"{value.Key}={value.Value.Text}"))));
        json.WriteNumber("sweep", 1);
        json.WriteNumber("trials", configurations.Count);
        json.WriteString("configurations", Fingerprint.Hash(all));
        json.WriteString("epochs", string.Join(' ', options.Rounds));
        json.WriteString("goal", options.Maximize ? "largest" : "least");
    });

    private static string Text(SweepLine line) => Json(json =>
    {
        json.WriteNumber("trial", line.Configuration.Trial);
        json.WriteNumber("epochs", line.Epochs);
        json.WriteStartObject("configuration");
        foreach ((string name, SweepValue value) in line.Configuration.Values)
        {
            if (value.Number is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteString(name, value.Text);
        }

        json.WriteEndObject();
        if (line.Error is { } error)
            json.WriteString("error", error);
        else
            Write(json, "score", line.Score);
        json.WriteStartObject("values");
        foreach (MetricValue value in line.Values)
            Write(json, value.Name, value.Value);
        json.WriteEndObject();
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDouble();
}
