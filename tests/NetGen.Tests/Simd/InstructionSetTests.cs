using Xunit;

namespace NetGen.Tests;

/// <summary>
/// The same bits on machines with other instruction sets: runs NetGen.Probe in child processes with some switched off.
/// </summary>
public sealed class InstructionSetTests
{
    private static readonly Lazy<Dictionary<string, string>> Default = new(() => ProbeProcess.Run("simd", []));

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", "256")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", "128")]
    public void Narrower_vectors_with_a_fused_multiply_add_give_the_same_bits(string variable, string value, string bits)
    {
        // Where the machine's own vectors are no wider, or have no fused multiply-add, the switch has nothing to do.
        if (int.Parse(Default.Value["VectorBits"]) < int.Parse(bits) || Default.Value["HasFusedMultiplyAdd"] == "False")
            return;

        Dictionary<string, string> probe = ProbeProcess.Run("simd", new() { [variable] = value });
        Assert.Equal(bits, probe["VectorBits"]);
        Assert.Equal("True", probe["HasFusedMultiplyAdd"]);
        Assert.Equal(ProbeProcess.Hashes(Default.Value), ProbeProcess.Hashes(probe));
    }

    [Fact]
    public void Every_width_gives_the_same_bits() => AssertWidthsAgree(Default.Value);

    [Fact]
    public void Every_width_gives_the_same_bits_without_a_fused_multiply_add()
    {
        if (!System.Runtime.Intrinsics.X86.X86Base.IsSupported)
            return; // elsewhere every machine has one

        Dictionary<string, string> probe = ProbeProcess.Run("simd", new() { ["DOTNET_EnableAVX2"] = "0" });
        Assert.Equal("128", probe["VectorBits"]);
        Assert.Equal("False", probe["HasFusedMultiplyAdd"]);
        AssertWidthsAgree(probe);
        if (Default.Value["HasFusedMultiplyAdd"] == "True")
            Assert.NotEqual(ProbeProcess.Hashes(Default.Value), ProbeProcess.Hashes(probe));
    }

    /// <summary>Lines such as <c>Exp.Float32x8=hash</c>: among those of one function and precision the hashes are one.</summary>
    private static void AssertWidthsAgree(Dictionary<string, string> probe)
    {
        var functions = ProbeProcess.Hashes(probe).GroupBy(line => line.Key[..line.Key.LastIndexOf('x')]).ToArray();
        Assert.True(functions.Length >= 16, "the probe printed fewer functions than there are");
        Assert.All(functions, function => Assert.Equal(3, function.Count()));
        Assert.All(functions, function => Assert.Single(function.Select(line => line.Value).Distinct()));
    }
}
