using Xunit;

namespace NetGen.Tests;

/// <summary>What a training step calls is compiled for good at once, not a second time later, for which a busy process pinned to one core may wait for seconds.</summary>
public sealed class TiersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_of_a_step_is_compiled_after_two_hundred_of_them()
    {
        string list = _folder["jit.txt"];
        ProbeProcess.Run("tiers", new() { ["DOTNET_JitStdOutFile"] = list, ["DOTNET_JitDisasmSummary"] = "1" });

        // A timer looks after memory that no thread needs any more: no part of a step.
        string[] compiled = [.. File.ReadLines(list).Where(line => line.Contains("JIT compiled NetGen.", StringComparison.Ordinal) && !line.Contains(".Scratch", StringComparison.Ordinal) && !line.Contains(":Print()", StringComparison.Ordinal))];
        int mark = Array.FindIndex(compiled, line => line.Contains("TierProbe:Mark()", StringComparison.Ordinal));
        Assert.True(mark > 200, $"{mark} methods before the mark");
        Assert.Empty(compiled[(mark + 1)..]);
    }
}
