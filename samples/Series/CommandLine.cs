using System.CommandLine;
using System.Globalization;

namespace Forecasting;

/// <summary>What the user chose.</summary>
/// <param name="Data">A CSV file, or null for a series that the program makes.</param>
/// <param name="Column">The column to forecast, or null for the last.</param>
/// <param name="HeldOut">The share of the values, at the end, that the forecasts are tested on.</param>
/// <param name="Epochs">How often training goes through the windows.</param>
/// <param name="BatchSize">The windows of each step.</param>
/// <param name="LearningRate">The largest learning rate.</param>
/// <param name="WeightDecay">How strongly weights are drawn to 0.</param>
/// <param name="Seed">Where all random numbers start.</param>
/// <param name="Output">The folder for the plots.</param>
internal sealed record SeriesOptions(string? Data, string? Column, double HeldOut, int Epochs, int BatchSize, double LearningRate, double WeightDecay, long Seed, string Output);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "A CSV file with a header, plain or .gz, a row for each time. [default: a noisy Mackey-Glass series, made by the program]",
        HelpName = "FILE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!File.Exists(text))
                result.AddError($"--data takes a file; there is no '{text}'.");
            return text;
        },
    };

    private static readonly Option<string> Column = new("--column") { Description = "The column to forecast. [default: the last]", HelpName = "NAME" };
    private static readonly Option<double> HeldOut = Number("--held-out", 0.25, 0.01, 0.9, "The share of the values, at the end, that the forecasts are tested on.");
    private static readonly Option<int?> Epochs = WholeNumber("--epochs", "How often to go through the windows. [default: 30; 300 for a file]");
    private static readonly Option<int?> BatchSize = WholeNumber("--batch-size", "The windows of each step. [default: 32]");
    private static readonly Option<double> LearningRate = Number("--learning-rate", 3e-3, 1e-9, 10, "The largest learning rate of AdamW.");
    private static readonly Option<double?> WeightDecay = new("--weight-decay") { Description = "How strongly weights are drawn to 0. [default: 0; 0.1 for a file]", HelpName = "NUMBER" };

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

    private static readonly Option<string> Output = new("--output") { Description = "The folder for forecast.png and forecast.svg. [default: output]", HelpName = "DIR" };

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        var command = new RootCommand("Forecasts a time series by a recurrent network, compiled from a few lines of attributes, and by the simple ways that it has to be compared with.")
        {
            Data, Column, HeldOut, Epochs, BatchSize, LearningRate, WeightDecay, Seed, Output,
        };

        // On a thread of its own, so that Ctrl+C can cancel the token meanwhile.
        command.SetAction((result, cancellation) => Task.Run(() => Program.Run(Options(result), cancellation), CancellationToken.None));
        return command.Parse(arguments);
    }

    private static SeriesOptions Options(ParseResult result)
    {
        bool isFile = result.GetValue(Data) is not null;
        return new(
            result.GetValue(Data),
            result.GetValue(Column),
            result.GetValue(HeldOut),
            result.GetValue(Epochs) ?? (isFile ? 300 : 30),
            result.GetValue(BatchSize) ?? 32,
            result.GetValue(LearningRate),
            result.GetValue(WeightDecay) ?? (isFile ? 0.1 : 0),
            result.GetValue(Seed),
            result.GetValue(Output) is { Length: > 0 } output ? output : "output");
    }

    private static Option<double> Number(string name, double value, double least, double most, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !(number >= least && number <= most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{text}'."));
            return number;
        },
    };

    private static Option<int?> WholeNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
                result.AddError($"{name} takes a whole number of at least 1, not '{text}'.");
            return number;
        },
    };
}
