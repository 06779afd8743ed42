namespace NetGen.Package.Tests;

/// <summary>The bits of Arm64 are those of this machine: one program, compiled ahead of time there and by the JIT here.</summary>
[Collection(PackagesCollection.Name)]
public sealed class Arm64Tests(Packages packages)
{
    [Arm64Fact]
    public void Functions_of_vectors_and_trainings_give_the_same_bits_on_Arm64()
    {
        string program = Arm64.Publish("tests/NetGen.Probe", packages.Folder("arm64"), ["-p:AheadOfTime=true", "-p:Emulated=true", "-p:RunAnalyzers=false", "--artifacts-path", packages.Artifacts, .. packages.SameCommit]);

        foreach ((string verb, int least) in (IEnumerable<(string, int)>)[("simd", 90), ("training-briefly", 24)])
        {
            string[] here = Lines(DotNet.Run(AppContext.BaseDirectory, "NetGen.Probe.dll", verb)), there = Lines(Arm64.Run(program, verb));

            Assert.Contains("VectorBits=128", there);
            Assert.Contains("HasFusedMultiplyAdd=True", there);
            Assert.Equal(Hashes(here), Hashes(there));
            Assert.InRange(Hashes(there).Length, least, int.MaxValue);
        }
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The keys of hashes are several words.</summary>
    private static string[] Hashes(string[] lines) => [.. lines.Where(line => line.Split('=')[0].Contains('.', StringComparison.Ordinal))];
}
