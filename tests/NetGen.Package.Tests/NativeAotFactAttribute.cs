namespace NetGen.Package.Tests;

/// <summary>A test that compiles ahead of time, for which the machine needs a linker: skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeAotFactAttribute : FactAttribute
{
    private static readonly string[] s_linkers = ["clang", "gcc"];

    /// <summary>Looks for a linker.</summary>
    public NativeAotFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "The test of NativeAOT runs on Linux.";
        }
        else if (!s_linkers.Any(IsInPath))
        {
            Skip = "Compiling ahead of time needs clang or gcc, and neither is in PATH.";
        }
    }

    internal static bool IsInPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
