using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using NetGen.Programs.Tests.Pages.OfDataFrames;
using NetGen.Programs.Tests.Pages.OfGenerativeModels;
using NetGen.Programs.Tests.Pages.OfImages;
using NetGen.Programs.Tests.Pages.OfPyTorch;
using NetGen.Programs.Tests.Pages.OfRecords;
using NetGen.Programs.Tests.Pages.OfReinforcementLearning;
using NetGen.Programs.Tests.Pages.OfServing;
using NetGen.Tests;
using StbImageWriteSharp;

namespace NetGen.Programs.Tests.Pages;

/// <summary>The code that pages show is code that is compiled and run here, and prints what they say.</summary>
[Collection(nameof(PageTests))]
public sealed class PageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("reinforcement-learning.md", "ReinforcementLearning.cs")]
    [InlineData("generative.md", "GenerativeModels.cs")]
    [InlineData("serving.md", "Serving.cs")]
    [InlineData("ml-net.md", "DataFrames.cs")]
    [InlineData("from-pytorch.md", "FromPyTorch.cs")]
    [InlineData("images.md", "Images.cs")]
    [InlineData("records.md", "Records.cs")]
    [InlineData("unity.md", "Standalone.cs")]
    [InlineData("quantization.md", "Quantization.cs")]
    [InlineData("mpi.md", "Mpi.cs")]
    public void A_page_shows_code_that_is_here(string page, string file)
    {
        string[] code = [.. Read(file).Select(line => line.Replace("output.Write", "Console.Write", StringComparison.Ordinal).Replace("public static float[]", "static float[]", StringComparison.Ordinal))];
        int blocks = 0;
        foreach (string[] block in Blocks(page, "```csharp"))
        {
            // What a program begins and ends with is no part of a method.
            string[] lines = [.. block.Where(line => line is not ("using NetGen;" or "app.Run();")).SkipWhile(line => line.Length == 0)];
            foreach (string[] part in Parts(lines))
                Assert.True(Enumerable.Range(0, code.Length).Any(at => code.Skip(at).Take(part.Length).SequenceEqual(part)), $"{file} has no such code as {page}:\n{string.Join('\n', part)}");
            blocks++;
        }

        Assert.InRange(blocks, 1, 20);
    }

    [Theory]
    [InlineData("reinforcement-learning.md")]
    [InlineData("generative.md")]
    public void A_page_prints_what_it_says(string page)
    {
        StringWriter output = new() { NewLine = "\n" };
        if (page == "generative.md")
            GenerativeModels.Run(output);
        else
            ReinforcementLearning.Run(output);
        string[] printed = [.. output.ToString().TrimEnd('\n').Split('\n')];
        Assert.Contains(Blocks(page, "```"), block => block.SequenceEqual(printed));
    }

    [Fact]
    public void A_data_frame_is_trained_on_and_gets_a_column()
    {
        StringWriter output = new();
        DataFrames.Run(output);
        Assert.Equal("4", output.ToString().Trim());
    }

    [Fact]
    public async Task A_service_answers_many_requests_at_once_with_the_bits_of_Predict()
    {
        PhiloxRandom random = new(1);
        float[] inputs = [.. Enumerable.Range(0, 4 * 150).Select(_ => (float)random.NextNormal())];
        int[] labels = [.. Enumerable.Range(0, 150).Select(i => inputs[4 * i] > 0.5 ? 2 : inputs[4 * i + 1] > 0 ? 1 : 0)];
        OfServing.IrisNet net = Serving.Train(inputs, labels, _folder);
        await using WebApplication app = Serving.Start(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"], _folder);
        await app.StartAsync();
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.First()) };

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellation) =>
        {
            int first = i % 140, count = 1 + (i % 10);
            float[] rows = inputs[(4 * first)..(4 * (first + count))], expected = new float[3 * count];
            net.PredictProbabilities(rows, expected);
            using HttpResponseMessage reply = await client.PostAsJsonAsync("/predict", rows, cancellation);
            Assert.Equal(expected, await reply.Content.ReadFromJsonAsync<float[]>(cancellation));
        });
        foreach (string wrong in (string[])["[]", "[1, 2, 3]", "[1e39, 0, 0, 0]", "{}", "four"])
        {
            using StringContent content = new(wrong, System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage reply = await client.PostAsync(new Uri("/predict", UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        }
    }

    [Fact]
    public void A_loop_of_PyTorch_trains_and_weights_go_by_order()
    {
        PhiloxRandom random = new(1);
        int[] labels = [.. Enumerable.Range(0, 256).Select(i => i % 10)];
        float[] images = [.. Enumerable.Range(0, 256 * 784).Select(i => (float)(0.3 * random.NextDouble() + (i % 784 / 78 == labels[i / 784] ? 1 : 0)))];
        ArrayDataset<float, int> data = new(images, labels, 784, 1);
        OfPyTorch.DigitNet net = new(seed: 1), again = new(seed: 2);
        double before = net.Evaluate(images, labels);
        for (int epoch = 0; epoch < 5; epoch++)
            FromPyTorch.Train(net, data);
        Assert.True(net.Evaluate(images, labels) < 0.3 * before);

        // As torch.nn.Sequential has them: by the numbers of its modules.
        string own = Path.Combine(_folder, "own.safetensors"), torch = Path.Combine(_folder, "torch.safetensors");
        net.Save(own);
        using (SafetensorsFile file = SafetensorsFile.Open(own))
        {
            SafetensorsWriter writer = new();
            foreach (SafetensorsTensor tensor in file.Tensors)
            {
                string name = tensor.Name.Replace("conv2D1", "0", StringComparison.Ordinal).Replace("batchNorm1", "1", StringComparison.Ordinal).Replace("dense1", "6", StringComparison.Ordinal);
                writer.Add(name, [.. tensor.Shape], file.Read<float>(tensor.Name));
            }

            writer.Save(torch);
        }

        FromPyTorch.Load(again, torch);
        Assert.Equal(net.Parameters.ToArray(), again.Parameters.ToArray());
        Assert.Equal(net.State.ToArray(), again.State.ToArray());
    }

    [Fact]
    public void Photos_of_two_kinds_are_told_apart()
    {
        PhiloxRandom random = new(1);
        foreach (string kind in (string[])["cat", "dog"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, "photos", kind));
            for (int i = 0; i < 10; i++)
                Paint(Path.Combine(_folder, "photos", kind, $"{i}.png"), kind == "cat", random);
        }

        Paint(Path.Combine(_folder, "new.jpg"), isCat: false, random);
        StringWriter output = new();
        InFolder(() => Images.Run(output));
        Assert.Equal("dog", output.ToString().Trim());
    }

    [Fact]
    public void Objects_are_trained_on()
    {
        PhiloxRandom random = new(1);
        OfRecords.Passenger[] all = [.. Enumerable.Range(0, 120).Select(i => new OfRecords.Passenger(i % 2 == 0, i % 2 == 0 ? "female" : "male", i % 7 == 0 ? null : 80 * random.NextDouble(), (OfRecords.Port)(i % 3)) { Fare = i % 11 })];
        InFolder(() =>
        {
            (float logit, float again) = Records.Use(all[..100], all[100..], all[4]);
            Assert.True(logit > 0);
            Assert.Equal(logit, again);
        });
    }

    [Fact]
    public void A_network_becomes_one_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "Game", "Assets"));
        Directory.CreateDirectory(Path.Combine(_folder, "Here"));
        InFolder(() => Assert.Equal("DigitNetPredictor", OfUnity.Standalone.Write(new OfPyTorch.DigitNet(seed: 1))), "Here");
        Assert.Equal(["DigitNetPredictor.bytes", "DigitNetPredictor.cs"], Directory.GetFiles(Path.Combine(_folder, "Game", "Assets")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Eight_bits_say_nearly_the_same()
    {
        PhiloxRandom random = new(1);
        float[] images = [.. Enumerable.Range(0, 500 * 16).Select(_ => (float)random.NextDouble())], scores = new float[3], again = new float[3];
        OfQuantization.DigitNet net = new(seed: 1);
        float[] expected = net.Predict(images[..16]);
        InFolder(() => OfQuantization.Quantization.Run(net, images, images[..16], scores).Predict(images[..16], again));
        Assert.Equal(scores, again);
        Assert.All(scores.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 0.1f, pair.Second + 0.1f));
    }

    [Fact]
    public void A_group_of_one_ends_in_the_bits_of_as_many_parts()
    {
        PhiloxRandom random = new(1);
        float[] inputs = [.. Enumerable.Range(0, 4 * 600).Select(_ => (float)random.NextNormal())];
        ArrayDataset<float, int> data = new(inputs, [.. Enumerable.Range(0, 600).Select(i => inputs[4 * i] > 0 ? 1 : 0)], 4, 1);
        OfMpi.Net net = new(seed: 1), parts = new(seed: 1);
        InFolder(() => OfMpi.Mpi.Train(net, data, data));
        Assert.True(File.Exists(Path.Combine(_folder, "model.safetensors")));
        parts.Fit(data, data, new FitOptions { Exchange = new LocalExchange(parts: 8), BatchSize = 512 });
        Assert.Equal(parts.Parameters.ToArray(), net.Parameters.ToArray());
        OfMpi.Mpi.TrainAlone(parts, data);
        Assert.True(float.IsFinite(parts.Parameters[0]));
    }

    [DataFact("tables")]
    public void Passengers_are_records()
    {
        string tables = SharedData.Folder("tables");
        (double auc, float[] logits) = Records.Train(Path.Combine(tables, "passengers.csv"), new CsvOptions());
        Assert.Equal(logits, Records.Train(Path.Combine(tables, "passengers_de.csv"), new CsvOptions { Decimal = ',' }).Logits);
        Assert.InRange(auc, 0.77, 0.82);
    }

    private void InFolder(Action action, string folder = "")
    {
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.Combine(_folder, folder));
        try
        {
            action();
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static void Paint(string path, bool isCat, PhiloxRandom random)
    {
        byte[] pixels = new byte[40 * 40 * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(random.NextInt32(100) + (i % 3 == (isCat ? 0 : 2) ? 150 : 0));
        using FileStream file = File.Create(path);
        if (path.EndsWith(".png", StringComparison.Ordinal))
            new ImageWriter().WritePng(pixels, 40, 40, ColorComponents.RedGreenBlue, file);
        else
            new ImageWriter().WriteJpg(pixels, 40, 40, ColorComponents.RedGreenBlue, file, 90);
    }

    /// <summary>A block may have a declaration and a use of it, with an empty line between.</summary>
    private static IEnumerable<string[]> Parts(string[] lines)
    {
        List<string> part = [];
        foreach (string line in lines.Append(""))
        {
            if (line.Length > 0)
            {
                part.Add(line);
            }
            else if (part.Count > 0)
            {
                yield return [.. part];
                part.Clear();
            }
        }
    }

    private static IEnumerable<string[]> Blocks(string page, string fence)
    {
        string[] lines = Read(page);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;
            string[] block = [.. lines.Skip(i + 1).TakeWhile(line => line != "```")];
            if (lines[i] == fence)
                yield return block;
            i += block.Length + 1;
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
