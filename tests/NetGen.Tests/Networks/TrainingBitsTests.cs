using Xunit;

namespace NetGen.Tests;

/// <summary>Training gives the same bits on machines with other instruction sets.</summary>
public sealed class TrainingBitsTests
{
    /// <summary>Networks, optimizers, ways to make a step.</summary>
    private const int Trainings = 24 * 2 * 5;

    private static readonly Lazy<Dictionary<string, string>> s_default = new(() => ProbeProcess.Run("training", []));

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", "256")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", "128")]
    public void Training_gives_the_same_bits_with_narrower_vectors(string variable, string value, string bits)
    {
        // Where the machine's own vectors are no wider, or have no fused multiply-add, the switch has nothing to do.
        if (int.Parse(s_default.Value["VectorBits"]) < int.Parse(bits) || s_default.Value["HasFusedMultiplyAdd"] == "False")
        {
            return;
        }

        Dictionary<string, string> probe = ProbeProcess.Run("training", new() { [variable] = value });
        Assert.Equal(bits, probe["VectorBits"]);
        Assert.Equal("True", probe["HasFusedMultiplyAdd"]);
        Assert.Equal(Trainings, ProbeProcess.Hashes(probe).Count);
        Assert.Equal(ProbeProcess.Hashes(s_default.Value), ProbeProcess.Hashes(probe));
    }

    [Fact]
    public void Training_repeats_itself_without_a_fused_multiply_add()
    {
        if (!System.Runtime.Intrinsics.X86.X86Base.IsSupported)
        {
            return; // elsewhere every machine has one
        }

        Dictionary<string, string> environment = new() { ["DOTNET_EnableAVX2"] = "0" };
        Dictionary<string, string> first = ProbeProcess.Run("training", environment), second = ProbeProcess.Run("training", environment);
        Assert.Equal("128", first["VectorBits"]);
        Assert.Equal("False", first["HasFusedMultiplyAdd"]);
        Assert.Equal(Trainings, ProbeProcess.Hashes(first).Count);
        AssertAllWaysAgree(first);
        Assert.Equal(ProbeProcess.Hashes(first), ProbeProcess.Hashes(second));
        if (s_default.Value["HasFusedMultiplyAdd"] == "True")
        {
            Assert.All(ProbeProcess.Hashes(first), line => Assert.NotEqual(s_default.Value[line.Key], line.Value));
        }
    }

    [Fact]
    public void Training_gives_the_same_bits_by_Step_and_on_two_and_three_threads()
    {
        Assert.Equal(Trainings, ProbeProcess.Hashes(s_default.Value).Count);
        AssertAllWaysAgree(s_default.Value);
    }

    [Fact]
    public void Every_training_has_bits_of_its_own() =>
        Assert.Equal(Trainings / 5, ProbeProcess.Hashes(s_default.Value).Values.Distinct().Count());

    /// <summary>A training is named by network and optimizer; what follows says how its steps were made.</summary>
    private static void AssertAllWaysAgree(Dictionary<string, string> probe) =>
        Assert.All(
            ProbeProcess.Hashes(probe).GroupBy(line => string.Join('.', line.Key.Split('.').Take(2))),
            training => Assert.Single(training.Select(line => line.Value).Distinct()));
}
