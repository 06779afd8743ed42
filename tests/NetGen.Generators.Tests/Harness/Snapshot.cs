using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace NetGen.Generators.Tests.Harness;

/// <summary>
/// Compares generated text with files named as Verify.SourceGenerators names them, Snapshots/Test.Case#Hint.verified.cs, so
/// that the package could take over.
/// </summary>
internal static partial class Snapshot
{
    public const string AcceptVariable = "NETGEN_ACCEPT_SNAPSHOTS";

    /// <summary>The folder of the verified files, beside the test that asks.</summary>
    public static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Snapshots");

    /// <summary>Compares every generated file of a run with its verified file.</summary>
    public static void Verify(Generation generation, string test, string name, [CallerFilePath] string file = "")
    {
        Assert.Empty(generation.Result.Diagnostics);
        Assert.NotEmpty(generation.Result.GeneratedSources);
        foreach (var source in generation.Result.GeneratedSources)
        {
            string hint = source.HintName[..^".cs".Length];
            string path = Path.Combine(Folder(file), $"{test}.{name}#{hint}");
            VerifyText(Scrub(source.SourceText.ToString()), path, Environment.GetEnvironmentVariable(AcceptVariable) == "1");
        }
    }

    /// <summary>Compares a text with path.verified.cs; what differs is written to path.received.cs beside it.</summary>
    public static void VerifyText(string received, string path, bool accept)
    {
        string verifiedFile = path + ".verified.cs", receivedFile = path + ".received.cs";
        string? verified = File.Exists(verifiedFile) ? File.ReadAllText(verifiedFile).Replace("\r\n", "\n") : null;
        if (verified != received && accept)
        {
            File.WriteAllText(verifiedFile, received);
        }
        else if (verified != received)
        {
            File.WriteAllText(receivedFile, received);
            Assert.Fail($"{Path.GetFileName(verifiedFile)}: {Difference(verified, received)}\nReceived: {receivedFile}\nRead the difference; to accept it, run the tests again with {AcceptVariable}=1.");
        }

        File.Delete(receivedFile);
    }

    /// <summary>The version changes with every release, the code does not.</summary>
    public static string Scrub(string text) =>
        AttributeVersion().Replace(HeaderVersion().Replace(text, "Written by NetGen {version}."), "(\"NetGen\", \"{version}\")");

    private static string Difference(string? verified, string received)
    {
        if (verified is null)
        {
            return "there is no such file yet.";
        }

        string[] expected = verified.Split('\n'), actual = received.Split('\n');
        int line = Enumerable.Range(0, Math.Max(expected.Length, actual.Length)).First(i => Line(expected, i) != Line(actual, i));
        return $"line {line + 1} differs.\nverified: {Line(expected, line)}\nreceived: {Line(actual, line)}";
    }

    private static string Line(string[] lines, int i) => i < lines.Length ? lines[i] : "(end of file)";

    [GeneratedRegex(@"Written by NetGen \d+\.\d+\.\d+\.")]
    private static partial Regex HeaderVersion();

    [GeneratedRegex(@"\(""NetGen"", ""\d+\.\d+\.\d+""\)")]
    private static partial Regex AttributeVersion();
}
