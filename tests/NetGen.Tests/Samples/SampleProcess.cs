using System.Diagnostics;

namespace NetGen.Tests;

/// <summary>A sample's build of this configuration, which lies beside this project's, run as a user does, with its output redirected.</summary>
internal static class SampleProcess
{
    public static (int ExitCode, string[] Lines, string Error) Run(string sample, params string[] arguments)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string path = Path.Combine(framework.FullName, $"../../../../../samples/{sample}/bin", framework.Parent!.Name, framework.Name, $"{sample}.dll");
        string host = Environment.ProcessPath is string own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        using Process process = Process.Start(new ProcessStartInfo(host, [Path.GetFullPath(path), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries), error.Result.ReplaceLineEndings("\n"));
    }
}
