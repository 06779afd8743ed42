using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Native;
using NetGen.Benchmarks.Reporting;
using NetGen.Benchmarks.Workloads;
using Spectre.Console;

namespace NetGen.Benchmarks;

/// <summary><c>compare</c>: NetGen against TorchSharp, a step over OpenBLAS and, in inference, ONNX Runtime, in one process.</summary>
internal static class CompareCommand
{
    private const int LeastRounds = 7;

    /// <summary>Of the table: an output that is no terminal counts as 80 columns, which would wrap every row.</summary>
    private const int LeastWidth = 140;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string[]> workload = new("--workload") { Description = "A workload by name or by its widths; may be repeated. Default: all but the further chains of widths.", AllowMultipleArgumentsPerToken = true };
        Option<int?> batch = new("--batch") { Description = "The number of examples in training, instead of the workload's own." };
        Option<int?> threads = new("--threads") { Description = "The number of threads each contender may use, instead of the workload's own." };
        Option<int> rounds = new("--rounds") { Description = "The number of rounds, at least 7.", DefaultValueFactory = _ => 11 };
        Option<FileInfo?> json = new("--json") { Description = "Writes the results to a file, too." };
        batch.Validators.Add(result => AtLeast(result, batch, 1));
        threads.Validators.Add(result => AtLeast(result, threads, 1));
        rounds.Validators.Add(result => AtLeast(result, rounds, LeastRounds));
        workload.Validators.Add(result =>
        {
            foreach (string name in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (Catalog.Find(name) is null)
                    result.AddError($"There is no workload '{name}'. Known are {string.Join(", ", Catalog.Standard.Concat(Catalog.Further).Select(known => known.Id))}.");
            }
        });

        Command command = new("compare", "Runs NetGen against TorchSharp, a step over OpenBLAS and, in inference, ONNX Runtime.") { workload, batch, threads, rounds, json };
        command.SetAction(result =>
        {
            string[] names = result.GetValue(workload) ?? [];
            Workload[] workloads = names.Length == 0 ? [.. Catalog.Standard] : [.. names.Select(name => Catalog.Find(name)!)];
            return Run(workloads, result.GetValue(batch), result.GetValue(threads), result.GetValue(rounds), result.GetValue(json));
        });
        return command;
    }

    private static int Run(Workload[] workloads, int? batch, int? threads, int rounds, FileInfo? json)
    {
        TorchLibrary.Prepare();
        AnsiConsole.Profile.Width = Math.Max(LeastWidth, AnsiConsole.Profile.Width);
        ResultTable table = new();
        List<Measured> all = [];
        List<double> limits = [];
        HashSet<string> notes = [];
        foreach (Workload workload in workloads)
        {
            foreach (Scenario scenario in workload.Scenarios.Select(own => WithOptions(own, batch, threads)).Distinct())
            {
                Console.Error.WriteLine($"{workload.Id}, {scenario.Title}, batch {scenario.Batch}, {scenario.Threads} thread{(scenario.Threads == 1 ? "" : "s")}");
                Race race = new(workload, scenario, rounds);
                IReadOnlyList<Measured> rows = race.Run(notes);
                if (scenario.Threads == 1)
                    limits.AddRange(race.Limits);
                table.Add(scenario.Title, rows);
                all.AddRange(rows);
            }
        }

        Console.WriteLine(Machine.Description);
        table.Write(AnsiConsole.Console);
        foreach (Workload workload in workloads)
            Console.WriteLine($"{workload.Id}: {workload.Summary}");
        if (limits.Count > 0)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"FMA limit of one thread: {Statistics.Median(limits) * 1e-9:F1} GFLOP/s (median of all rounds; {limits.Min() * 1e-9:F1} to {limits.Max() * 1e-9:F1}). A share counts against the median of its own rounds."));
        }

        foreach (string note in notes)
            Console.WriteLine(note);
        if (json is not null)
            JsonReport.Write(json, all);
        return 0;
    }

    private static Scenario WithOptions(Scenario scenario, int? batch, int? threads) => scenario with
    {
        Batch = scenario.Mode == Mode.Infer ? scenario.Batch : batch ?? scenario.Batch,
        Threads = threads ?? scenario.Threads,
    };

    private static void AtLeast<T>(OptionResult result, Option<T> option, int least)
    {
        if (result.GetValue(option) is int value && value < least)
            result.AddError($"{option.Name} is at least {least}.");
    }
}
