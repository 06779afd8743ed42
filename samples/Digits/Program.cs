using System.CommandLine;
using System.Globalization;
using Digits;
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
    /// <summary>The networks to choose from, by name.</summary>
    public static IReadOnlyDictionary<string, Func<TrainingOptions, CancellationToken, int>> Models { get; } = new Dictionary<string, Func<TrainingOptions, CancellationToken, int>>
    {
        ["mlp"] = Run<DigitNet>,
        ["lenet"] = Run<LeNet>,
        ["resnet"] = Run<ResNet>,
        ["residual-mlp"] = Run<ResidualMlp>,
        ["gru"] = Run<GruNet>,
    };

    /// <summary>Loads, trains, reports; returns the exit code.</summary>
    private static int Run<TNet>(TrainingOptions options, CancellationToken cancellation)
        where TNet : class, IDigitNet<TNet>
    {
        MpiGroup? group = null;
        try
        {
            group = options.Mpi ? MpiGroup.Initialize() : null;
            bool reports = group is null or { Rank: 0 };
            OutputFolder? output = reports ? new(options.Output) : null;
            IScreen screen = reports ? IScreen.Create() : new PlainScreen(TextWriter.Null);
            DigitData data = DigitData.Load(options);
            var net = TNet.Create(options.Seed);
            screen.ShowHeader(Header(options, data, TNet.Description.ParameterCount));

            StopReason reason = default;
            screen.Train(options.Epochs, () => reason = Training.Run(net, data, options, group, screen, cancellation).StopReason);
            if (output is null)
                return 0;
            if (reason == StopReason.Cancelled)
            {
                Console.Error.WriteLine(options.CheckpointFolder is { } folder
                    ? $"Stopped, and saved: the same options with --resume {folder} go on from here."
                    : "Stopped.");
                return 130; // what a shell reports for a program ended by Ctrl+C
            }

            var evaluation = TestResult.Of(net, data.Test);
            var confusion = new ConfusionMatrix(DigitData.Classes);
            confusion.Add(data.Test.Labels, evaluation.Predictions);
            screen.ShowConfusion(confusion);
            screen.ShowExamples(Examples.Right(data.Test, evaluation), Examples.Wrong(data.Test, evaluation));
            if (FeatureMosaic.HasPictures<TNet>())
            {
                string mosaic = output.Write("features.png", stream => FeatureMosaic.Write(net, stream));
                screen.ShowNote($"what the {TNet.Description.Parameters[0].Shape[0]} units of the first layer look for: {mosaic}");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {100 * evaluation.Accuracy:F2} %"));
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or TrainingDivergedException or MpiException)
        {
            if (group is { Size: > 1 })
                group.Abort(e.Message); // the others would wait
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        finally
        {
            group?.Dispose();
        }
    }

    private static string Header(TrainingOptions options, DigitData data, int parameters) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {data.Train.Count:N0} training and {data.Test.Count:N0} test images: {data.Source}
        {options.Model}: {parameters:N0} parameters; epochs {options.Epochs}, batch size {options.BatchSize}, Adam with learning rate {options.LearningRate} falling to 0, seed {options.Seed}
        """);
}
