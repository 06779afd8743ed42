namespace NetGen.Package.Tests;

/// <summary>Which projects NuGet installs the packages into: those of .NET 10, and no others.</summary>
[Collection(PackagesCollection.Name)]
public sealed class FrameworkTests(Packages packages)
{
    [Theory]
    [InlineData("NetGen")]
    [InlineData("NetGen.Csv")]
    public void A_project_of_an_older_framework_is_refused_by_restore(string package)
    {
        (int code, string printed) = Restore(package, "net9.0;net8.0;netstandard2.0;netstandard2.1");

        Assert.NotEqual(0, code);
        foreach (string framework in (string[])["net9.0", "net8.0", "netstandard2.0", "netstandard2.1"])
        {
            Assert.Contains($"NU1202: Package {package} {packages.Version} is not compatible with {framework} ", printed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("NetGen")]
    [InlineData("NetGen.Csv")]
    public void Projects_of_this_framework_for_any_system_are_accepted(string package)
    {
        (int code, string printed) = Restore(package, "net10.0;net10.0-windows;net10.0-browser");

        Assert.True(code == 0, printed);
    }

    /// <summary>Of the package alone: no framework is downloaded for it.</summary>
    private (int Code, string Printed) Restore(string package, string frameworks)
    {
        string project = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>{frameworks}</TargetFrameworks>
                <EnableWindowsTargeting>true</EnableWindowsTargeting>
                <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="[{packages.Version}]" />
              </ItemGroup>
            </Project>
            """;
        string folder = packages.Folder($"frameworks-{package}-{frameworks.Length}");
        File.WriteAllText(Path.Combine(folder, "Project.csproj"), project);
        return DotNet.Try("dotnet", folder, [], "restore");
    }
}
