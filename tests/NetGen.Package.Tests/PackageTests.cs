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
                "buildTransitive/net10.0/NetGen.props",
                "buildTransitive/net10.0/NetGen.targets",
                .. Directory.EnumerateFiles(Path.Combine(DotNet.Repository, "src/NetGen/docs")).Select(page => $"docs/{Path.GetFileName(page)}").Order(StringComparer.Ordinal),
                "icon.png",
                "lib/net10.0/NetGen.dll",
                "lib/net10.0/NetGen.xml",
            ],
            Package.Entries(packages.Library));
    }

    [Fact]
    public void The_reader_of_tables_is_a_package_beside_it()
    {
        Assert.Equal(["NetGen.Csv.nuspec", "README.md", "icon.png", "lib/net10.0/NetGen.Csv.dll", "lib/net10.0/NetGen.Csv.xml"], Package.Entries(packages.Csv));
        XDocument nuspec = XDocument.Parse(Package.Text(packages.Csv, "NetGen.Csv.nuspec"));
        XElement library = Assert.Single(nuspec.Descendants(), element => element.Name.LocalName == "dependency" && element.Attribute("id")?.Value == "NetGen");
        Assert.Equal(packages.Version, library.Attribute("version")?.Value);
    }

    [Fact]
    public void The_symbols_are_a_package_of_their_own() =>
        Assert.Equal(["NetGen.nuspec", "lib/net10.0/NetGen.pdb"], Package.Entries(packages.Symbols));

    [Fact]
    public void The_package_depends_on_nothing()
    {
        XDocument nuspec = XDocument.Parse(Package.Text(packages.Library, "NetGen.nuspec"));

        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal("MIT", Assert.Single(nuspec.Descendants(), element => element.Name.LocalName == "license").Value);
    }

    [Fact]
    public void The_template_asks_for_the_version_it_was_packed_with()
    {
        Assert.Equal(
            ["NetGen.Templates.nuspec", "README.md", "content/netgen/.template.config/dotnetcli.host.json", "content/netgen/.template.config/template.json", "content/netgen/NetGenApp.csproj", "content/netgen/Program.cs", "content/netgen/SpiralNet.cs", "content/netgen/Spirals.cs", "icon.png"],
            Package.Entries(packages.Templates));
        Assert.Contains($"<PackageReference Include=\"NetGen\" Version=\"{packages.Version}\" />", Package.Text(packages.Templates, "content/netgen/NetGenApp.csproj"), StringComparison.Ordinal);
    }
}
