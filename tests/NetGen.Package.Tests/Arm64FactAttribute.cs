using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Package.Tests;

/// <summary>A test that runs a program for Arm64 on x64: skipped, saying why, where the machine has no tools for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class Arm64FactAttribute : FactAttribute
{
    /// <summary>Looks for the tools.</summary>
    public Arm64FactAttribute()
    {
        string[] missing = [.. ((string, bool)[])
        [
            (Arm64.Emulator, NativeAotFactAttribute.IsInPath(Arm64.Emulator)),
            (Arm64.Linker, NativeAotFactAttribute.IsInPath(Arm64.Linker)),
            (Arm64.ObjectCopier, NativeAotFactAttribute.IsInPath(Arm64.ObjectCopier)),
            (Arm64.Library, File.Exists(Arm64.Library)),
        ].Where(tool => !tool.Item2).Select(tool => tool.Item1)];
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Skip = "Arm64 is emulated on Linux on x64; on Arm64 itself every test shows its bits.";
        }
        else if (!Fma.IsSupported)
        {
            Skip = "This processor has no fused multiply-add, so its bits are another set than Arm64's.";
        }
        else if (missing.Length > 0)
        {
            Skip = $"Missing: {string.Join(", ", missing)} (Debian's packages qemu-user, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross).";
        }
    }
}
