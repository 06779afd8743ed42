namespace NetGen.Generators.Tests.Structure;

/// <summary>The folders of the runtime have an order, as the generator's have: each uses only those before it.</summary>
public class RuntimeFolderTests
{
    private static readonly string[] s_folders =
    [
        "Simd", "Architecture", "Activations", "Losses", "Description", "Random", "Files", "CompilerServices",
        "Threading", "Data", "Metrics", "Schedules", "Optimizers", "Networks", "Serialization", "Training", "Sweeps", "Standalone", "Quantization",
    ];

    private static IReadOnlyList<FolderReference> References { get; } = FolderReference.Of(Path.Combine("src", "NetGen"));

    [Fact]
    public void A_folder_uses_only_those_before_it()
    {
        Assert.DoesNotContain(References, reference => Rank(reference.To) >= Rank(reference.From));
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        string[] folders = [.. References.SelectMany(reference => new[] { reference.From, reference.To }).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(s_folders.Order(StringComparer.Ordinal), folders);
    }

    [Fact]
    public void The_documentation_lists_them_in_order()
    {
        string page = File.ReadAllText(Path.Combine(FolderReference.RepositoryRoot(), "src", "NetGen", "docs", "architecture.md"));
        string table = page[page.IndexOf("## The runtime's folders", StringComparison.Ordinal)..page.IndexOf("## Memory", StringComparison.Ordinal)];
        IEnumerable<string> rows = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);
        Assert.Equal(s_folders, rows.SelectMany(names => names.Split(',')).Select(name => name.Trim(' ', '`')));
    }

    private static int Rank(string folder) => Array.IndexOf(s_folders, folder);
}
