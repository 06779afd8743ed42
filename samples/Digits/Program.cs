using System.CommandLine;
using System.Globalization;
using Digits;

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
    /// <summary>Loads, trains, reports; returns the exit code.</summary>
    public static int Run(TrainingOptions options, CancellationToken cancellation)
    {
        try
        {
            var output = new OutputFolder(options.Output);
            IScreen screen = IScreen.Create();
            DigitData data = DigitData.Load(options);
            var net = new DigitNet(options.Seed);
            screen.ShowHeader(Header(options, data));

            screen.Train(options.Epochs, () => Training.Run(net, data, options, screen, cancellation));

            var evaluation = new Evaluation(net, data.Test);
            screen.ShowConfusion(new ConfusionMatrix(data.Test.Labels, evaluation.Predictions));
            screen.ShowExamples(Examples.Right(data.Test, evaluation), Examples.Wrong(data.Test, evaluation));
            string mosaic = output.Write("features.png", stream => FeatureMosaic.Write(net, stream));
            screen.ShowNote($"what the {FeatureMosaic.Features} hidden units look for: {mosaic}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {100 * evaluation.Accuracy:F2} %"));
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

    private static string Header(TrainingOptions options, DigitData data) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {data.Train.Count:N0} training and {data.Test.Count:N0} test images: {data.Source}
        {DigitNet.ParameterCount:N0} parameters; epochs {options.Epochs}, batch size {options.BatchSize}, Adam with learning rate {options.LearningRate} falling to 0, seed {options.Seed}
        """);
}
