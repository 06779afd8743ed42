using Xunit;

namespace NetGen.Tests;

public class SharedDataTests
{
    [Fact]
    public void A_test_without_its_data_is_skipped_and_says_why()
    {
        string? reason = new DataFactAttribute("no-such-set").Skip;
        Assert.Contains("shared/data/no-such-set", reason, StringComparison.Ordinal);
        Assert.Equal(reason, new DataTheoryAttribute("no-such-set").Skip);
        Assert.Throws<DirectoryNotFoundException>(() => SharedData.Folder("no-such-set"));
    }
}
