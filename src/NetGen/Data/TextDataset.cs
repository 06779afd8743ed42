using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Windows of a sequence of tokens, to learn which token comes next: the inputs of an example are so many consecutive tokens, its targets, one for
/// each step, the same moved on by one. It serves networks in single and in double precision; the tokens are kept once.
/// </summary>
public sealed class TextDataset : IDataset<float, int>, IDataset<double, int>, IParallelReading
{
    private readonly int[] _tokens;
    private readonly int _first;

    /// <summary>Windows of tokens that any tokenizer made.</summary>
    /// <param name="tokens">The tokens in order, each from 0 to <paramref name="vocabularySize"/> − 1. Kept, not copied.</param>
    /// <param name="vocabularySize">The number of tokens there are: the count of the network's embedding.</param>
    /// <param name="length">The tokens of a window, at least 1: the steps of <c>[Input&lt;int&gt;(length)]</c>.</param>
    /// <param name="stride">The distance of neighbouring windows, at least 1; null: their length, so that each token is a target once.</param>
    /// <exception cref="ArgumentException">There are fewer tokens than a window and the one after it, or one is out of range.</exception>
    public TextDataset(int[] tokens, int vocabularySize, int length, int? stride = null)
        : this(tokens, vocabularySize, length, stride ?? length, first: 0, end: tokens?.Length ?? 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        int bad = Array.FindIndex(tokens!, token => token < 0 || token >= vocabularySize);
        if (bad >= 0)
            throw new ArgumentException($"Expected tokens from 0 to {vocabularySize - 1}, got {tokens![bad]} at position {bad}.", nameof(tokens));
    }

    private TextDataset(int[]? tokens, int vocabularySize, int length, int stride, int first, int end)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (end - first <= length)
            throw new ArgumentException($"Expected at least {length + 1L} tokens, those of a window and the one after it, got {end - first}.", nameof(tokens));

        (_tokens, _first, VocabularySize, Length, Stride) = (tokens, first, vocabularySize, length, stride);
        TokenCount = end - first;
        Count = ((TokenCount - length - 1) / stride) + 1;
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>The tokens of a window.</summary>
    public int Length { get; }

    /// <summary>The distance of neighbouring windows.</summary>
    public int Stride { get; }

    /// <summary>The number of tokens there are.</summary>
    public int VocabularySize { get; }

    /// <summary>The length of the whole sequence.</summary>
    public int TokenCount { get; }

    /// <summary>The number of inputs of an example: <see cref="Length"/>.</summary>
    public int InputSize => Length;

    /// <summary>The number of targets of an example: a token for each step.</summary>
    public int TargetSize => Length;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => true;

    /// <summary>The whole sequence.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(_first, TokenCount);

    /// <summary>Reads a text file, plain or compressed by gzip, whose characters are the tokens.</summary>
    /// <param name="path">
    /// The file: UTF-8, with or without a byte order mark. Whether it is compressed is seen from its first bytes, not from its name. Line ends
    /// become line feeds.
    /// </param>
    /// <param name="length">The characters of a window, at least 1.</param>
    /// <param name="vocabulary">The characters that are tokens; null: those of the text.</param>
    /// <param name="stride">The distance of neighbouring windows; null: their length.</param>
    /// <param name="replacement">The character that stands for those that are not in the vocabulary; null: they are refused.</param>
    /// <returns>The data set, and the vocabulary.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no text in UTF-8, is cut off or corrupt, is too large or too short, or has other characters.</exception>
    public static (TextDataset Dataset, CharacterVocabulary Vocabulary) FromFile(string path, int length, CharacterVocabulary? vocabulary = null, int? stride = null, char? replacement = null)
    {
        string text = TextFile.Read(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (text.Length <= length)
            throw new InvalidDataException($"{path}: expected at least {length + 1L} characters, those of a window and the one after it, got {text.Length}.");

        vocabulary ??= new CharacterVocabulary(text);
        try
        {
            return (new TextDataset(vocabulary.Encode(text, replacement), vocabulary.Count, length, stride), vocabulary);
        }
        catch (ArgumentException e) when (e.ParamName is "text" or "tokens")
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Splits into two parts of the sequence, the beginning and the end of it: no window spans both, and no token is in both. At random,
    /// neighbouring windows of the same sentence would come to both parts.
    /// </summary>
    /// <param name="validationFraction">The share of the tokens, at the end, that are held out: more than 0 and less than 1.</param>
    /// <returns>The part to train on, and the part held out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">A part would have no window.</exception>
    public (TextDataset Train, TextDataset Validation) SplitInOrder(double validationFraction)
    {
        if (!(validationFraction > 0 && validationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction of more than 0 and less than 1.");

        int held = (int)Math.Round(TokenCount * validationFraction), cut = _first + TokenCount - held;
        if (held <= Length || TokenCount - held <= Length)
            throw new InvalidOperationException($"Expected parts of at least {Length + 1L} tokens, got {TokenCount - held} and {held}.");

        return (new(_tokens, VocabularySize, Length, Stride, _first, cut), new(_tokens, VocabularySize, Length, Stride, cut, _first + TokenCount));
    }

    /// <summary>Copies the tokens of chosen windows, and those that follow each of them.</summary>
    /// <param name="indices">The windows, each from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="inputs">Receives indices.Length · <see cref="Length"/> tokens, as numbers of the network's precision.</param>
    /// <param name="targets">Receives as many tokens.</param>
    public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
    {
        Check(indices, inputs.Length, targets.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<int> window = Window(indices[i], targets.Slice(i * Length, Length));
            Span<float> to = inputs.Slice(i * Length, Length);
            for (int j = 0; j < to.Length; j++)
                to[j] = window[j];
        }
    }

    /// <inheritdoc cref="CopyTo(ReadOnlySpan{int}, Span{float}, Span{int})"/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<double> inputs, Span<int> targets)
    {
        Check(indices, inputs.Length, targets.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<int> window = Window(indices[i], targets.Slice(i * Length, Length));
            Span<double> to = inputs.Slice(i * Length, Length);
            for (int j = 0; j < to.Length; j++)
                to[j] = window[j];
        }
    }

    private void Check(ReadOnlySpan<int> indices, int inputs, int targets)
    {
        Guard.Outputs(inputs, indices.Length, Length, nameof(inputs));
        Guard.Outputs(targets, indices.Length, Length, nameof(targets));
    }

    /// <summary>The tokens of a window, after copying those that follow each.</summary>
    private ReadOnlySpan<int> Window(int index, Span<int> targets)
    {
        int start = _first + (Guard.Index(index, Count, "indices") * Stride);
        _tokens.AsSpan(start + 1, Length).CopyTo(targets);
        return _tokens.AsSpan(start, Length);
    }
}
