using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Decimal numbers to the nearest double, finite ones only.</summary>
internal static class NumberParser
{
    // Powers of ten that are exact doubles.
    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    private const ulong MaximumExact = 1UL << 53;

    /// <summary>Parses all of a text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value) =>
        TryParseSimple(text, out value)
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && HasDigit(text));

    /// <summary>
    /// Sign, digits, point, digits: where these make an integer below 2⁵³ and the power of ten is an exact double, one
    /// division, correctly rounded, gives the nearest double (Clinger, 1990). That is nearly every number of a table.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryParseSimple(ReadOnlySpan<char> text, out double value)
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
        int point = -1, count = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                digits = (10 * digits) + digit;
                count++;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        if (count == 0 || digits > MaximumExact)
            return false;
        double magnitude = point < 0 ? digits : digits / Powers[text.Length - 1 - point];
        value = negative ? -magnitude : magnitude;
        return true;
    }

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
