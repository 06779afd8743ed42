namespace NetGen.Package.Tests;

/// <summary>Compiles programs ahead of time for Arm64 and runs them on x64, by Debian's cross compiler and emulator.</summary>
internal static class Arm64
{
    /// <summary>Runs programs.</summary>
    public const string Emulator = "qemu-aarch64";

    /// <summary>Links.</summary>
    public const string Linker = "aarch64-linux-gnu-gcc";

    /// <summary>Takes symbols out of programs.</summary>
    public const string ObjectCopier = "aarch64-linux-gnu-objcopy";

    /// <summary>One of the libraries that are linked.</summary>
    public const string Library = $"{Root}/lib/libc.so";

    private const string Root = "/usr/aarch64-linux-gnu";

    /// <summary>Publishes a project, whose name the program has.</summary>
    /// <returns>The program.</returns>
    public static string Publish(string project, string folder, params string[] options)
    {
        string linker = Path.Combine(folder, "linker");
        File.WriteAllText(linker, WithoutTarget);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(linker, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        DotNet.Run(DotNet.Repository, ["publish", project, "-c", "Release", "-r", "linux-arm64", "-o", Path.Combine(folder, "out"), $"-p:CppCompilerAndLinker={linker}", $"-p:CppLinker={linker}", $"-p:ObjCopyName={ObjectCopier}", .. options]);
        return Path.Combine(folder, "out", Path.GetFileName(project));
    }

    /// <summary>Runs a program.</summary>
    public static string Run(string program, params string[] arguments) =>
        DotNet.Run(Emulator, Path.GetDirectoryName(program)!, new Dictionary<string, string> { ["QEMU_LD_PREFIX"] = Root }, [program, .. arguments]);

    /// <summary>A linker for one architecture does not know the option by which clang is told which.</summary>
    private const string WithoutTarget = $"""
        #!/bin/sh
        for argument do
            shift
            case $argument in
                --target=*) ;;
                *) set -- "$@" "$argument" ;;
            esac
        done
        exec {Linker} "$@"

        """;
}
