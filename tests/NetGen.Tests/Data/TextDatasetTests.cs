using System.IO.Compression;
using System.Text;
using Xunit;

namespace NetGen.Tests.Data;

/// <summary>Texts as tokens: vocabularies, files, windows.</summary>
public class TextDatasetTests
{
    [Fact]
    public void Windows_have_the_tokens_that_follow_as_targets()
    {
        TextDataset dataset = new([5, 6, 7, 8, 9, 0, 1], vocabularySize: 10, length: 3);
        Assert.Equal((2, 3, 3), (dataset.Count, dataset.InputSize, dataset.TargetSize));
        float[] inputs = new float[6];
        double[] inDouble = new double[6];
        int[] targets = new int[6];
        dataset.CopyTo([1, 0], inputs, targets);
        Assert.Equal([8, 9, 0, 5, 6, 7], inputs);
        Assert.Equal([9, 0, 1, 6, 7, 8], targets);
        dataset.CopyTo([1, 0], inDouble, targets);
        Assert.Equal([8, 9, 0, 5, 6, 7], inDouble);
        Assert.Equal(4, new TextDataset([5, 6, 7, 8, 9, 0, 1], 10, length: 3, stride: 1).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.CopyTo([2], new float[3], new int[3]));
        Assert.Throws<ArgumentException>(() => dataset.CopyTo([1], new float[2], new int[3]));
    }

