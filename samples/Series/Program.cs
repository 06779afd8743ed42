using System.CommandLine;
using System.Globalization;
using Forecasting;

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
    /// <summary>Forecasts, compares, draws; returns the exit code.</summary>
    public static int Run(SeriesOptions options, CancellationToken cancellation)
    {
        try
        {
            SeriesData series = options.Data is { } path ? SeriesData.Read(path, options.Column) : SeriesData.Generate(options.Seed);
            Console.WriteLine($"{series.Name}: {series.Values.Length} values, the last {100 * options.HeldOut:F0} % held out");
            Comparison comparison = options.Data is null
                ? Comparison.Run<ChaosNet>(series, options, cancellation)
                : Comparison.Run<MeasurementNet>(series, options, cancellation);

            Console.WriteLine();
            Console.WriteLine("RMSE on what was held out");
            foreach (Forecast forecast in comparison.Forecasts)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Number(forecast.Error),8}  {forecast.Name}"));
            int lead = options.Data is null ? ChaosNet.Horizon : MeasurementNet.Horizon;
            (string png, string svg) = Plots.Write(series, comparison, lead, options.Output);
            Console.WriteLine($"drawn: {png} and {Path.GetFileName(svg)}");
            Console.WriteLine();
            Console.WriteLine($"held-out RMSE {Number(comparison.Forecasts[0].Error)}, autoregression {Number(comparison.Forecasts[1].Error)}");
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

    /// <summary>Three digits that count.</summary>
    private static string Number(double value) => value.ToString(value >= 10 ? "F1" : value >= 1 ? "F2" : "F4", CultureInfo.InvariantCulture);
}
