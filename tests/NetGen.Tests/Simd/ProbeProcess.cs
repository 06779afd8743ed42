using System.Diagnostics;
using Xunit;

namespace NetGen.Tests;

/// <summary>Runs NetGen.Probe in a process of its own.</summary>
internal static class ProbeProcess
{
    /// <summary>The lines <c>key=value</c> that a verb prints.</summary>
    public static Dictionary<string, string> Run(string verb, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Probe.dll"), verb])
        {
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    /// <summary>The lines that are hashes: their keys are several words.</summary>
    public static Dictionary<string, string> Hashes(Dictionary<string, string> probe) =>
        probe.Where(line => line.Key.Contains('.')).ToDictionary();
}
