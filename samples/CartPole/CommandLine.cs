using System.CommandLine;
using System.Globalization;

namespace Balancing;

/// <summary>What the user chose.</summary>
/// <param name="Steps">The steps of all environments together.</param>
/// <param name="Seed">Where all random numbers start.</param>
/// <param name="Output">The folder for the picture.</param>
internal sealed record CartPoleOptions(int Steps, long Seed, string Output);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Option<int> Steps = new("--steps")
    {
        Description = "The steps to train for.",
        HelpName = "N",
        DefaultValueFactory = _ => 500_000,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
                result.AddError($"--steps takes a whole number of at least 1, not '{text}'.");
            return number;
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

    private static readonly Option<string> Output = new("--output") { Description = "The folder for episode.png and episode.svg. [default: output]", HelpName = "DIR" };

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        RootCommand command = new("Learns to balance a pole on a cart: PPO with a policy and a value head, compiled from a few lines of attributes.") { Steps, Seed, Output };

        // On a thread of its own, so that Ctrl+C can cancel the token meanwhile.
        command.SetAction((result, cancellation) => Task.Run(() => Program.Run(Options(result), cancellation), CancellationToken.None));
        return command.Parse(arguments);
    }

    private static CartPoleOptions Options(ParseResult result) =>
        new(result.GetValue(Steps), result.GetValue(Seed), result.GetValue(Output) is { Length: > 0 } output ? output : "output");
}
