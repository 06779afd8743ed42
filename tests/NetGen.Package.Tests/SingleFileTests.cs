using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Package.Tests;

/// <summary>Programs of one file, as the READMEs have them.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class SingleFileTests(Packages packages)
{
    [Fact]
    public void The_program_of_the_README_trains()
    {
        string program = Program("README.md", "NetGen");
        Assert.Equal(program, Program("src/NetGen/Package/README.md", "NetGen"));
        Assert.Equal(15, program.Split('\n').Length);

        string output = Run("spiral.cs", program);

        Assert.InRange(double.Parse(Share().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 95, 100);
        Assert.Matches(@"\(0\.3, 0\.1\) is on spiral [01]\s*$", output);
    }

    [Fact]
    public void The_program_of_the_README_of_NetGen_Csv_learns_a_table()
    {
        File.WriteAllText(Path.Combine(packages.Folder("file"), "flowers.csv"), "length,width,species\n1.4,0.2,setosa\n1.3,0.2,setosa\n4.5,1.5,versicolor\n4.7,1.4,versicolor\n1.5,0.1,setosa\n4.1,1.3,versicolor\n");

        string output = Run("flowers.cs", Program("src/NetGen.Csv/README.md", "NetGen.Csv"));

        Assert.Equal("setosa", output.Trim());
    }

    /// <summary>The first program of one file in a README, which asks for the version of this repository.</summary>
    private static string Program(string readme, string package)
    {
        string version = XDocument.Load(Path.Combine(DotNet.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;
        string text = File.ReadAllText(Path.Combine(DotNet.Repository, readme));
        Match match = Code().Match(text);
        Assert.True(match.Success, $"{readme} has no program of one file.");
        Assert.StartsWith($"#:package {package}@{version}\n", match.Groups[1].Value, StringComparison.Ordinal);
        return match.Groups[1].Value;
    }

    /// <summary>With the version that was packed here; what is built goes below the folder of the packages.</summary>
    private string Run(string name, string program)
    {
        string folder = packages.Folder("file");
        File.WriteAllText(Path.Combine(folder, name), Version().Replace(program, $"@{packages.Version}", 1));
        return DotNet.Run("dotnet", folder, new Dictionary<string, string> { ["XDG_DATA_HOME"] = packages.Folder("data") }, "run", name);
    }

    [GeneratedRegex(@"```csharp\n(#:package .*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"@[\d.]+")]
    private static partial Regex Version();

    [GeneratedRegex(@"([\d.]+)\s?% of the test points")]
    private static partial Regex Share();
}
