using System.Globalization;

namespace NetGen;

/// <summary>How fields are written: numbers, dates and what is missing.</summary>
internal sealed class FieldFormat(CsvOptions options)
{
    private readonly char _point = options.Decimal;
    private readonly char? _thousands = options.Thousands;
    private readonly string[] _dates = [.. options.DateFormats];
    private readonly HashSet<string> _missing = new(options.MissingMarkers, StringComparer.Ordinal);

    public bool TryParseSimple(ReadOnlySpan<char> text, out double value) => NumberParser.TryParseSimple(text, _point, out value);

    public bool TryParseNumber(ReadOnlySpan<char> text, out double value) => NumberParser.TryParse(text, out value, _point, _thousands);

    public bool TryParseDate(ReadOnlySpan<char> text, out double days) => DateParser.TryParse(text, _dates, out days);

    public bool IsMissing(ReadOnlySpan<char> text) => text.IsEmpty || _missing.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);

    /// <summary>A category that is a number has one spelling.</summary>
    public string Category(string text) => TryParseNumber(text, out double number) ? Category(number) : text;

    public static string Category(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture); // + 0: not −0
}
