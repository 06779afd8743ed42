using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>A network that is compiled without optimization is slow; whoever builds and trains it hears of it, and can follow the link.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class MissingOptimizationTests(Packages packages)
{
    private const string Program = """
        using NetGen;

        TrainingHistory history = new Net(seed: 1).Fit([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0], new FitOptions { Epochs = 1 });
        Console.WriteLine(string.Join('\n', history.Hints));

        [Network, Input(2), Dense(2), Tanh, Dense(2), SoftmaxCrossEntropy]
        internal sealed partial class Net;
        """;

    [Fact]
    public void The_build_and_the_history_say_that_a_network_is_not_optimized()
    {
        string folder = Project();

        string built = Build(folder, "-warnaserror");
        Assert.Equal(1, Regex.Count(built, "NetGen: Slow is compiled without optimization"));
        Assert.Contains("    0 Warning(s)", built, StringComparison.Ordinal);
        string hint = DotNet.Run(folder, Path.Combine("bin", "Debug", "net10.0", "Slow.dll"));
        Assert.StartsWith("Slow is compiled without optimization, and Net trains 45 to 90 times slower", hint, StringComparison.Ordinal);
        Assert.Single(hint.Trim().Split('\n'));

        Assert.DoesNotContain("without optimization", Build(folder, "--no-restore", "-p:NetGenReportMissingOptimization=false"), StringComparison.Ordinal);

        // Raised as the documentation says, NG0118 is seen in the build, with a link to a file that is there.
        File.WriteAllText(Path.Combine(folder, ".editorconfig"), "root = true\n[*.cs]\ndotnet_diagnostic.NG0118.severity = warning\n");
        Match warning = Warning().Match(Build(folder, "--no-restore", "--no-incremental"));
        Assert.True(warning.Success);
        Uri link = new(warning.Groups[1].Value);
        Assert.True(link.IsFile);
        Assert.Equal("#ng0118", link.Fragment);
        Assert.Contains("## NG0118", File.ReadAllText(link.LocalPath), StringComparison.Ordinal);
        Assert.EndsWith($"/netgen/{packages.Version}/docs/diagnostics.md", link.LocalPath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/NetGen.Templates/netgen/NetGenApp.csproj")]
    [InlineData("samples/Digits/Digits.csproj")]
    [InlineData("samples/Tabular/Tabular.csproj")]
    public void The_template_and_the_samples_are_optimized_in_every_configuration(string project) =>
        Assert.Contains("<Optimize>true</Optimize>", File.ReadAllText(Path.Combine(DotNet.Repository, project)), StringComparison.Ordinal);

    private static string Build(string folder, params string[] options) => DotNet.Run(folder, ["build", "-tl:off", .. options]);

    private string Project()
    {
        string folder = packages.Folder("slow");
        string project = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NetGen" Version="[{packages.Version}]" />
              </ItemGroup>
            </Project>
            """;
        File.WriteAllText(Path.Combine(folder, "Slow.csproj"), project);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        return folder;
    }

    [GeneratedRegex(@"warning NG0118: .* \((\S+)\) \[")]
    private static partial Regex Warning();
}
