using System.CommandLine;
using System.Globalization;

namespace Tabular;

/// <summary>How to train.</summary>
/// <param name="Data">The table.</param>
/// <param name="Target">The column to learn; null: the last.</param>
/// <param name="Model">Where the network goes.</param>
/// <param name="Folds">The parts of cross-validation.</param>
/// <param name="Epochs">The most epochs.</param>
/// <param name="Patience">The epochs without improvement that end a training.</param>
/// <param name="BatchSize">The rows of a step.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Seed">Where all random numbers start.</param>
internal sealed record TrainingOptions(string Data, string? Target, string Model, int Folds, int Epochs, int Patience, int BatchSize, double LearningRate, long Seed);

/// <summary>How to sweep.</summary>
/// <param name="Training">What all trials have in common.</param>
/// <param name="Trials">The number of trials.</param>
/// <param name="Results">The file of their results.</param>
/// <param name="Jobs">How many run at the same time.</param>
/// <param name="Halve">Whether only the best are trained to the end.</param>
/// <param name="Shard">The part of the trials that is run, from 0.</param>
/// <param name="Shards">The number of parts.</param>
internal sealed record SweepingOptions(TrainingOptions Training, int Trials, string Results, int Jobs, bool Halve, int Shard, int Shards);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Data = Text("--data", "FILE", "A CSV file with a header: numbers, and texts as categories. Plain or .gz.", required: true);
    private static readonly Option<string> Target = Text("--target", "NAME", "The column to learn. [default: the last]");
    private static readonly Option<string> Model = Text("--model", "FILE", "Where the trained network goes. [default: model.safetensors]");
    private static readonly Option<int> Folds = WholeNumber("--folds", 5, 2, "The parts of cross-validation.");
    private static readonly Option<int> Epochs = WholeNumber("--epochs", 300, 1, "How often to go through the rows at most.");
    private static readonly Option<int> Patience = WholeNumber("--patience", 20, 1, "The epochs without improvement that end a training.");
    private static readonly Option<int> BatchSize = WholeNumber("--batch-size", 32, 1, "The rows of each step.");

    private static readonly Option<double> LearningRate = new("--learning-rate")
    {
        Description = "The learning rate of Adam.",
        HelpName = "RATE",
        DefaultValueFactory = _ => 3e-3,
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

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        var command = new RootCommand("Learns a column of a CSV table from the others: classes or numbers.")
        {
            Data, Target, Model, Folds, Epochs, Patience, BatchSize, LearningRate, Seed,
        };
        command.SetAction((result, cancellation) => Task.Run(() => Program.Train(Options(result), cancellation), CancellationToken.None));
        command.Add(Predict());
        command.Add(Sweep());
        return command.Parse(arguments);
    }

    private static Command Sweep()
    {
        Option<int> trials = WholeNumber("--trials", 16, 1, "How many learning rates and batch sizes to try.");
        Option<int> jobs = WholeNumber("--jobs", Environment.ProcessorCount, 1, "How many trials run at the same time. It changes no result.");
        Option<string> results = Text("--results", "FILE", "Gets a line of JSON for each trial; a sweep that was stopped goes on from it. [default: sweep.jsonl]");
        Option<bool> halve = new("--halve") { Description = "Train all for a ninth of the epochs, the best third of them for a third, and the best of those to the end." };
        Option<(int Shard, int Shards)> shard = Shard();
        var command = new Command("sweep", "Tries learning rates and batch sizes, each by cross-validation, and says which is best.")
        {
            Data, Target, Folds, Epochs, Patience, Seed, trials, jobs, results, halve, shard,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(halve) && result.GetValue(shard).Shards > 1)
                result.AddError("--halve compares all trials: it does not go with --shard.");
        });
        command.SetAction((result, cancellation) => Task.Run(
            () =>
            {
                (int part, int parts) = result.GetValue(shard);
                return Program.Sweep(new(Options(result), result.GetValue(trials), result.GetValue(results) ?? "sweep.jsonl", result.GetValue(jobs), result.GetValue(halve), part, parts), cancellation);
            },
            CancellationToken.None));
        return command;
    }

    private static Option<(int Shard, int Shards)> Shard() => new("--shard")
    {
        Description = "Run part I of N of the trials, I from 1 to N: for job arrays, each with a file of its own for results.",
        HelpName = "I/N",
        DefaultValueFactory = _ => (0, 1),
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string[] parts = text.Split('/');
            if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int shard) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int shards) && shard >= 1 && shard <= shards)
                return (shard - 1, shards);
            result.AddError($"--shard takes a part and the number of parts, such as 2/8, not '{text}'.");
            return (0, 1);
        },
    };

    private static Command Predict()
    {
        Option<string> data = Text("--data", "FILE", "A CSV file with the columns that the network was trained on.", required: true);
        Option<string> model = Text("--model", "FILE", "The network that a training saved.", required: true);
        var command = new Command("predict", "Predicts the target of new rows, one line of CSV for each.") { data, model };
        command.SetAction(result => Program.Predict(result.GetValue(model)!, result.GetValue(data)!));
        return command;
    }

    private static TrainingOptions Options(ParseResult result) => new(
        result.GetValue(Data)!,
        result.GetValue(Target),
        result.GetValue(Model) ?? "model.safetensors",
        result.GetValue(Folds),
        result.GetValue(Epochs),
        result.GetValue(Patience),
        result.GetValue(BatchSize),
        result.GetValue(LearningRate),
        result.GetValue(Seed));

    private static Option<string> Text(string name, string help, string description, bool required = false) => new(name)
    {
        Description = description,
        HelpName = help,
        Required = required,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (text.Length == 0)
                result.AddError($"{name} takes a {help.ToLowerInvariant()}, not an empty text.");
            return text;
        },
    };

    private static Option<int> WholeNumber(string name, int value, int least, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least)
                result.AddError($"{name} takes a whole number of at least {least}, not '{text}'.");
            return number;
        },
    };
}
