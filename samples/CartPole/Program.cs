using System.CommandLine;
using System.Globalization;
using Balancing;
using NetGen;

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
    private const int TestEpisodes = 100, StepsOfReport = 50_000;

    /// <summary>Trains, tests, draws; returns the exit code.</summary>
    public static int Run(CartPoleOptions options, CancellationToken cancellation)
    {
        try
        {
            Agent agent = new(options.Seed);
            PPO training = new(agent, options.Seed);
            int reported = 0;
            training.Train(options.Steps, AfterRound, cancellation);
            Episode episode = Episode.Play(agent, new PhiloxRandom((ulong)options.Seed, stream: 999));
            Console.WriteLine($"drawn: {episode.Draw(options.Output)} and episode.svg");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"greedy mean of {TestEpisodes} episodes {Episode.MeanSteps(agent, TestEpisodes, options.Seed):F1}"));
            return 0;

            void AfterRound(int steps)
            {
                if (steps / StepsOfReport == reported / StepsOfReport || training.Lengths.Count == 0)
                    return;
                reported = steps;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps,7} steps: episodes of {training.Lengths.Average(),5:F1} steps"));
                training.Lengths.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return 130; // what a shell reports for a program ended by Ctrl+C
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
