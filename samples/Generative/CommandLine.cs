using System.CommandLine;
using System.Globalization;

namespace Generating;

/// <summary>What the user chose.</summary>
/// <param name="Model">vae, gan or ring.</param>
/// <param name="Data">A folder of IDX files, or null for digits that the program draws.</param>
/// <param name="Epochs">How often training goes through the digits; of the ring, the steps. Null for the model's own number.</param>
/// <param name="Threads">The threads of a step.</param>
/// <param name="Seed">Where all random numbers start.</param>
/// <param name="Output">The folder for the pictures.</param>
internal sealed record GenerativeOptions(string Model, string? Data, int? Epochs, int Threads, long Seed, string Output);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Model = new("--model") { Description = "vae: an autoencoder of digits; gan: a generator of digits and its judge; ring: the same for eight Gaussians in the plane. [default: vae]", HelpName = "vae|gan|ring" };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "A folder with MNIST's IDX files, plain or .gz. [default: digits that the program draws]",
        HelpName = "DIR",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!Directory.Exists(text))
                result.AddError($"--data takes a folder; there is no '{text}'.");
            return text;
        },
    };

    private static readonly Option<int?> Epochs = WholeNumber("--epochs", "How often to go through the digits; the steps of the ring. [default: 20; 12000 steps]");
    private static readonly Option<int?> Threads = WholeNumber("--threads", "The threads of the autoencoders' steps; they change no digit of the result. [default: all]");

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

    private static readonly Option<string> Output = new("--output") { Description = "The folder for the pictures. [default: output]", HelpName = "DIR" };

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        Model.AcceptOnlyFromAmong("vae", "gan", "ring");
        RootCommand command = new("Learns to make digits, or points of the plane: networks against or within each other, compiled from a few lines of attributes.") { Model, Data, Epochs, Threads, Seed, Output };

        // On a thread of its own, so that Ctrl+C can cancel the token meanwhile.
        command.SetAction((result, cancellation) => Task.Run(() => Program.Run(Options(result), cancellation), CancellationToken.None));
        return command.Parse(arguments);
    }

    private static GenerativeOptions Options(ParseResult result) => new(
        result.GetValue(Model) ?? "vae",
        result.GetValue(Data),
        result.GetValue(Epochs),
        result.GetValue(Threads) ?? Environment.ProcessorCount,
        result.GetValue(Seed),
        result.GetValue(Output) is { Length: > 0 } output ? output : "output");

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
