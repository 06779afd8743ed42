using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Digits;

/// <summary>What the user chose.</summary>
/// <param name="Model">The network's name.</param>
/// <param name="Data">A folder with IDX files, or null for the built-in digits.</param>
/// <param name="Epochs">How often training goes through all training images.</param>
/// <param name="BatchSize">The number of images for each step of the optimizer.</param>
/// <param name="LearningRate">The learning rate of the first step.</param>
/// <param name="Seed">Where all random numbers start.</param>
/// <param name="Output">The folder for the picture of the learned features.</param>
/// <param name="CheckpointFolder">The folder for checkpoints, or null for none.</param>
/// <param name="CheckpointSteps">After how many steps to write one, besides those after epochs; 0 for never.</param>
/// <param name="Resume">A checkpoint, or a folder of them, to go on from; null to begin anew.</param>
/// <param name="Mpi">Whether the processes that mpirun started train together.</param>
internal sealed record TrainingOptions(
    string Model, string? Data, int Epochs, int BatchSize, double LearningRate, long Seed, string Output, string? CheckpointFolder, int CheckpointSteps, string? Resume, bool Mpi);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = $"The network: {string.Join(", ", Program.Models.Keys)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "mlp",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!Program.Models.ContainsKey(text))
                result.AddError($"--model takes one of {string.Join(", ", Program.Models.Keys)}, not '{text}'.");
            return text;
        },
    };

    private static readonly Option<string> Data = Folder("--data", "A folder with the four IDX files of MNIST or Fashion-MNIST, plain or .gz. [default: digits drawn by the program]");

    private static readonly Option<int> Epochs = WholeNumber("--epochs", 10, "How often to go through the training images.");

    private static readonly Option<int> BatchSize = WholeNumber("--batch-size", 64, "The number of images for each step of the optimizer.");

    private static readonly Option<double> LearningRate = new("--learning-rate")
    {
        Description = "The learning rate of Adam at the start; it falls to 0 in a straight line.",
        HelpName = "RATE",
        DefaultValueFactory = _ => 1e-3,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) || !(rate > 0 && double.IsFinite(rate)))
                result.AddError($"--learning-rate takes a number larger than 0, not '{text}'.");
            return rate;
        },
    };

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

    private static readonly Option<string> Output = Folder("--output", "The folder for features.png, the learned features of the first layer. [default: output]");

    private static readonly Option<string> CheckpointFolder = Folder("--checkpoint-dir", "The folder for checkpoints: one after each epoch, the last three are kept. [default: that of --resume, else none]");

    private static readonly Option<int> CheckpointSteps = new("--checkpoint-steps")
    {
        Description = "Write a checkpoint after every so many steps, too; needs --checkpoint-dir or --resume.",
        HelpName = "N",
        CustomParser = result => ParseWholeNumber(result, "--checkpoint-steps"),
    };

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

    private static readonly Option<bool> Mpi = new("--mpi") { Description = "Train together with the other processes that mpirun has started: any number of them ends in the same result." };

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        var command = new RootCommand("Trains a small neural network, compiled from a few lines of attributes, to recognize handwritten digits.")
        {
            Model, Data, Epochs, BatchSize, LearningRate, Seed, Output, CheckpointFolder, CheckpointSteps, Resume, Mpi,
        };

        command.Validators.Add(result =>
        {
            if (result.GetResult(CheckpointSteps) is { Implicit: false } && result.GetResult(CheckpointFolder) is null && result.GetResult(Resume) is null)
                result.AddError("--checkpoint-steps needs a folder: give --checkpoint-dir too.");
        });

        // On a thread of its own, so that Ctrl+C can cancel the token meanwhile.
        command.SetAction((result, cancellation) => Task.Run(() => Run(Options(result), cancellation), CancellationToken.None));
        return command.Parse(arguments);
    }

    private static int Run(TrainingOptions options, CancellationToken cancellation) => Program.Models[options.Model](options, cancellation);

    private static TrainingOptions Options(ParseResult result)
    {
        string? resume = result.GetValue(Resume);
        string? besides = resume is null || Directory.Exists(resume) ? resume : Path.GetDirectoryName(Path.GetFullPath(resume));
        return new(
            result.GetValue(Model)!,
            result.GetValue(Data),
            result.GetValue(Epochs),
            result.GetValue(BatchSize),
            result.GetValue(LearningRate),
            result.GetValue(Seed),
            result.GetValue(Output) ?? "output",
            result.GetValue(CheckpointFolder) ?? besides,
            result.GetValue(CheckpointSteps),
            resume,
            result.GetValue(Mpi));
    }

    private static Option<string> Folder(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (text.Length == 0)
                result.AddError($"{name} takes the name of a folder, not an empty one.");
            return text;
        },
    };

    private static Option<int> WholeNumber(string name, int value, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = result => ParseWholeNumber(result, name),
    };

    private static int ParseWholeNumber(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            result.AddError($"{name} takes a whole number of at least 1, not '{text}'.");
        return number;
    }
}
