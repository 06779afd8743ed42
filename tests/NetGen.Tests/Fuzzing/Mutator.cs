using System.Text;
using System.Text.RegularExpressions;

namespace NetGen.Tests;

/// <summary>Damages files: bits, bytes, lengths, numbers in texts, pieces cut out, doubled and exchanged.</summary>
internal sealed partial class Mutator(Random random)
{
    private static readonly string[] Numbers = ["-1", "0", "1", "2147483647", "2147483648", "4294967295", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e400", "1.5", "NaN", "\"\"", "[[[[[[[[", ""];

    private readonly Random _random = random;

    public byte[] Mutate(byte[] original)
    {
        byte[] data = original;
        for (int n = _random.Next(1, 4); n > 0 && data.Length > 0; n--)
            data = Once(data, original);
        return data;
    }

    private byte[] Once(byte[] data, byte[] original)
    {
        int at = _random.Next(data.Length), length = _random.Next(1, Math.Min(32, data.Length - at) + 1);
        switch (_random.Next(9))
        {
            case 0: // a bit
                return Change(data, at, (byte)(data[at] ^ (1 << _random.Next(8))));
            case 1: // a byte
                return Change(data, at, (byte)_random.Next(256));
            case 2: // cut off
                return data[..at];
            case 3: // more at the end
                return [.. data, .. original[..length]];
            case 4: // cut out
                return [.. data[..at], .. data[(at + length)..]];
            case 5: // doubled
                return [.. data[..(at + length)], .. data[at..]];
            case 6: // a length among the first bytes
                int start = _random.Next(Math.Min(16, data.Length));
                return Change(data, start, _random.Next(2) == 0 ? (byte)0xFF : (byte)0x7F);
            case 7: // a number in the text
                return NumberInText(data);
            default: // a piece from elsewhere
                byte[] changed = [.. data];
                original.AsSpan(_random.Next(original.Length - Math.Min(length, original.Length) + 1), Math.Min(length, original.Length)).CopyTo(changed.AsSpan(at, length));
                return changed;
        }
    }

    private static byte[] Change(byte[] data, int at, byte value)
    {
        byte[] changed = [.. data];
        changed[at] = value;
        return changed;
    }

    private byte[] NumberInText(byte[] data)
    {
        string text = Encoding.Latin1.GetString(data);
        MatchCollection numbers = Number().Matches(text);
        if (numbers.Count == 0)
            return data;
        Match number = numbers[_random.Next(numbers.Count)];
        string replacement = Numbers[_random.Next(Numbers.Length)];
        return Encoding.Latin1.GetBytes(text[..number.Index] + replacement + text[(number.Index + number.Length)..]);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
