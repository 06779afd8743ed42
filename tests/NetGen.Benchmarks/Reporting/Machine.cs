using System.Runtime.InteropServices;

namespace NetGen.Benchmarks.Reporting;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, vectors and runtime in one line.</summary>
    public static string Description =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {Simd.VectorBits}-bit vectors, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    private static string Processor()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information) ? File.ReadLines(Information).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
