using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetGen.Package.Tests;

/// <summary>Runs programs, above all <c>dotnet</c>, and returns what they print.</summary>
internal static class DotNet
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    /// <summary>The folder of the solution.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "../.."));

    /// <summary>Runs a command of dotnet, which must succeed.</summary>
    public static string Run(string folder, params string[] arguments) => Run("dotnet", folder, [], arguments);

    /// <summary>Runs a program, which must succeed.</summary>
    public static string Run(string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        (int code, string printed) = Try(program, folder, environment, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}\n{printed}");
        return printed;
    }

    /// <summary>Runs a program, which may fail: its exit code and what it printed.</summary>
    public static (int Code, string Printed) Try(string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        ForgetTheBuildAround(start.Environment);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>The test runs inside a build, whose settings a new one must not take over; nor may it leave servers behind that hold our pipes.</summary>
    private static void ForgetTheBuildAround(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal)).ToArray())
        {
            environment.Remove(name);
        }

        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["UseSharedCompilation"] = "false";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
