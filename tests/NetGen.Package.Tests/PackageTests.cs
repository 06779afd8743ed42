using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace NetGen.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection(PackagesCollection.Name)]
public sealed class PackageTests(Packages packages)
{
    [Fact]
    public void The_library_its_analyzers_and_its_targets_are_one_package()
    {
        Assert.Equal(
            [
                "NetGen.nuspec",
                "README.md",
                "analyzers/dotnet/cs/NetGen.CodeFixes.dll",
                "analyzers/dotnet/cs/NetGen.Generators.dll",
                "buildTransitive/NetGen.props",
                "buildTransitive/NetGen.targets",
                "icon.png",
                "lib/net10.0/NetGen.dll",
                "lib/net10.0/NetGen.xml",
            ],
            Entries(packages.Library));
    }

    [Fact]
    public void The_symbols_are_a_package_of_their_own() =>
        Assert.Equal(["NetGen.nuspec", "lib/net10.0/NetGen.pdb"], Entries(packages.Symbols));

    [Fact]
    public void The_package_depends_on_nothing()
    {
        XDocument nuspec = XDocument.Parse(Text(packages.Library, "NetGen.nuspec"));

        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal("MIT", Assert.Single(nuspec.Descendants(), element => element.Name.LocalName == "license").Value);
    }

    [Fact]
    public void The_assemblies_are_deterministic_and_tell_no_path_of_the_machine()
    {
        using ZipArchive archive = ZipFile.OpenRead(packages.Library);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
        {
            byte[] image = Bytes(entry);
            using PEReader reader = new(new MemoryStream(image));
            Assert.Contains(reader.ReadDebugDirectory(), item => item.Type == DebugDirectoryEntryType.Reproducible);
            Assert.Equal(-1, image.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(DotNet.Repository + "/")));
        }
    }

    [Fact]
    public void The_template_asks_for_the_version_it_was_packed_with()
    {
        Assert.Equal(
            ["NetGen.Templates.nuspec", "README.md", "content/netgen/.template.config/template.json", "content/netgen/NetGenApp.csproj", "content/netgen/Program.cs", "content/netgen/SpiralNet.cs", "content/netgen/Spirals.cs", "icon.png"],
            Entries(packages.Templates));
        Assert.Contains($"<PackageReference Include=\"NetGen\" Version=\"{packages.Version}\" />", Text(packages.Templates, "content/netgen/NetGenApp.csproj"), StringComparison.Ordinal);
    }

    /// <summary>The files, without those of the container format.</summary>
    private static IEnumerable<string> Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    private static string Text(string package, string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using StreamReader reader = new(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
