using System.Globalization;
using NetGen;

namespace TextModels;

/// <summary>All sums of two numbers from 0 to 99, written <c>12+30=42</c>: some to learn from, the others to see whether adding was learned.</summary>
internal sealed class Addition
{
    /// <summary>Tokens: the line end, +, the digits and =.</summary>
    public const int Vocabulary = 13;

    /// <summary>The steps of the longest, <c>99+99=198</c> and the line end, but for the last, which is only a target.</summary>
    public const int Steps = 9;

    private const int PromptLength = 6; // 12+30=
    private const int Pairs = 10_000;
    private const double UnseenShare = 0.1;

    private static readonly CharacterVocabulary s_characters = new("\n+0123456789=");

    private Addition(Subset<float, int> train, Subset<float, int> unseen)
    {
        Train = train;
        Unseen = unseen;
    }

    /// <summary>The sums to learn from.</summary>
    public Subset<float, int> Train { get; }

    /// <summary>The sums held out.</summary>
    public Subset<float, int> Unseen { get; }

    /// <summary>All sums, split at random.</summary>
    public static Addition Create(long seed)
    {
        float[] inputs = new float[Pairs * Steps];
        int[] targets = new int[Pairs * Steps];
        for (int pair = 0; pair < Pairs; pair++)
        {
            int[] tokens = s_characters.Encode(Prompt(pair) + Answer(pair) + "\n");
            Span<int> labels = targets.AsSpan(pair * Steps, Steps);
            labels.Fill(-1); // the numbers to add are not to be guessed, nor is what follows the end of the line
            for (int i = 0; i + 1 < tokens.Length; i++)
            {
                inputs[(pair * Steps) + i] = tokens[i];
                if (i + 1 >= PromptLength)
                    labels[i] = tokens[i + 1];
            }
        }

        (Subset<float, int> train, Subset<float, int> unseen) = new ArrayDataset<float, int>(inputs, targets, Steps, Steps).Split(UnseenShare, seed);
        return new(train, unseen);
    }

    /// <summary>Lets a network complete the unseen sums, token by token, always with the likeliest.</summary>
    public IReadOnlyList<Sum> Complete(AdditionNet net)
    {
        ReadOnlySpan<int> pairs = Unseen.Indices;
        SequenceStream<float> stream = net.CreateStream(pairs.Length);
        int[][] prompts = [.. pairs.ToArray().Select(pair => s_characters.Encode(Prompt(pair)))];
        int[] tokens = new int[pairs.Length];
        float[] logits = new float[pairs.Length * Vocabulary];
        int[][] written = [.. prompts.Select(_ => new int[Steps - PromptLength + 1])];
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 0; i < tokens.Length; i++)
                tokens[i] = step < PromptLength ? prompts[i][step] : written[i][step - PromptLength];
            net.Predict(stream, tokens, logits);
            for (int i = 0; i < tokens.Length && step >= PromptLength - 1; i++)
                written[i][step - PromptLength + 1] = Likeliest(logits.AsSpan(i * Vocabulary, Vocabulary));
        }

        List<Sum> sums = [];
        for (int i = 0; i < pairs.Length; i++)
            sums.Add(new Sum(Prompt(pairs[i]), s_characters.Decode(written[i]).Split('\n')[0], Answer(pairs[i])));
        return sums;
    }

    private static string Prompt(int pair) => string.Create(CultureInfo.InvariantCulture, $"{pair / 100:D2}+{pair % 100:D2}=");

    private static string Answer(int pair) => ((pair / 100) + (pair % 100)).ToString(CultureInfo.InvariantCulture);

    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
                best = i;
        }

        return best;
    }
}

/// <summary>A sum that a network has completed.</summary>
/// <param name="Prompt">What it was given: <c>12+30=</c>.</param>
/// <param name="Written">What it made of it.</param>
/// <param name="Answer">What is right.</param>
internal readonly record struct Sum(string Prompt, string Written, string Answer)
{
    public bool IsRight => Written == Answer;

    public override string ToString() => IsRight ? Prompt + Written : $"{Prompt}{Written} (it is {Answer})";
}
