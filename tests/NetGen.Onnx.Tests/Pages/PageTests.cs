using System.Globalization;
using Xunit;

namespace NetGen.OnnxTests.Pages;

/// <summary>The code that the page on ONNX shows is code that is compiled and run here.</summary>
[Collection(nameof(PageTests))]
public sealed class PageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_page_shows_code_that_is_here()
    {
        string[] code = [.. Read("OnnxPage.cs").Select(line => line.Replace("output.Write", "Console.Write", StringComparison.Ordinal))];
        string[][] blocks = [.. Blocks(Read("onnx.md"))];
        Assert.Equal(3, blocks.Length);
        Assert.All(blocks.SelectMany(block => block), line => Assert.True(line is "" or "using NetGen;" || code.Contains(line), $"OnnxPage.cs has no line\n{line}"));
    }

    [Fact]
    public void ONNX_Runtime_gives_the_probabilities_of_the_trained_network()
    {
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = _folder;
        try
        {
            XorNet net = OnnxPage.Export();
            StringWriter output = new();
            OnnxPage.Import(output);
            float[] expected = new float[4];
            net.PredictProbabilities([0, 0, 0, 1, 1, 0, 1, 1], expected);
            float[] actual = [.. output.ToString().Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1e-5, 1e-5));
            Assert.All(expected.Zip([0, 1, 1, 0]), pair => Assert.Equal(pair.Second, MathF.Round(pair.First))); // it has learned
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void The_activation_of_the_page_is_written()
    {
        OnnxOptions options = OnnxPage.Cube();
        Assert.InRange(Judge.Error(typeof(ActivationNets.OfACube), options), 0, 1e-5);
    }

    private static IEnumerable<string[]> Blocks(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "```csharp")
                yield return [.. lines.Skip(i + 1).TakeWhile(line => line != "```")];
        }
    }

    private static string[] Read(string resource)
    {
        using StreamReader text = new(typeof(PageTests).Assembly.GetManifestResourceStream(resource)!);
        return [.. text.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())];
    }
}

/// <summary>One of its tests changes the current folder, so that nothing runs beside them.</summary>
[CollectionDefinition(nameof(PageTests), DisableParallelization = true)]
public sealed class PageCollection;
