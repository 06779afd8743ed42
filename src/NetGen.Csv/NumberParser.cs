using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Decimal numbers to the nearest double, finite ones only.</summary>
internal static class NumberParser
{
    private const ulong MaximumExact = 1UL << 53;

    // Longer ones need memory of their own.
    private const int ShortLength = 128;

    // Powers of ten that are exact doubles.
    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Parses all of a text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value, char point = '.', char? thousands = null)
    {
        if (TryParseSimple(text, point, out value))
            return true;
        if (!HasDigit(text))
            return false;
        if (point == '.' && thousands is null)
            return TryParsePlain(text, out value);
        Span<char> plain = text.Length <= ShortLength ? stackalloc char[ShortLength] : new char[text.Length];
        int length = ToPlain(text.Trim(), point, thousands, plain);
        return length > 0 && TryParsePlain(plain[..length], out value);
    }

    /// <summary>
    /// Sign, digits, point, digits: where these make an integer below 2⁵³ and the power of ten is an exact double, one
    /// division, correctly rounded, gives the nearest double (Clinger, 1990). That is nearly every number of a table.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParseSimple(ReadOnlySpan<char> text, char point, out double value)
    {
        value = 0;
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        if (text.Length - i is 0 or > 17)
            return false;
        ulong digits = 0;
        int pointAt = -1, count = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                digits = (10 * digits) + digit;
                count++;
            }
            else if (text[i] == point && pointAt < 0)
            {
                pointAt = i;
            }
            else
            {
                return false;
            }
        }

        if (count == 0 || digits > MaximumExact)
            return false;
        double magnitude = pointAt < 0 ? digits : digits / Powers[text.Length - 1 - pointAt];
        value = negative ? -magnitude : magnitude;
        return true;
    }

    private static bool TryParsePlain(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>The number with a point and without thousands; returns its length, 0 if it is not written as it should be.</summary>
    private static int ToPlain(ReadOnlySpan<char> text, char point, char? thousands, Span<char> plain)
    {
        int length = 0, marks = 0, digits = 0;
        bool isWhole = true; // before the point or the exponent
        foreach (char c in text)
        {
            if (isWhole && IsThousands(c, thousands))
            {
                if (digits is not (2 or 3) && (digits != 1 || marks > 0))
                    return 0;
                (marks, digits) = (marks + 1, 0);
                continue;
            }

            if (c == '.' && point != '.')
                return 0;
            if (char.IsAsciiDigit(c))
                digits++;
            else if (isWhole && c is not ('+' or '-') && marks > 0 && digits != 3)
                return 0;
            isWhole &= char.IsAsciiDigit(c) || c is '+' or '-';
            plain[length++] = c == point ? '.' : c;
        }

        return isWhole && marks > 0 && digits != 3 ? 0 : length;
    }

    private static bool IsThousands(char c, char? thousands) => c == thousands || (thousands == ' ' && c is '\u00A0' or '\u202F');

    /// <summary>Words such as NaN are no numbers of a table.</summary>
    private static bool HasDigit(ReadOnlySpan<char> text)
    {
        // Not IndexOfAnyInRange: until the JIT has optimized it, it allocates for every number.
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
                return true;
        }

        return false;
    }
}
