using System.Text.RegularExpressions;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Diagnostics;

/// <summary>The page of attributes has every attribute of a network, and none that is not there.</summary>
public partial class AttributeDocumentationTests
{
    [Fact]
    public void Every_attribute_has_its_row()
    {
        string page = File.ReadAllText(Path.Combine(Snapshot.Folder(), "../../../../src/NetGen/docs/attributes.md"));
        IEnumerable<string> documented = Names().Matches(page).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        IEnumerable<string> declared = typeof(NetworkAttribute).Assembly.GetExportedTypes().Where(IsPartOfNetwork).Select(NameOf).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(declared, documented);
    }

    private static bool IsPartOfNetwork(Type type) =>
        type is { IsAbstract: false } && typeof(Attribute).IsAssignableFrom(type)
        && (typeof(LayerAttribute).IsAssignableFrom(type) || typeof(LossAttribute).IsAssignableFrom(type)
            || NameOf(type) is "Network" or "Input" or "Block" or "L1" or "L2");

    private static string NameOf(Type type) => Suffix().Replace(type.Name, "");

    [GeneratedRegex(@"`\[(\w+)")]
    private static partial Regex Names();

    [GeneratedRegex(@"Attribute(`1)?$")]
    private static partial Regex Suffix();
}
