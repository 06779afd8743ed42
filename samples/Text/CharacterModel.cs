using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetGen;

namespace TextModels;

/// <summary>Models of a text, character by character.</summary>
internal static class CharacterModel
{
    /// <summary>Tokens: the line end and the printable characters of ASCII.</summary>
    public const int Vocabulary = 96;

    /// <summary>The characters of a window.</summary>
    public const int Steps = 64;

    private const double HeldOut = 0.1;

    /// <summary>Trains a network on a text, or loads one; says how well it knows the end of the text, and lets it write.</summary>
    public static int Run<TNet>(TextOptions options, CancellationToken cancellation)
        where TNet : class, ITextNet<TNet>
    {
        (TextDataset text, _) = TextDataset.FromFile(options.Data!, Steps, CharacterVocabulary.Ascii, replacement: '?');
        (TextDataset train, TextDataset heldOut) = text.SplitInOrder(HeldOut);
        var net = TNet.Create(options.Seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Data}: {train.TokenCount:N0} characters to learn from, the last {heldOut.TokenCount:N0} held out"));

        double loss;
        if (options.Load is { } path)
        {
            net.Load(path);
            using var trainer = new Trainer<TNet, float, int>(net, train, heldOut, new FitOptions { BatchSize = options.BatchSize });
            loss = trainer.Evaluate(heldOut).Loss;
        }
        else if (Training.Run(net, train, heldOut, options, record => $"held-out {Bits(record.ValidationLoss!.Value):F3} bits per character", cancellation) is { } history)
        {
            loss = history.Epochs[^1].ValidationLoss!.Value;
        }
        else
        {
            return Training.Stopped(options);
        }

        if (options.Save is { } file)
        {
            net.Save(file);
            Console.WriteLine($"saved: {Path.GetFullPath(file)}");
        }

        Console.WriteLine();
        Console.Write(options.Prompt);
        long started = Stopwatch.GetTimestamp();
        Write(net, options, Console.Out);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({options.Length} characters in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms, one step of the stream each)"));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out bits per character {Bits(loss):F2}"));
        return 0;
    }

    private static double Bits(double nats) => nats / Math.Log(2);

    /// <summary>
    /// Writes character by character, each drawn from what the network expects after those before it. A network that has only so many steps begins
    /// again with the last half of them.
    /// </summary>
    private static void Write<TNet>(TNet net, TextOptions options, TextWriter output)
        where TNet : class, ITextNet<TNet>
    {
        SequenceStream<float> stream = net.CreateStream();
        PhiloxRandom random = new((ulong)options.Seed, stream: 1);
        float[] logits = new float[Vocabulary];
        List<int> written = [.. CharacterVocabulary.Ascii.Encode(options.Prompt, replacement: '?')];
        bool isLimited = TNet.Description.Layers.Any(layer => layer.Operation.StartsWith("PositionalEmbedding", StringComparison.Ordinal));
        foreach (int token in written.TakeLast(Steps))
            net.Predict(stream, [token], logits);
        for (int i = 0; i < options.Length; i++)
        {
            int next = Sampler.Draw(logits, options.Temperature, options.TopK, random);
            written.Add(next);
            output.Write(CharacterVocabulary.Ascii.Decode([next]));
            if (!isLimited || stream.Position < Steps)
            {
                net.Predict(stream, [next], logits);
                continue;
            }

            stream.Reset();
            foreach (int token in written.TakeLast(Steps / 2))
                net.Predict(stream, [token], logits);
        }
    }
}

/// <summary>Draws a token by the logits of all.</summary>
internal static class Sampler
{
    /// <summary>At temperature 0 the likeliest; else by the softmax of logits / temperature among the k likeliest.</summary>
    public static int Draw(ReadOnlySpan<float> logits, double temperature, int topK, PhiloxRandom random)
    {
        int[] order = [.. Enumerable.Range(0, logits.Length)];
        float[] keys = [.. logits.ToArray().Select(logit => -logit)];
        Array.Sort(keys, order);
        if (temperature == 0)
            return order[0];

        double[] weights = [.. keys.Take(topK).Select(key => Math.Exp((keys[0] - key) / temperature))];
        double left = random.NextDouble() * weights.Sum();
        for (int i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
                return order[i];
        }

        return order[weights.Length - 1];
    }
}
