using System.Diagnostics;
using System.Text;

namespace NetGen.Mpi.Tests;

/// <summary>Starts the processes of a test.</summary>
internal static class Launcher
{
    public const string NoOpenMpi = "There is no Open MPI: apt-get install openmpi-bin libopenmpi-dev.";

    // A group that hangs is ended; none comes near.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(4);

    public static string? OpenMpi { get; } = InPath("mpirun.openmpi", "mpirun");

    public static string? Mpich { get; } = InPath("mpirun.mpich", "mpiexec.hydra");

    public static string? Compiler { get; } = InPath("gcc", "cc") is null ? null : InPath("mpicc.openmpi", "mpicc");

    /// <summary>A few processes by Open MPI.</summary>
    public static Outcome Run(int ranks, params string[] arguments) => RunWith(OpenMpi!, [], "--allow-run-as-root", ["--oversubscribe"], ranks, arguments);

    /// <summary>A sample in a few processes by Open MPI.</summary>
    public static Outcome RunSample(string name, int ranks, params string[] arguments)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.GetFullPath(Path.Combine(framework.FullName, "../../../../../samples", name, "bin", framework.Parent!.Name, framework.Name, $"{name}.dll"));
        return Start(OpenMpi!, [], ["--allow-run-as-root", "--oversubscribe", "-np", $"{ranks}", "dotnet", program, .. arguments]);
    }

    /// <summary>A few processes by MPICH.</summary>
    public static Outcome RunByMpich(int ranks, params string[] arguments) => RunWith(Mpich!, [], null, [], ranks, arguments);

    /// <summary>A few processes by Open MPI with another library of MPI.</summary>
    public static Outcome RunWithLibrary(string library, int ranks, params string[] arguments) =>
        RunWith(OpenMpi!, new() { ["NETGEN_MPI_LIBRARY"] = library }, "--allow-run-as-root", ["--oversubscribe"], ranks, arguments);

    /// <summary>Runs a program to its end.</summary>
    public static Outcome Start(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["TERM"] = "dumb"; // mpirun gives its processes a terminal
        start.Environment["OMPI_MCA_mpi_yield_when_idle"] = "1"; // a busy machine: who waits is not to keep off whom it waits for
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder errors = new();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} hangs.\n{errors}");
        }

        process.WaitForExit();
        return new(process.ExitCode, [.. output.Result.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)], errors.ToString());
    }

    private static Outcome RunWith(string launcher, Dictionary<string, string> environment, string? first, string[] options, int ranks, string[] arguments) => Start(
        launcher,
        environment,
        [.. first is null ? (string[])[] : [first], .. options, "-np", $"{ranks}", "dotnet", Path.Combine(AppContext.BaseDirectory, "NetGen.Mpi.Rank.dll"), .. arguments]);

    private static string? InPath(params string[] names) => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>What processes ended in.</summary>
    internal sealed record Outcome(int ExitCode, string[] Lines, string Errors);
}
