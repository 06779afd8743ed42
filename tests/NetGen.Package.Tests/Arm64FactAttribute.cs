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
        List<string> missing = [.. ((string[])[Arm64.Emulator, Arm64.Linker, Arm64.ObjectCopier]).Where(tool => !NativeAotFactAttribute.IsInPath(tool))];
        if (!File.Exists(Arm64.Library))
        {
            missing.Add(Arm64.Library);
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Skip = "Arm64 is emulated on Linux on x64; on Arm64 itself every test shows its bits.";
        }
        else if (!Fma.IsSupported)
        {
            Skip = "This processor has no fused multiply-add, so its bits are another set than Arm64's.";
        }
        else if (missing.Count > 0)
        {
            Skip = $"Missing: {string.Join(", ", missing)} (Debian's packages qemu-user, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross).";
        }
    }
}