    [Fact]
    public void A_split_in_order_shares_no_token()
    {
        TextDataset dataset = new([.. Enumerable.Range(0, 100)], vocabularySize: 100, length: 4, stride: 3);
        (TextDataset train, TextDataset validation) = dataset.SplitInOrder(0.2);
        Assert.Equal(Enumerable.Range(0, 80), train.Tokens.ToArray());
        Assert.Equal(Enumerable.Range(80, 20), validation.Tokens.ToArray());
        float[] inputs = new float[4];
        int[] targets = new int[4];
        train.CopyTo([train.Count - 1], inputs, targets);
        Assert.InRange(targets[^1], 0, 79);
        validation.CopyTo([0], inputs, targets);
        Assert.Equal([80, 81, 82, 83], inputs);
        Assert.Throws<InvalidOperationException>(() => dataset.SplitInOrder(0.04));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.SplitInOrder(0));
    }

    [Fact]
    public void Wrong_tokens_are_refused_with_their_place()
    {
        Assert.Contains("got 7 at position 2", Assert.Throws<ArgumentException>(() => new TextDataset([0, 1, 7], 7, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("got -1 at position 0", Assert.Throws<ArgumentException>(() => new TextDataset([-1, 1], 7, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 4 tokens", Assert.Throws<ArgumentException>(() => new TextDataset([0, 1, 2], 7, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2147483648 tokens", Assert.Throws<ArgumentException>(() => new TextDataset([0, 1, 2], 7, int.MaxValue)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new TextDataset(null!, 7, 3));
    }

    [Fact]
    public void A_vocabulary_is_the_characters_of_a_text_in_order()
    {
        CharacterVocabulary vocabulary = new("banana 😀!");
        Assert.Equal(" !abn😀", vocabulary.Characters);
        Assert.Equal(6, vocabulary.Count);
        int[] tokens = vocabulary.Encode("nab😀");
        Assert.Equal([4, 2, 3, 5], tokens);
        Assert.Equal("nab😀", vocabulary.Decode(tokens));
        Assert.Equal(vocabulary.Characters, new CharacterVocabulary(vocabulary.Characters).Characters);
        Assert.Equal([4, 1], vocabulary.Encode("nx", replacement: '!'));
        Assert.Equal((96, 0, 95), (CharacterVocabulary.Ascii.Count, CharacterVocabulary.Ascii.Encode("\n")[0], CharacterVocabulary.Ascii.Encode("~")[0]));

        Assert.Contains("U+0078 'x' in line 2, at position 3", Assert.Throws<ArgumentException>(() => new CharacterVocabulary("ab\n").Encode("ab\nx")).Message, StringComparison.Ordinal);
        Assert.Contains("U+0009 in line 1", Assert.Throws<ArgumentException>(() => vocabulary.Encode("\t")).Message, StringComparison.Ordinal);
        Assert.Contains("half of one, U+D83D", Assert.Throws<ArgumentException>(() => vocabulary.Encode("n\ud83d")).Message, StringComparison.Ordinal);
        Assert.Contains("got U+003F '?'", Assert.Throws<ArgumentException>(() => vocabulary.Encode("n", replacement: '?')).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([6]));
        Assert.Throws<ArgumentException>(() => new CharacterVocabulary(""));
    }

    [Fact]
    public void Files_are_read_plain_or_compressed_whatever_their_line_ends()
    {
        byte[] text = Encoding.UTF8.GetBytes("\ufeffeins\r\nzwei\r\ndrei für\n");
        (TextDataset plain, CharacterVocabulary vocabulary) = Read(text);
        Assert.Equal("eins\nzwei\ndrei für\n", vocabulary.Decode(plain.Tokens));

        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(text);
        }

        (TextDataset fromGzip, _) = Read(compressed.ToArray());
        Assert.Equal(plain.Tokens.ToArray(), fromGzip.Tokens.ToArray());
        (TextDataset replaced, _) = Read(text, CharacterVocabulary.Ascii, '?');
        Assert.Equal("eins\nzwei\ndrei f?r\n", CharacterVocabulary.Ascii.Decode(replaced.Tokens));
    }

    [Fact]
    public void Broken_files_are_refused_with_name_and_place()
    {
        Assert.Contains("offset 3: expected text in UTF-8, got the byte 0xFC", Refused([.. "abc"u8, 0xFC, .. "def"u8]), StringComparison.Ordinal);
        Assert.Contains("offset 6: expected text in UTF-8, got the byte 0xFF", Refused([0xEF, 0xBB, 0xBF, .. "abc"u8, 0xFF, .. "def"u8]), StringComparison.Ordinal);
        Assert.Contains("it begins like UTF-16", Refused(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("hello")).ToArray()), StringComparison.Ordinal);
        Assert.Contains("at least 4 characters", Refused("abc"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("at least 4 characters", Refused([]), StringComparison.Ordinal);
        Assert.Contains("U+00FC 'ü' in line 1", Refused(Encoding.UTF8.GetBytes("für alle"), CharacterVocabulary.Ascii), StringComparison.Ordinal);
        Assert.Contains("cut off", Refused([0x1F, 0x8B, 8, 0]), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => TextDataset.FromFile(Path.Combine(Path.GetTempPath(), "no such text"), 3));
    }

    [DataFact("text")]
    public void The_shared_text_has_62_characters()
    {
        (TextDataset dataset, CharacterVocabulary vocabulary) = TextDataset.FromFile(Path.Combine(SharedData.Folder("text"), "kjv.txt.gz"), 64);
        Assert.Equal(62, vocabulary.Count);
        Assert.InRange(dataset.TokenCount, 1_100_000, 1_200_000);
        Assert.Equal(dataset.Tokens.ToArray()[..1000], vocabulary.Encode(vocabulary.Decode(dataset.Tokens[..1000])));
    }

    private static string Refused(byte[] bytes, CharacterVocabulary? vocabulary = null)
    {
        string path = Path.GetRandomFileName();
        string message = Assert.Throws<InvalidDataException>(() => Read(bytes, vocabulary, path: path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        return message;
    }

    private static (TextDataset Dataset, CharacterVocabulary Vocabulary) Read(byte[] bytes, CharacterVocabulary? vocabulary = null, char? replacement = null, string? path = null)
    {
        path = Path.Combine(Path.GetTempPath(), path ?? Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        try
        {
            return TextDataset.FromFile(path, 3, vocabulary, replacement: replacement);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
