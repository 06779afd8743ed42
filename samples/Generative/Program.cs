using System.CommandLine;
using Generating;

// Bad options are one line on stderr and exit code 1; --help and --version are handled by the command line itself.
ParseResult arguments = CommandLine.Parse(args);
if (arguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"{arguments.Errors[0].Message} Try --help.");
    return 1;
}

return await arguments.InvokeAsync();

/// <summary>The program.</summary>
internal static partial class Program
{
    /// <summary>Trains and draws; returns the exit code.</summary>
    public static int Run(GenerativeOptions options, CancellationToken cancellation)
    {
        try
        {
            Action<GenerativeOptions, CancellationToken> run = options.Model switch
            {
                "gan" => MadeDigits.Run,
                "ring" => Ring.Run,
                _ => Autoencoding.Run,
            };
            run(options, cancellation);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return 130; // what a shell reports for a program ended by Ctrl+C
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
