using System.Text;

namespace NetGen;

/// <summary>
/// Characters as tokens: the number of a character is its place in the vocabulary. A character is a Unicode code point, so that no token is half
/// of one.
/// </summary>
public sealed class CharacterVocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _numbers = [];

    /// <summary>A vocabulary of the characters of a text, in the order of their code points.</summary>
    /// <param name="text">The text; each of its characters counts once, so that <see cref="Characters"/> makes the same vocabulary again.</param>
    /// <exception cref="ArgumentException">The text is empty, or has half of a character.</exception>
    public CharacterVocabulary(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _characters = [.. Runes(text, nameof(text)).Distinct().Order()];
        for (int i = 0; i < _characters.Length; i++)
            _numbers.Add(_characters[i], i);
        Characters = string.Concat(_characters);
    }

    /// <summary>The line feed and the 95 printable characters of ASCII: 96 tokens, a number that a network can be declared with before its text is known.</summary>
    public static CharacterVocabulary Ascii { get; } = new("\n" + string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)));

    /// <summary>All characters, in order.</summary>
    public string Characters { get; }

    /// <summary>The number of characters: what <c>[Embedding(count, …)]</c> and the last layer have.</summary>
    public int Count => _characters.Length;

    /// <summary>The numbers of a text's characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="replacement">The character that stands for those that are not in the vocabulary; null: they are refused.</param>
    /// <exception cref="ArgumentException">A character is not in the vocabulary, nor replaced, or is half of one.</exception>
    public int[] Encode(string text, char? replacement = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        int other = -1;
        if (replacement is { } character && !(Rune.TryCreate(character, out Rune rune) && _numbers.TryGetValue(rune, out other)))
            throw new ArgumentException($"Expected a replacement that is in the vocabulary, got {Name(text: character.ToString())}.", nameof(replacement));

        List<int> numbers = new(text.Length);
        foreach (Rune value in Runes(text, nameof(text)))
        {
            if (!_numbers.TryGetValue(value, out int number))
                number = other >= 0 ? other : throw Unknown(text, value, numbers.Count);
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>The text of some tokens.</summary>
    /// <param name="tokens">Tokens, each from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of the vocabulary.</exception>
    public string Decode(params ReadOnlySpan<int> tokens)
    {
        StringBuilder text = new(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(tokens), tokens[i], $"Expected tokens from 0 to {Count - 1} at position {i}.");
            text.Append(_characters[tokens[i]].ToString());
        }

        return text.ToString();
    }

    private static IEnumerable<Rune> Runes(string text, string parameter)
    {
        for (int at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out Rune rune))
                throw new ArgumentException($"Expected whole characters, but at position {at} there is half of one, U+{(int)text[at]:X4}.", parameter);
            yield return rune;
            at += rune.Utf16SequenceLength;
        }
    }

    private static ArgumentException Unknown(string text, Rune character, int position)
    {
        int line = 1 + text.EnumerateRunes().Take(position).Count(rune => rune.Value == '\n');
        return new ArgumentException($"Expected characters of the vocabulary, got {Name(character.ToString())} in line {line}, at position {position} of the text; say which character stands for others.", nameof(text));
    }

    private static string Name(string text) => $"U+{char.ConvertToUtf32(text, 0):X4}{(Rune.IsControl(Rune.GetRuneAt(text, 0)) ? "" : $" '{text}'")}";
}
