using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Reporting;
using Spectre.Console;

namespace NetGen.Benchmarks.AheadOfTime;

/// <summary>
/// <c>ahead-of-time</c>: training steps of NetGen.Probe compiled by NativeAOT against the same program under the JIT, at the same
/// width of vectors, in alternating processes.
/// </summary>
internal static class AheadOfTimeCommand
{
    private const int Rounds = 5;

    /// <summary>What is compared: an instruction set for the compiler ahead of time, and the setting that makes the JIT as wide.</summary>
    private static readonly (string InstructionSet, string[] JitSetting)[] s_comparisons =
    [
        ("x86-64-v3", ["DOTNET_EnableAVX512=0"]),
        ("native", []),
        ("default", ["DOTNET_EnableAVX2=0"]),
    ];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("ahead-of-time", "Compares training compiled by NativeAOT with training under the JIT, on x64; needs gcc or clang.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        string probe = ProbeFolder();
        string output = Directory.CreateTempSubdirectory("netgen-aot").FullName;
        try
        {
            Console.WriteLine(Machine.Description);
            Table table = new Table().Border(TableBorder.Markdown).AddColumns("instruction set", "bits", "workload", "us, JIT", "us, AOT", "AOT's speed", "executable");
            foreach ((string instructionSet, string[] jitSetting) in s_comparisons)
            {
                Compare(table, probe, Path.Combine(output, instructionSet), instructionSet, jitSetting);
            }

            AnsiConsole.Profile.Width = 160; // wider than a terminal that is not there
            AnsiConsole.Write(table);
            return 0;
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static void Compare(Table table, string probe, string output, string instructionSet, string[] jitSetting)
    {
        Start("dotnet", [], "publish", probe, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:AheadOfTime=true", $"-p:NetGenInstructionSet={instructionSet}", "--artifacts-path", Path.Combine(output, "artifacts"), "-o", output);
        string executable = Path.Combine(output, "NetGen.Probe");
        string managed = Directory.EnumerateFiles(Path.Combine(output, "artifacts", "bin", "NetGen.Probe"), "NetGen.Probe.dll", SearchOption.AllDirectories).First();

        List<Dictionary<string, string>> ahead = [], jit = [];
        for (int round = 0; round < Rounds; round++)
        {
            ahead.Add(Start(executable, [], "speed"));
            jit.Add(Start("dotnet", jitSetting, managed, "speed"));
        }

        string bits = ahead[0]["VectorBits"] == jit[0]["VectorBits"] ? ahead[0]["VectorBits"] : $"{ahead[0]["VectorBits"]}, JIT {jit[0]["VectorBits"]}";
        foreach (string workload in ahead[0].Keys.Where(key => key.Contains("batch", StringComparison.Ordinal)))
        {
            double aheadTime = Median(ahead, workload), jitTime = Median(jit, workload);
            table.AddRow(
                instructionSet,
                bits,
                workload,
                jitTime.ToString("F2", CultureInfo.InvariantCulture),
                aheadTime.ToString("F2", CultureInfo.InvariantCulture),
                (jitTime / aheadTime).ToString("P0", CultureInfo.InvariantCulture),
                $"{new FileInfo(executable).Length / 1e6:F2} MB");
        }
    }

    private static double Median(List<Dictionary<string, string>> rounds, string workload) =>
        Statistics.Median(rounds.Select(round => double.Parse(round[workload], CultureInfo.InvariantCulture)));

    /// <summary>Runs a program, which must succeed, and returns its lines of <c>key=value</c>.</summary>
    private static Dictionary<string, string> Start(string program, string[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        foreach (string setting in environment)
        {
            start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1])
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
    }

    /// <summary>tests/NetGen.Probe, looked for upwards from this program.</summary>
    private static string ProbeFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "NetGen.Probe");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/NetGen.Probe is not in any folder above this program: run it from the repository.");
    }
}
