using System.Runtime.Intrinsics;

namespace NetGen.Probe;

/// <summary>Prints which vectors are in hardware, so that a test can assert that its environment took effect.</summary>
internal static class HardwareProbe
{
    public static void Print()
    {
        Console.WriteLine($"Vector128={Vector128.IsHardwareAccelerated}");
        Console.WriteLine($"Vector256={Vector256.IsHardwareAccelerated}");
        Console.WriteLine($"Vector512={Vector512.IsHardwareAccelerated}");
        Console.WriteLine($"VectorBits={Simd.VectorBits}");
        Console.WriteLine($"HasFusedMultiplyAdd={Simd.HasFusedMultiplyAdd}");
    }
}
