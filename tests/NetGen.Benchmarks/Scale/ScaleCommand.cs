using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Reporting;

namespace NetGen.Benchmarks.Scale;

/// <summary>
/// <c>scale</c>: the time of a training step of W5 and LeNet-5 in 1, 2 and 4 processes on this machine, and what a model of step and link that agrees with it expects of up to 256 ranks.
/// </summary>
internal static class ScaleCommand
{
    /// <summary>The argument that makes this program one of the processes.</summary>
    public const string Child = "scale-rank";

    /// <summary>What the line of results starts with, among whatever mpirun prints.</summary>
    public const string Mark = "scale: ";

    private const int Parts = 8, ExamplesOfPart = 8, Starts = 5;

    private static readonly int[] s_measured = [1, 2, 4], s_simulated = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<double?> latency = new("--latency") { Description = "Microseconds of a link of your own." }, bandwidth = new("--bandwidth") { Description = "Its gigabytes a second." };
        Command command = new("scale", "Times training steps in 1, 2 and 4 processes by mpirun, and simulates up to 256.") { latency, bandwidth };
        command.SetAction(result => Run(result.GetValue(latency) is { } microseconds && result.GetValue(bandwidth) is { } gigabytes
            ? [new($"{microseconds} us, {gigabytes} GB/s", microseconds * 1e-6, gigabytes * 1e9)]
            : Link.Usual));
        return command;
    }

    /// <summary>What a process measured.</summary>
    private sealed record Measured(double Step, double Communication, double Bytes, double Messages, double ShortMessages);

    private static int Run(Link[] links)
    {
        Console.WriteLine(Machine.Description);
        foreach ((string workload, int values) in (ReadOnlySpan<(string, int)>)[("W5", 669_706), ("LeNet-5", 61_706)])
            Run(workload, values * sizeof(float), links);
        return 0;
    }

    private static void Run(string workload, int bytes, Link[] links)
    {
        // With one part, and with all of them, in one process: what a part takes, and what remains.
        double one = Best(workload, 1, ExamplesOfPart, 1).Step;
        Measured[] measured = [.. s_measured.Select(ranks => Best(workload, ranks, Parts * ExamplesOfPart, Parts))];
        double part = Math.Min((measured[0].Step - one) / (Parts - 1), one);
        StepModel step = new(part, one - part);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{workload}: {bytes / 1e6:F2} MB of gradients; batch {Parts * ExamplesOfPart} in {Parts} parts of {1e6 * step.Part:F0} us, and {1e6 * step.Rest:F0} us for each step\n"));
        Console.WriteLine("| ranks | us a step | MB sent | us in messages and waiting | share | us of messages alone | model, us | measured / model |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int i = 0; i < measured.Length; i++)
        {
            int ranks = s_measured[i];
            double messages = ranks == 1 ? 0 : measured[i].Messages;
            double expected = step.Seconds(Parts / ranks, Math.Max(1, (double)ranks / Environment.ProcessorCount), messages);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {ranks}{(ranks > Environment.ProcessorCount ? $", {(double)ranks / Environment.ProcessorCount:0.#} to a core" : "")} | {1e6 * measured[i].Step:F0} | {measured[i].Bytes / 1e6:F2} | {1e6 * measured[i].Communication:F0} | {100 * measured[i].Communication / measured[i].Step:F0} % | {1e6 * messages:F0} | {1e6 * expected:F0} | {measured[i].Step / expected:F2} |"));
        }

        // Two points, of short and of long messages, are the link of this machine.
        Measured two = measured[1];
        Link local = new("this machine's memory", two.ShortMessages / 2, (bytes - 128) / Math.Max(1e-9, two.Messages - two.ShortMessages));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nExpected speed of R ranks over R times that of one, in percent: the same batch of {256 * ExamplesOfPart} divided / {Parts * ExamplesOfPart} examples for each rank.\n"));
        Console.WriteLine($"| link | {string.Join(" | ", s_simulated)} |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" --- |", s_simulated.Length))}");
        foreach (Link link in (Link[])[.. links, local])
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {link.Name} ({1e6 * link.Latency:0.#} us, {link.Bandwidth / 1e9:0.##} GB/s) | {string.Join(" | ", s_simulated.Select(ranks => $"{Divided(step, link, ranks, bytes):F0} / {Grown(step, link, ranks, bytes):F0}"))} |"));
        }
    }

    private static double Divided(StepModel step, Link link, int ranks, int bytes) => 100 * step.Seconds(256, 1, 0) / (ranks * step.Seconds(256 / ranks, 1, link.Seconds(ranks, bytes)));

    private static double Grown(StepModel step, Link link, int ranks, int bytes) => 100 * step.Seconds(Parts, 1, 0) / step.Seconds(Parts, 1, link.Seconds(ranks, bytes));

    /// <summary>The best of several starts.</summary>
    private static Measured Best(string workload, int ranks, int batchSize, int parts)
    {
        Measured[] starts = [.. Enumerable.Range(0, Starts).Select(_ => Start(workload, ranks, batchSize, parts))];
        return starts.MinBy(start => start.Step)! with { Messages = starts.Min(start => start.Messages), ShortMessages = starts.Min(start => start.ShortMessages) };
    }

    private static Measured Start(string workload, int ranks, int batchSize, int parts)
    {
        ProcessStartInfo start = new("mpirun", ["--allow-run-as-root", "--oversubscribe", "-np", $"{ranks}", Environment.ProcessPath!]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string argument in (ReadOnlySpan<string>)[Child, workload, $"{batchSize}", $"{parts}"])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("mpirun could not be started: apt-get install openmpi-bin.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string line = output.Split('\n').FirstOrDefault(text => text.Contains(Mark, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"{ranks} processes printed no result.");
        double[] numbers = [.. line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Trim().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
