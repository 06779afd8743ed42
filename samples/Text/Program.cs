using System.CommandLine;
using System.Globalization;
using NetGen;
using TextModels;

// Bad options are one line on stderr and exit code 1; --help and --version are handled by the command line itself.
ParseResult arguments = CommandLine.Parse(args);
if (arguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"{arguments.Errors[0].Message} Try --help.");
    return 1;
}

return await arguments.InvokeAsync();

/// <summary>The program in the order of its output.</summary>
internal static partial class Program
{
    /// <summary>The models of texts to choose from, by name.</summary>
    public static IReadOnlyDictionary<string, Func<TextOptions, CancellationToken, int>> Models { get; } = new Dictionary<string, Func<TextOptions, CancellationToken, int>>
    {
        ["gru"] = CharacterModel.Run<GruNet>,
        ["lstm"] = CharacterModel.Run<LstmNet>,
        ["gpt"] = CharacterModel.Run<GptNet>,
    };

    /// <summary>Learns to add, or from a text; returns the exit code.</summary>
    public static int Run(TextOptions options, CancellationToken cancellation)
    {
        try
        {
            return options.Data is null ? Add(options, cancellation) : Models[options.Model](options, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Add(TextOptions options, CancellationToken cancellation)
    {
        Addition addition = Addition.Create(options.Seed);
        var net = new AdditionNet(options.Seed);
        Console.WriteLine($"{addition.Train.Count} sums of two numbers of two digits to learn from, {addition.Unseen.Count} held out");
        if (options.Load is { } path)
            net.Load(path);
        else if (Training.Run(net, addition.Train, addition.Unseen, options, record => string.Create(CultureInfo.InvariantCulture, $"held-out loss {record.ValidationLoss:F4}"), cancellation) is null)
            return Training.Stopped(options);
        if (options.Save is { } file)
            net.Save(file);

        IReadOnlyList<Sum> sums = addition.Complete(net);
        Console.WriteLine();
        Console.WriteLine($"completed: {string.Join("   ", sums.Where(sum => sum.IsRight).Take(6))}");
        Sum[] wrong = [.. sums.Where(sum => !sum.IsRight)];
        Console.WriteLine(wrong.Length == 0 ? "mistaken: none" : $"mistaken: {string.Join("   ", wrong.Take(3))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unseen sums right {100.0 * sums.Count(sum => sum.IsRight) / sums.Count:F2} %"));
        return 0;
    }
}
