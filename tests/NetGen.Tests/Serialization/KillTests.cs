using System.Diagnostics;
using System.Globalization;
using NetGen.Probe;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Processes that are killed while they train and write checkpoints.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>The number of kills, 20 unless this says otherwise.</summary>
    private const string CountVariable = "NETGEN_KILLS";

    [Fact]
    public void A_killed_training_ends_in_the_same_bits()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 20;
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}, {count} kills");
        Random random = new(seed);
        string uninterrupted = ResumableTraining.Run(null, writes: false);
        long furthest = -1;
        for (int kill = 0; kill < count; kill++)
        {
            using TemporaryFolder folder = new();
            TimeSpan run = kill % 2 == 0
                ? Kill(folder.Path, TimeSpan.FromMilliseconds(random.Next(600)))
                : Kill(folder.Path, TimeSpan.FromMilliseconds(random.Next(200)), afterFirstCheckpoint: true);
            long step = ResumableTraining.NewestStep(folder.Path);
            output.WriteLine($"killed after {run.TotalMilliseconds:F0} ms: newest checkpoint of step {step}, {Directory.GetFiles(folder.Path).Length} files");
            Assert.Equal(uninterrupted, ResumableTraining.Run(folder.Path, writes: false));
            Assert.InRange(CheckpointFolder.Files(folder.Path).Count, 0, 3); // two, and one that was not yet deleted
            furthest = Math.Max(furthest, step);
        }

        Assert.True(furthest > 0 || count < 5, "No process was killed between its first checkpoint and its end.");
    }

    [Fact]
    public void A_training_that_is_killed_again_and_again_ends_in_the_same_bits()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using TemporaryFolder folder = new();
        for (int kill = 0; kill < 4; kill++)
            Kill(folder.Path, TimeSpan.FromMilliseconds(random.Next(50, 300)));
        Assert.Equal(ResumableTraining.Run(null, writes: false), ResumableTraining.Run(folder.Path, writes: true));
        Assert.Equal(2, CheckpointFolder.Files(folder.Path).Count);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length); // nothing unfinished is left
    }

    /// <summary>Starts a training, and kills it some time after it says that it begins, or after it has written a checkpoint, however slow the machine is.</summary>
    private static TimeSpan Kill(string folder, TimeSpan after, bool afterFirstCheckpoint = false)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Probe.dll"), "checkpoints"]) { RedirectStandardOutput = true };
        start.Environment[ResumableTraining.FolderVariable] = folder;
        using Process process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line && line != "ready=1")
        {
            // what the hardware is comes first
        }

        Stopwatch watch = Stopwatch.StartNew();
        while (afterFirstCheckpoint && !process.HasExited && CheckpointFolder.Files(folder).Count == 0)
            Thread.Sleep(1);
        process.WaitForExit(after);
        process.Kill(); // SIGKILL
        process.WaitForExit();
        return watch.Elapsed;
    }
}
