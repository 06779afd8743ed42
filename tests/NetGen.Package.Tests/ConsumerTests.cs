using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>A stranger's project: restored from the package, built with warnings as errors, run, and compiled ahead of time.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class ConsumerTests(Packages packages)
{
    private static readonly string s_runtime = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : "linux-arm64";

    [Fact]
    public void A_project_that_references_the_package_trains()
    {
        string project = CopyConsumer("jit");

        string output = DotNet.Run(project, "run", "-c", "Release", $"-p:NetGenVersion={packages.Version}");

        Assert.Equal("0110", Values(output)["answers"]);
    }

    [NativeAotFact]
    public void The_same_project_compiled_ahead_of_time_is_small_and_has_the_same_bits()
    {
        string project = CopyConsumer("aot");
        string version = $"-p:NetGenVersion={packages.Version}";

        string published = DotNet.Run(project, "publish", "-c", "Release", "-r", s_runtime, version);
        string folder = Path.Combine(project, "bin", "Release", "net10.0", s_runtime);
        string executable = Path.Combine(folder, "publish", "Consumer");
        Dictionary<string, string> ahead = Values(DotNet.Run(executable, project, []));
        Dictionary<string, string> jit = Values(DotNet.Run(project, Path.Combine(folder, "Consumer.dll")));

        Assert.DoesNotContain("warning", published, StringComparison.OrdinalIgnoreCase);
        Assert.All((string[])["README.md", "src/NetGen/docs/getting-started.md"], page => Assert.InRange(new FileInfo(executable).Length, 1, PromisedBytes(page)));
        Assert.Equal("0110", ahead["answers"]);
        Assert.Equal("True", ahead["fused"]);
        Assert.Equal(jit["bits"], ahead["bits"]);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            Assert.Equal("256", ahead["vectors"]);
            Assert.Contains("Consumer is compiled for x86-64-v3", published, StringComparison.Ordinal);
        }
    }

    private string CopyConsumer(string name)
    {
        string project = packages.Folder(name);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
        {
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        }

        return project;
    }

    /// <summary>What a page says about the size of a small program.</summary>
    private static long PromisedBytes(string page) =>
        1_000_000 * int.Parse(PromisedSize().Match(File.ReadAllText(Path.Combine(DotNet.Repository, page))).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"small program is (?:an executable of )?less than (\d+) MB")]
    private static partial Regex PromisedSize();

    private static Dictionary<string, string> Values(string output) =>
        output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
}
