using System.ComponentModel;
using System.Reflection;
using Xunit;

namespace NetGen.Tests;

/// <summary>What the library shows its users, and what a later version can add to it.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly Type[] s_types = typeof(NetworkAttribute).Assembly.GetExportedTypes();

    [Fact]
    public void No_record_is_positional_so_that_each_can_get_another_property()
    {
        Type[] records = [.. s_types.Where(type => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null)];
        Assert.Contains(typeof(EpochRecord), records);
        Assert.Contains(typeof(MetricValue), records);
        Assert.Empty(records.Where(type => type.GetMethod("Deconstruct") is not null).Select(type => type.Name));
    }

    [Fact]
    public void What_generated_code_alone_calls_is_not_completed()
    {
        Type[] types = [.. s_types.Where(type => type.Namespace == "NetGen.CompilerServices")];
        Assert.Contains(typeof(CompilerServices.Rows), types);
        Assert.Empty(types.Where(type => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never).Select(type => type.Name));
    }

    [Fact]
    public void Generated_code_enters_a_workspace_by_one_member() => Assert.Equal(
        ["Use"],
        typeof(Workspace<>).GetMembers().Where(member => member.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never).Select(member => member.Name));
}
