using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Reporting;

namespace NetGen.Benchmarks.Files;

/// <summary><c>files</c>: how fast models are saved and loaded, MNIST's .gz files read, and a table of numbers parsed.</summary>
internal static class FilesCommand
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> directory = new("--directory") { Description = "Where the files are written.", DefaultValueFactory = _ => new(Path.GetTempPath()) };
        Option<DirectoryInfo?> data = new("--data") { Description = "A folder with MNIST's .gz files; without it, that row is left out." };
        Option<int> rounds = new("--rounds") { Description = "The number of rounds.", DefaultValueFactory = _ => 7 };
        Command command = new("files", "Prints how fast models are saved and loaded and data sets are read.") { directory, data, rounds };
        command.SetAction(result => Run(result.GetValue(directory)!, result.GetValue(data), result.GetValue(rounds)));
        return command;
    }

    private static int Run(DirectoryInfo directory, DirectoryInfo? data, int rounds)
    {
        Console.WriteLine(Machine.Description);
        string folder = Directory.CreateDirectory(Path.Combine(directory.FullName, $"netgen-files-{Environment.ProcessId}")).FullName;
        try
        {
            Models(folder, rounds);
            Table(folder, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (data is not null)
            Images(data, rounds);
        return 0;
    }

    /// <summary>Weights lie as [inputs][outputs], and go to the file as PyTorch's [outputs, inputs].</summary>
    private static void Models(string folder, int rounds)
    {
        WideNet net = new(1), other = new(2);
        string path = Path.Combine(folder, "model.safetensors"), plain = Path.Combine(folder, "plain.safetensors");
        double bytes = sizeof(float) * (double)WideNet.ParameterCount;
        Print("Save, flushed to the disk", bytes, rounds, () => net.Save(path));
        Print("Save, into the page cache", bytes, rounds, () =>
        {
            // As a Save does it, but without the flush and the rename.
            using FileStream stream = new(plain, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            ModelFile.Save(net, stream);
        });
        Print("Load, from the page cache", bytes, rounds, () => other.Load(path));
        if (!net.Parameters.SequenceEqual(other.Parameters))
            throw new InvalidOperationException("What was loaded is not what was saved.");
        byte[] raw = new byte[1 << 20];
        Print("for comparison: write(2), 1 MB at a time", bytes, rounds, () =>
        {
            using FileStream stream = new(plain, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (double written = 0; written < bytes; written += raw.Length)
                stream.Write(raw);
        });
    }

    private static void Table(string folder, int rounds)
    {
        const int Rows = 200_000, Columns = 16;
        Random random = new(1);
        StringBuilder text = new(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}")));
        for (int row = 0; row < Rows; row++)
        {
            text.Append('\n');
            for (int column = 0; column < Columns; column++)
                text.Append(column == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{random.NextDouble() * 100:F6}");
        }

        string path = Path.Combine(folder, "table.csv");
        File.WriteAllText(path, text.ToString());
        Print("CSV, numbers parsed, one thread", new FileInfo(path).Length, rounds, () => CsvTable.Read(path));
    }

    private static void Images(DirectoryInfo data, int rounds)
    {
        double[] seconds = Times(rounds, () => IdxFile.ReadDirectory(data.FullName));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"MNIST, 70,000 images from .gz",-42} {Statistics.Median(seconds) * 1e3,8:F0} ms (median of {rounds}; best {seconds.Min() * 1e3:F0})"));
    }

    private static void Print(string name, double bytes, int rounds, Action action)
    {
        double[] seconds = Times(rounds, action);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-42} {bytes / 1e6 / Statistics.Median(seconds),8:F0} MB/s (median of {rounds}; best {bytes / 1e6 / seconds.Min():F0}; {bytes / 1e6:F0} MB)"));
    }

    private static double[] Times(int rounds, Action action)
    {
        // The JIT compiles what runs often again, and better.
        long start = Stopwatch.GetTimestamp();
        do
            action();
        while (Stopwatch.GetElapsedTime(start) < s_warmUp);
        return [.. Enumerable.Range(0, rounds).Select(_ =>
        {
            long begin = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(begin).TotalSeconds;
        })];
    }
}

/// <summary>Two weights whose rows are long enough to lie in pages of their own, and one that is small.</summary>
[Network]
[Input(4096)]
[Dense(4096), ReLU]
[Dense(4096), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class WideNet;
