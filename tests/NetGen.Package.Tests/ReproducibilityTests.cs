using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace NetGen.Package.Tests;

/// <summary>One commit makes the same packages wherever it is built, and they do not tell where that was.</summary>
[Collection(PackagesCollection.Name)]
public sealed class ReproducibilityTests(Packages packages)
{
    private static readonly string[] s_sources = ["src", "generators", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "LICENSE", ".editorconfig"];

    [Fact]
    public void Two_builds_of_one_commit_in_two_folders_give_the_same_bytes()
    {
        string copy = packages.Folder("another place");
        foreach (string source in s_sources)
        {
            Copy(Path.Combine(DotNet.Repository, source), Path.Combine(copy, source));
        }

        foreach (string project in (string[])["src/NetGen.Csv", "src/NetGen", "src/NetGen.Templates"])
        {
            DotNet.Run(copy, ["pack", project, "-c", "Release", "-o", "packages", "-p:RunAnalyzers=false", .. packages.SameCommit]);
        }

        string[] built = [.. Directory.EnumerateFiles(Path.GetDirectoryName(packages.Library)!).Order(StringComparer.Ordinal)];
        Assert.Equal(5, built.Length);
        foreach (string package in built)
        {
            string again = Path.Combine(copy, "packages", Path.GetFileName(package));
            Assert.Equal(Package.Entries(package), Package.Entries(again));
            Assert.All(Package.Entries(package), name => Assert.True(Package.Bytes(package, name).AsSpan().SequenceEqual(Package.Bytes(again, name)), $"{Path.GetFileName(package)}: {name} differs"));
            Assert.True(File.ReadAllBytes(package).AsSpan().SequenceEqual(File.ReadAllBytes(again)), $"{Path.GetFileName(package)}: the containers differ");
        }
    }

    [Fact]
    public void No_file_of_a_package_tells_a_path_of_the_machine()
    {
        string[] paths = [DotNet.Repository, Path.GetDirectoryName(Path.GetDirectoryName(packages.Library))!, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/."];
        foreach (string package in Directory.EnumerateFiles(Path.GetDirectoryName(packages.Library)!))
        {
            foreach (string name in Package.Entries(package))
            {
                byte[] bytes = Package.Bytes(package, name);
                Assert.All(paths, path => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(path)) < 0, $"{name} has {path} in it"));
            }
        }
    }

    [Fact]
    public void Assemblies_and_symbols_name_sources_from_the_root_of_the_repository()
    {
        foreach ((string package, string name) in (IEnumerable<(string, string)>)
            [(packages.Library, "lib/net10.0/NetGen.dll"), (packages.Library, "analyzers/dotnet/cs/NetGen.Generators.dll"), (packages.Library, "analyzers/dotnet/cs/NetGen.CodeFixes.dll"), (packages.Csv, "lib/net10.0/NetGen.Csv.dll")])
        {
            using PEReader image = new(new MemoryStream(Package.Bytes(package, name)));
            DebugDirectoryEntry[] directory = [.. image.ReadDebugDirectory()];
            Assert.Contains(directory, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
            foreach (DebugDirectoryEntry entry in directory)
            {
                if (entry.Type == DebugDirectoryEntryType.CodeView)
                {
                    string path = image.ReadCodeViewDebugDirectoryData(entry).Path;
                    Assert.True(path.StartsWith("/_/", StringComparison.Ordinal) || path == Path.GetFileName(path), path);
                }
                else if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                {
                    using MetadataReaderProvider embedded = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
                    AssertMapped(embedded.GetMetadataReader());
                }
            }
        }

        foreach ((string package, string name) in (IEnumerable<(string, string)>)[(packages.Library, "NetGen"), (packages.Csv, "NetGen.Csv")])
        {
            using MetadataReaderProvider symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Package.Bytes(Path.ChangeExtension(package, ".snupkg"), $"lib/net10.0/{name}.pdb")));
            AssertMapped(symbols.GetMetadataReader());
        }
    }

    private static void AssertMapped(MetadataReader symbols)
    {
        string[] documents = [.. symbols.Documents.Select(document => symbols.GetString(symbols.GetDocument(document).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
    }

    /// <summary>Without what builds left in the folders.</summary>
    private static void Copy(string source, string target)
    {
        if (File.Exists(source))
        {
            File.Copy(source, target);
        }
        else if (Path.GetFileName(source) is not ("bin" or "obj"))
        {
            Directory.CreateDirectory(target);
            foreach (string entry in Directory.EnumerateFileSystemEntries(source))
            {
                Copy(entry, Path.Combine(target, Path.GetFileName(entry)));
            }
        }
    }
}
