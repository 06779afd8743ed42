using System.Globalization;
using System.Xml.Linq;

namespace NetGen.Package.Tests;

/// <summary>
/// The packages, packed once for all tests from the sources of the repository, with a version that no cache has seen. Nothing
/// is written into the repository's own folders, where another build may be running.
/// </summary>
public sealed class Packages : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("netgen-package").FullName;

    /// <summary>Packs.</summary>
    public Packages()
    {
        Version = $"0.1.0-test.{DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture)}";
        foreach (string project in (string[])["src/NetGen", "src/NetGen.Csv", "src/NetGen.Templates"])
        {
            DotNet.Run(DotNet.Repository, ["pack", project, "-c", "Release", "-warnaserror", "-p:RunAnalyzers=false", "--artifacts-path", Artifacts, "-o", Folder("feed"), .. SameCommit]);
        }

        XElement configuration = new("configuration", new XElement("packageSources", new XElement("add", new XAttribute("key", "netgen-test"), new XAttribute("value", Folder("feed")))));
        File.WriteAllText(Path.Combine(_root, "nuget.config"), configuration.ToString());
    }

    /// <summary>What was built for the packages.</summary>
    public string Artifacts => Folder("artifacts");

    /// <summary>The version of the packages.</summary>
    public string Version { get; }

    /// <summary>What makes two builds those of one commit: sources that are copied have no repository around them.</summary>
    public string[] SameCommit => [$"-p:Version={Version}", "-p:SourceRevisionId=0123456789abcdef", "-p:RepositoryCommit=0123456789abcdef"];

    /// <summary>The package of the library.</summary>
    public string Library => Path.Combine(Folder("feed"), $"NetGen.{Version}.nupkg");

    /// <summary>The package of its symbols.</summary>
    public string Symbols => Path.ChangeExtension(Library, ".snupkg");

    /// <summary>The package of the reader of tables.</summary>
    public string Csv => Path.Combine(Folder("feed"), $"NetGen.Csv.{Version}.nupkg");

    /// <summary>The package of the template.</summary>
    public string Templates => Path.Combine(Folder("feed"), $"NetGen.Templates.{Version}.nupkg");

    /// <summary>A new folder outside the repository whose projects restore from the packages above.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);

        // Restoring put the package into the machine's cache, where nobody will ask for this version again.
        string cache = DotNet.Run(Path.GetTempPath(), "nuget", "locals", "global-packages", "--list").Split(':', 2)[1].Trim();
        foreach (string cached in (string[])[Path.Combine(cache, "netgen", Version), Path.Combine(cache, "netgen.csv", Version)])
        {
            if (Directory.Exists(cached))
            {
                Directory.Delete(cached, recursive: true);
            }
        }
    }
}

/// <summary>The tests that share the packages; one after another, for each starts builds of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PackagesCollection : ICollectionFixture<Packages>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "packages";
}
