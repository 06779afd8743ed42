using System.Globalization;

namespace NetGen;

/// <summary>Dates as days since the beginning of 1970, UTC.</summary>
internal static class DateParser
{
    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite;

    /// <summary>ISO 8601, also with a blank before the time.</summary>
    private static readonly string[] s_iso =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Parses all of a text in one of the formats; without any, in those of ISO 8601.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, string[] formats, out double days)
    {
        bool isDate = DateTime.TryParseExact(text, formats.Length > 0 ? formats : s_iso, CultureInfo.InvariantCulture, Styles, out DateTime date);
        days = isDate ? (date - DateTime.UnixEpoch).Ticks / (double)TimeSpan.TicksPerDay : 0;
        return isDate;
    }

    /// <summary>A date in the form of ISO 8601, to the microsecond.</summary>
    public static string Format(double days)
    {
        double microseconds = Math.Round(days * TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);
        DateTime date = DateTime.UnixEpoch.AddTicks((long)microseconds * TimeSpan.TicksPerMicrosecond);
        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }
}
