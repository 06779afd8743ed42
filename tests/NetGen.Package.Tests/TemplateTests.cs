using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary><c>dotnet new netgen</c>, installed into a settings folder of its own.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class TemplateTests(Packages packages)
{
    [Fact]
    public void A_new_project_trains_in_one_command()
    {
        string folder = packages.Folder("template"), hive = packages.Folder("hive");
        DotNet.Run(folder, "new", "install", packages.Templates, "--debug:custom-hive", hive);
        DotNet.Run(folder, "new", "netgen", "-o", "My.Spirals", "--debug:custom-hive", hive);
        string project = Path.Combine(folder, "My.Spirals");

        // In Debug, which the template optimizes too: the command that a user types first.
        string output = DotNet.Run(project, "run", "-p:TreatWarningsAsErrors=true");

        double accuracy = double.Parse(Accuracy().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(accuracy, 95, 100);
        Assert.Contains("namespace My.Spirals;", File.ReadAllText(Path.Combine(project, "SpiralNet.cs")), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(project, "obj", "generated"), "*SpiralNet.g.cs", SearchOption.AllDirectories));
    }

    [GeneratedRegex(@"test accuracy ([\d.]+) %")]
    private static partial Regex Accuracy();
}
