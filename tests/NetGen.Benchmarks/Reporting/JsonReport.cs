using System.Text.Json;
using NetGen.Benchmarks.Measurement;

namespace NetGen.Benchmarks.Reporting;

/// <summary>The rows as a JSON array.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the rows.</summary>
    public static void Write(FileInfo file, IReadOnlyList<Measured> rows) =>
        File.WriteAllText(file.FullName, JsonSerializer.Serialize(rows, s_options) + "\n");
}
