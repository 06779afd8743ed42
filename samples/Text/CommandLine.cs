using System.CommandLine;
using System.Globalization;

namespace TextModels;

/// <summary>What the user chose.</summary>
/// <param name="Model">The network's name.</param>
/// <param name="Data">A text, or null for sums that the program makes.</param>
/// <param name="Epochs">How often training goes through what there is to learn from.</param>
/// <param name="BatchSize">The examples of each step.</param>
/// <param name="LearningRate">The largest learning rate.</param>
/// <param name="Threads">The threads of the training; the result does not depend on them.</param>
/// <param name="Seed">Where all random numbers start.</param>
/// <param name="Prompt">What the written text begins with.</param>
/// <param name="Length">The characters to write.</param>
/// <param name="Temperature">1 draws as the network expects, less prefers the likely, 0 takes the likeliest.</param>
/// <param name="TopK">Among how many of the likeliest to draw.</param>
/// <param name="Save">Where the trained network goes, or null.</param>
/// <param name="Load">A network to load instead of training, or null.</param>
/// <param name="CheckpointFolder">The folder for checkpoints, or null for none.</param>
/// <param name="Resume">A checkpoint, or a folder of them, to go on from; null to begin anew.</param>
internal sealed record TextOptions(
    string Model, string? Data, int Epochs, int BatchSize, double LearningRate, int Threads, long Seed, string Prompt, int Length, double Temperature, int TopK,
    string? Save, string? Load, string? CheckpointFolder, string? Resume);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = $"The network for a text: {string.Join(", ", Program.Models.Keys)}. Without --data, a transformer that learns to add.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "gpt",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!Program.Models.ContainsKey(text))
                result.AddError($"--model takes one of {string.Join(", ", Program.Models.Keys)}, not '{text}'.");
            return text;
        },
    };

    private static readonly Option<string> Data = ExistingFile("--data", "A text in UTF-8, plain or .gz. [default: sums such as 12+30=42, made by the program]");
    private static readonly Option<int?> Epochs = OptionalNumber("--epochs", "How often to go through what there is to learn from. [default: 30 for sums, 12 for a text]");
    private static readonly Option<int?> BatchSize = OptionalNumber("--batch-size", "The examples of each step. [default: 128 for sums, 32 for a text]");
    private static readonly Option<double> LearningRate = Number("--learning-rate", 3e-3, 1e-9, "The largest learning rate of AdamW.");
    private static readonly Option<int> Threads = WholeNumber("--threads", Math.Min(2, Environment.ProcessorCount), "The threads of the training; the result does not depend on them.");

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Where all random numbers start: the same seed gives the same result, to every digit.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed))
                result.AddError($"--seed takes a whole number of 64 bits, not '{text}'.");
            return seed;
        },
    };

    private static readonly Option<string> Prompt = new("--prompt") { Description = "What the written text begins with. [default: a line end]", HelpName = "TEXT" };
    private static readonly Option<int> Length = WholeNumber("--length", 400, "How many characters to write.");
    private static readonly Option<double> Temperature = Number("--temperature", 0.8, 0, "1 draws as the network expects, less prefers the likely, 0 takes the likeliest.");
    private static readonly Option<int> TopK = WholeNumber("--top-k", CharacterModel.Vocabulary, "Among how many of the likeliest characters to draw.");
    private static readonly Option<string> Save = new("--save") { Description = "Where the trained network goes.", HelpName = "FILE" };
    private static readonly Option<string> Load = ExistingFile("--load", "A network that --save has written, of the same --model, instead of training.");
    private static readonly Option<string> CheckpointFolder = new("--checkpoint-dir") { Description = "The folder for checkpoints: one after each epoch, the last three are kept.", HelpName = "DIR" };

    private static readonly Option<string> Resume = new("--resume")
    {
        Description = "Go on from a checkpoint, or from the newest in a folder, with the same options as before: the result is the same to every digit.",
        HelpName = "FILE-OR-DIR",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!File.Exists(text) && !Directory.Exists(text))
                result.AddError($"--resume takes a checkpoint or a folder of them; there is no '{text}'.");
            return text;
        },
    };

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        var command = new RootCommand("Learns to add, or to write like a text, token by token, with networks compiled from a few lines of attributes.")
        {
            Model, Data, Epochs, BatchSize, LearningRate, Threads, Seed, Prompt, Length, Temperature, TopK, Save, Load, CheckpointFolder, Resume,
        };

        // On a thread of its own, so that Ctrl+C can cancel the token meanwhile.
        command.SetAction((result, cancellation) => Task.Run(() => Program.Run(Options(result), cancellation), CancellationToken.None));
        return command.Parse(arguments);
    }

    private static TextOptions Options(ParseResult result)
    {
        bool isText = result.GetValue(Data) is not null;
        string? resume = result.GetValue(Resume);
        return new(
            result.GetValue(Model)!,
            result.GetValue(Data),
            result.GetValue(Epochs) ?? (isText ? 12 : 30),
            result.GetValue(BatchSize) ?? (isText ? 32 : 128),
            result.GetValue(LearningRate),
            result.GetValue(Threads),
            result.GetValue(Seed),
            result.GetValue(Prompt) is { Length: > 0 } prompt ? prompt : "\n",
            result.GetValue(Length),
            result.GetValue(Temperature),
            result.GetValue(TopK),
            result.GetValue(Save),
            result.GetValue(Load),
            result.GetValue(CheckpointFolder) ?? (Directory.Exists(resume) ? resume : null),
            resume);
    }

    private static Option<string> ExistingFile(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!File.Exists(text))
                result.AddError($"{name} takes a file; there is no '{text}'.");
            return text;
        },
    };

    private static Option<double> Number(string name, double value, double least, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !(number >= least && double.IsFinite(number)))
                result.AddError($"{name} takes a number of at least {least.ToString(CultureInfo.InvariantCulture)}, not '{text}'.");
            return number;
        },
    };

    private static Option<int> WholeNumber(string name, int value, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = result => Parse(name, result.Tokens[0].Value, result.AddError),
    };

    private static Option<int?> OptionalNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(name, result.Tokens[0].Value, result.AddError),
    };

    private static int Parse(string name, string text, Action<string> addError)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            addError($"{name} takes a whole number of at least 1, not '{text}'.");
        return number;
    }
}
