using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Reporting;

namespace NetGen.Benchmarks.StartUp;

/// <summary><c>start-up</c>: the time from process start to the first finished training step of W4.</summary>
internal static class StartUpCommand
{
    /// <summary>The argument that makes this program the fresh process.</summary>
    public const string Child = "first-step";

    private const int Runs = 9;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("start-up", "Prints the time from process start to the first finished training step of W4, JIT included.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        (double Whole, double InMain)[] times = [.. Enumerable.Range(0, Runs).Select(_ => TimeChild())];
        Console.WriteLine(Machine.Description);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"W4, batch 64: process start to first finished training step {Statistics.Median(times.Select(time => time.Whole)):F1} ms (median of {Runs}; best {times.Min(time => time.Whole):F1} ms), {Statistics.Median(times.Select(time => time.InMain)):F1} ms of it in Main, JIT included."));
        return 0;
    }

    /// <summary>Starts this program anew and waits for its line.</summary>
    private static (double Whole, double InMain) TimeChild()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        start.ArgumentList.Add(Child);

        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("This program could not be started again.");
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The first training step printed nothing.");
        double whole = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        process.WaitForExit();
        return (whole, double.Parse(line, CultureInfo.InvariantCulture));
    }
}
