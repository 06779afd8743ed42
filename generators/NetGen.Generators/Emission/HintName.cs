using System.Globalization;
using NetGen.Generators.Model;

namespace NetGen.Generators.Emission;

/// <summary>The names of generated files: the class's full metadata name.</summary>
internal static class HintName
{
    /// <summary>The names that differ from another only by case: Roslyn and some file systems take them for the same.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> names) => names
        .Distinct()
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The file's name, with a hash where the name alone is ambiguous.</summary>
    public static string For(string name, EquatableArray<string> ambiguous)
    {
        string hash = ambiguous.Contains(name) ? "-" + Hash(name).ToString("x8", CultureInfo.InvariantCulture) : "";
        return $"{name.Replace('+', '.')}{hash}.g.cs";
    }

    /// <summary>FNV-1a: the same on every machine and in every run.</summary>
    private static uint Hash(string text)
    {
        unchecked
        {
            return text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u);
        }
    }
}
