using System.CommandLine;
using NetGen.Benchmarks;
using NetGen.Benchmarks.AheadOfTime;
using NetGen.Benchmarks.Files;
using NetGen.Benchmarks.Fit;
using NetGen.Benchmarks.Kernels;
using NetGen.Benchmarks.Scale;
using NetGen.Benchmarks.StartUp;
using NetGen.Benchmarks.Streams;
using NetGen.Benchmarks.Typing;

// Before anything else is loaded: the fresh process of start-up.
if (args is [StartUpCommand.Child])
    return FirstStep.Run();
if (args is [ScaleCommand.Child, var workload, var batchSize, var parts])
    return ScaleRank.Run(workload, int.Parse(batchSize, System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts, System.Globalization.CultureInfo.InvariantCulture));

RootCommand root = new("Measures NetGen.") { CompareCommand.Create(), StreamsCommand.Create(), FitCommand.Create(), FilesCommand.Create(), StartUpCommand.Create(), AheadOfTimeCommand.Create(), TypingCommand.Create(), KernelsCommand.Create(), ScaleCommand.Create() };
return root.Parse(args).Invoke();
