using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary><c>dotnet new netgen</c>, installed into a settings folder of its own.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class TemplateTests : IDisposable
{
    private readonly string _folder, _hive;

    /// <summary>Installs the template.</summary>
    public TemplateTests(Packages packages)
    {
        (_folder, _hive) = (packages.Folder("template"), packages.Folder("hive"));
        DotNet.Run(_folder, "new", "install", packages.Templates, "--debug:custom-hive", _hive);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_hive, recursive: true);
    }

    [Fact]
    public void A_new_project_trains_by_the_commands_of_the_README()
    {
        foreach (string readme in (string[])["README.md", "src/NetGen/docs/getting-started.md", "src/NetGen.Templates/README.md"])
        {
            string text = File.ReadAllText(Path.Combine(DotNet.Repository, readme));
            Assert.Contains("dotnet new netgen -o Spirals", text, StringComparison.Ordinal);
            Assert.Contains("dotnet run --project Spirals", text, StringComparison.Ordinal);
        }

        New("Spirals");

        // In Debug, which the template optimizes too: the command that a user types first.
        string output = DotNet.Run(_folder, "run", "--project", "Spirals", "-p:TreatWarningsAsErrors=true");

        AssertLearned(output);
        string generated = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "Spirals", "obj", "generated"), "*SpiralNet.g.cs", SearchOption.AllDirectories));
        Assert.DoesNotContain(_folder, File.ReadAllText(generated), StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_of_hostile_names_compile_and_train()
    {
        // A package that the project references, a framework's assembly, a keyword, no identifier at all.
        string[] names = ["NetGen", "System", "class", "My-App & Co"];
        foreach (string name in names)
        {
            New(name, "--no-restore");
        }

        const string All = """
            <Project>
              <ItemGroup><Project Include="*/*.csproj" /></ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Project)" Targets="Restore" Properties="Step=Restore" />
                <MSBuild Projects="@(Project)" Targets="Build" Properties="TreatWarningsAsErrors=true" BuildInParallel="true" />
              </Target>
            </Project>
            """;
        File.WriteAllText(Path.Combine(_folder, "all.proj"), All);
        DotNet.Run(_folder, "msbuild", "all.proj", "-m", "-nologo");

        foreach (string name in names)
        {
            string settings = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, name, "bin", "Debug", "net10.0"), "*.runtimeconfig.json"));
            AssertLearned(DotNet.Run(_folder, settings.Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal)));
        }
    }

    /// <summary>What the name does not change cannot fail by it: the other names need no build of their own.</summary>
    [Fact]
    public void The_name_of_a_project_is_nowhere_in_it()
    {
        New("Spirals", "--no-restore");
        foreach (string name in (string[])["Net", "1st", "Ünï", "Program", "Workspace", "SpiralNet", "NetGenApp", "My.Dotted.Name", "NetGenerator", "MySystem"])
        {
            New(name, "--no-restore");
            Assert.Equal(Texts("Spirals"), Texts(name));
        }

        foreach (string name in (string[])["netgen", "NetGen.Csv", "System.Text", "mscorlib"])
        {
            New(name, "--no-restore");
            string project = File.ReadAllText(Path.Combine(_folder, name, $"{name}.csproj"));
            Assert.Contains($"<AssemblyName>{name}.App</AssemblyName>", project, StringComparison.Ordinal);
        }
    }

    private void New(string name, params string[] options) =>
        DotNet.Run(_folder, ["new", "netgen", "-o", name, "--debug:custom-hive", _hive, .. options]);

    private string[] Texts(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, name)).Order(StringComparer.Ordinal)
            .OrderBy(file => Path.GetExtension(file) == ".csproj")
            .Select(File.ReadAllText)];

    private static void AssertLearned(string output) =>
        Assert.InRange(double.Parse(Accuracy().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 95, 100);

    [GeneratedRegex(@"test accuracy ([\d.]+) %")]
    private static partial Regex Accuracy();
}
