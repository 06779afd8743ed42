using System.CommandLine;
using BenchmarkDotNet.Running;

namespace NetGen.Benchmarks.Kernels;

/// <summary><c>kernels</c>: the parts of a training step by BenchmarkDotNet, which takes the rest of the command line.</summary>
internal static class KernelsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("kernels", "Measures the parts of a training step by BenchmarkDotNet; its options follow, for instance --filter '*W4*'.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(result =>
        {
            Environment.CurrentDirectory = ProjectDirectory();
            string[] options = [.. result.UnmatchedTokens];
            BenchmarkSwitcher.FromAssembly(typeof(KernelsCommand).Assembly).Run(options.Length == 0 ? ["--filter", "*"] : options);
        });
        return command;
    }

    /// <summary>BenchmarkDotNet builds the project anew and looks for it below the current directory.</summary>
    private static string ProjectDirectory()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && directory.GetFiles("*.csproj").Length == 0)
            directory = directory.Parent;
        return directory?.FullName ?? Environment.CurrentDirectory;
    }
}
