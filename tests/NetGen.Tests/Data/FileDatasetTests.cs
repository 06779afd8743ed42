using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Data sets that stay on the disk.</summary>
public sealed class FileDatasetTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Raw_files_are_read_where_they_are()
    {
        float[] numbers = [.. Enumerable.Range(0, 12).Select(i => i / 3f)];
        File.WriteAllBytes(_folder["x"], SafetensorsBytes.Floats(numbers));
        File.WriteAllBytes(_folder["y"], [.. new[] { 2, 0, 1, 5 }.SelectMany(BitConverter.GetBytes)]);
        using RawFileDataset<float, int> data = new(_folder["x"], _folder["y"], inputSize: 3);
        Assert.Equal((4, 3, 1), (data.Count, data.InputSize, data.TargetSize));
        float[] inputs = new float[6];
        int[] targets = new int[2];
        data.CopyTo([3, 1], inputs, targets);
        Assert.Equal([.. numbers[9..12], .. numbers[3..6]], inputs);
        Assert.Equal([5, 0], targets);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.CopyTo([4, 0], inputs, targets));

        Assert.Contains("whole number of examples of 20 bytes", Assert.Throws<InvalidDataException>(() => new RawFileDataset<float, int>(_folder["x"], _folder["y"], inputSize: 5)).Message, StringComparison.Ordinal);
        Assert.Contains("targets of 3 examples", Assert.Throws<InvalidDataException>(() => new RawFileDataset<float, int>(_folder["x"], _folder["y"], inputSize: 4)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => new RawFileDataset<float, int>(_folder["x"], _folder["z"], inputSize: 4));

        File.WriteAllBytes(_folder["x"], new byte[16]);
        Assert.Contains("the file ends here", Assert.Throws<InvalidDataException>(() => data.CopyTo([3, 1], inputs, targets)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_on_the_disk_are_those_in_memory()
    {
        string images = _folder["images"], labels = _folder["labels"];
        File.WriteAllBytes(images, IdxBytes.Images(5, 70, 80)); // an image is more than one piece
        File.WriteAllBytes(labels, IdxBytes.Labels(3, 1, 4, 1, 5));
        ImageDataset memory = IdxFile.ReadDataset(images, labels);
        using ImageFileDataset disk = IdxFile.OpenDataset(images, labels);
        Assert.Equal((memory.Count, memory.Height, memory.Width, memory.Classes), (disk.Count, disk.Height, disk.Width, disk.Classes));
        float[] expected = new float[3 * 5600], got = new float[3 * 5600];
        double[] expectedInDouble = new double[3 * 5600], gotInDouble = new double[3 * 5600];
        int[] expectedLabels = new int[3], gotLabels = new int[3];
        memory.CopyTo([4, 0, 2], expected, expectedLabels);
        disk.CopyTo([4, 0, 2], got, gotLabels);
        Assert.Equal(expected, got);
        Assert.Equal(expectedLabels, gotLabels);
        memory.CopyTo([4, 0, 2], expectedInDouble, expectedLabels);
        disk.CopyTo([4, 0, 2], gotInDouble, gotLabels);
        Assert.Equal(expectedInDouble, gotInDouble);

        File.WriteAllBytes(_folder["cut"], IdxBytes.Images(5, 70, 80)[..^1]);
        Assert.Contains("the data ends after 27999", Assert.Throws<InvalidDataException>(() => IdxFile.OpenDataset(_folder["cut"], labels)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["gz"], IdxBytes.Gzip(IdxBytes.Images(5, 70, 80)));
        Assert.Contains("got gzip", Assert.Throws<InvalidDataException>(() => IdxFile.OpenDataset(_folder["gz"], labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_on_20_gigabytes_takes_little_memory()
    {
        if (OperatingSystem.IsWindows())
            return; // there, a file is sparse only when it is told so

        // Holes of a sparse file are read like data, but take no room on the disk.
        const int Examples = 6_400_000, Size = 784;
        using (FileStream inputs = File.Create(_folder["x"]), targets = File.Create(_folder["y"]))
        {
            inputs.SetLength(4L * Size * Examples);
            targets.SetLength(4L * Examples);
        }

        // In a process of its own: this one holds what the other tests left.
        Dictionary<string, string> probe = ProbeProcess.Run("large-file", new() { ["NETGEN_PROBE_INPUTS"] = _folder["x"], ["NETGEN_PROBE_TARGETS"] = _folder["y"] });
        output.WriteLine($"{probe["peak"]} bytes resident at most");
        Assert.InRange(long.Parse(probe["bytes"], CultureInfo.InvariantCulture), 20_000_000_000, long.MaxValue);
        Assert.InRange(long.Parse(probe["peak"], CultureInfo.InvariantCulture), 1, 1_000_000_000);
        Assert.Equal("0", probe["allocated"]);
    }
}
