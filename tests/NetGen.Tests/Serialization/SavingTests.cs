using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Saving respects what is there, and reading waits for nothing. Of Unix: links, rights, pipes and devices.</summary>
public sealed partial class SavingTests(ITestOutputHelper output) : IDisposable
{
    [Network, Input(2), Dense(3), Tanh, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Net;

    private static readonly ArrayDataset<float, int> Data = SyntheticData.Moons(20, 0.1, seed: 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("other/file", "link")] // from link: to other/file
    [InlineData("file", "link")]
    [InlineData("/file", "link")]
    [InlineData("second", "link", "second", "file")]
    [InlineData("deep/second", "link", "deep/second", "../other/file")]
    public void A_link_keeps_pointing(string target, params string[] names)
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder["other"]);
        Directory.CreateDirectory(_folder["deep"]);
        if (target.StartsWith('/'))
            target = _folder.Path + target;
        File.CreateSymbolicLink(_folder["link"], target);
        if (names.Length > 1)
            File.CreateSymbolicLink(_folder[names[1]], names[2]);
        string end = Path.GetFullPath(names.Length > 1 ? Path.Combine(_folder.Path, Path.GetDirectoryName(names[1])!, names[2]) : Path.Combine(_folder.Path, target));

        // First to where nothing is yet, then over it.
        foreach (string text in (string[])["first", "second"])
        {
            AtomicFile.Write(_folder["link"], stream => stream.Write(Encoding.ASCII.GetBytes(text)));
            Assert.Equal(target, new FileInfo(_folder["link"]).LinkTarget);
            Assert.Null(new FileInfo(end).LinkTarget);
            Assert.Equal(text, File.ReadAllText(end));
        }

        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_dots_behind_a_linked_folder_are_the_parent_of_where_it_leads()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder["a/real"]);
        Directory.CreateSymbolicLink(_folder["shortcut"], "a/real");
        File.CreateSymbolicLink(_folder["a/real/link"], "../file");
        AtomicFile.Write(_folder["shortcut/link"], stream => stream.Write("x"u8));
        Assert.Equal("x", File.ReadAllText(_folder["a/file"]));
        Assert.False(File.Exists(_folder["file"]));
    }

    [Fact]
    public void Links_that_lead_nowhere_are_refused()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.CreateSymbolicLink(_folder["a"], "b");
        File.CreateSymbolicLink(_folder["b"], "a");
        Assert.Contains("in a circle", Assert.ThrowsAny<IOException>(() => new Net().Save(_folder["a"])).Message, StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder["c"], "none/file");
        Assert.Contains("expected a folder", Assert.Throws<DirectoryNotFoundException>(() => new Net().Save(_folder["c"])).Message, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void Rights_and_owners_are_kept_and_new_files_have_those_of_any_new_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        Net net = new(seed: 1);
        string path = _folder["net"];
        net.Save(path);
        File.Create(_folder["usual"]).Dispose();
        Assert.Equal(File.GetUnixFileMode(_folder["usual"]), File.GetUnixFileMode(path));
        foreach (UnixFileMode mode in (UnixFileMode[])
        [
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead,
        ])
        {
            File.SetUnixFileMode(path, mode);
            net.Save(path);
            Assert.Equal(mode, File.GetUnixFileMode(path));
        }

        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        if (Environment.IsPrivilegedProcess)
        {
            Assert.True(Run("chown", "1234:2345", path));
            net.Save(path);
            FileStatus status = FileStatus.Of(path);
            Assert.Equal((1234u, 2345u), (status.Owner, status.Group));
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(path));
        }
        else
        {
            Assert.Throws<UnauthorizedAccessException>(() => net.Save(path)); // protected by its owner
        }
    }

    [Fact]
    public void Another_name_of_the_file_keeps_the_old_content()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(_folder["a"], "old");
        Assert.True(Run("ln", _folder["a"], _folder["b"]));
        AtomicFile.Write(_folder["a"], stream => stream.Write("new"u8));
        Assert.Equal(("new", "old"), (File.ReadAllText(_folder["a"]), File.ReadAllText(_folder["b"])));
    }

    [Fact]
    public void What_is_no_file_is_neither_replaced_nor_read()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.True(Run("mkfifo", _folder["pipe"]));
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        File.CreateSymbolicLink(_folder["null"], "/dev/null");
        File.CreateSymbolicLink(_folder["link to the pipe"], "pipe");
        Net net = new(seed: 1);
        foreach ((string path, string kind, FileKind expected) in ((string, string, FileKind)[])
        [
            (_folder["pipe"], "a pipe", FileKind.Pipe), (_folder["link to the pipe"], "a pipe", FileKind.Pipe), (_folder["socket"], "a socket", FileKind.Socket),
            ("/dev/null", "a device", FileKind.Device), (_folder["null"], "a device", FileKind.Device), ("/dev/full", "a device", FileKind.Device), ("/dev/zero", "a device", FileKind.Device),
        ])
        {
            Assert.Contains("got " + kind, Assert.Throws<IOException>(() => net.Save(path)).Message, StringComparison.Ordinal);
            Assert.Equal(expected, FileStatus.Of(path).Kind);
            foreach (Action read in Readers(net, path))
                Assert.Contains($"{path}: offset 0: expected a regular file, got {kind}", Assert.Throws<InvalidDataException>(read).Message, StringComparison.Ordinal);
        }

        Directory.CreateDirectory(_folder["folder"]);
        Assert.Contains("got a folder", Assert.Throws<IOException>(() => net.Save(_folder["folder"])).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => net.Save(_folder["folder"] + "/"));
        Assert.Throws<IOException>(() => net.Save(_folder["none"] + "/"));
        foreach (Action read in Readers(net, _folder["folder"]).SkipLast(1)) // the last resumes from a folder
            Assert.Contains("expected a file, got a folder", Assert.Throws<FileNotFoundException>(read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_as_long_as_the_file_system_has_them_serve()
    {
        if (OperatingSystem.IsWindows())
            return;
        Net net = new(seed: 1);
        foreach (string name in (string[])[new('n', 255), new string('é', 127) + "n", ".safetensors", " ", "-"])
        {
            net.Save(_folder[name]);
            Assert.Equal(net.Parameters.ToArray(), Net.FromFile(_folder[name]).Parameters.ToArray());
        }

        Assert.ThrowsAny<IOException>(() => net.Save(_folder[new('n', 256)]));
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void What_killed_processes_left_is_swept_and_nothing_else()
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] ours = [".netgen-0123456789abcdef.tmp", ".netgen-ffffffffffffffff.tmp"];
        string[] others = [".netgen-0123456789abcdeg.tmp", ".netgen-0123.tmp", "netgen-0123456789abcdef.tmp", ".netgen-0123456789abcdef.tmp2", ".net.kd83.tmp", "a.tmp"];
        foreach (string name in (string[])[.. ours, .. others])
            File.WriteAllText(_folder[name], "half");
        File.CreateSymbolicLink(_folder[".netgen-1111111111111111.tmp"], "a.tmp");
        Assert.True(Run("mkfifo", _folder[".netgen-2222222222222222.tmp"]));
        Directory.CreateDirectory(_folder[".netgen-3333333333333333.tmp"]);
        using (FileStream alive = new(_folder[".netgen-4444444444444444.tmp"], FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete))
        {
            new Net(seed: 1).Save(_folder["net"]);
            string[] stay = [.. others, ".netgen-1111111111111111.tmp", ".netgen-2222222222222222.tmp", ".netgen-3333333333333333.tmp"];
            Assert.Equal([.. ((string[])[.. stay, ".netgen-4444444444444444.tmp", "net"]).Order(StringComparer.Ordinal)], Entries());
        }

        new Net(seed: 1).Save(_folder["net"]);
        Assert.False(File.Exists(_folder[".netgen-4444444444444444.tmp"]));
        Assert.Equal("half", File.ReadAllText(_folder["a.tmp"]));
    }

    [Fact]
    public void Many_threads_save_in_one_folder()
    {
        Net[] nets = [.. Enumerable.Range(0, 4).Select(i => new Net(seed: i))];
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            nets[i % 4].Save(_folder[$"{i % 3}"]);
            Net loaded = Net.FromFile(_folder[$"{i % 3}"]); // one of the four, whole
            Assert.Contains(nets, net => net.Parameters.SequenceEqual(loaded.Parameters));
        });
        Assert.Equal(["0", "1", "2"], Entries());
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file()
    {
        string disk = _folder["disk"];
        Directory.CreateDirectory(disk);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk))
        {
            output.WriteLine("skipped: it needs the right to mount a small file system");
            return;
        }

        try
        {
            string path = Path.Combine(disk, "net");
            new Net(seed: 1).Save(path);
            byte[] before = File.ReadAllBytes(path);
            Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, stream => stream.Write(new byte[1 << 20])));
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(disk));
            new Net(seed: 2).Save(path);

            Assert.True(Run("mount", "-o", "remount,ro", disk));
            before = File.ReadAllBytes(path);
            Assert.ThrowsAny<IOException>(() => new Net(seed: 3).Save(path));
            Assert.ThrowsAny<IOException>(() => new Net(seed: 3).Save(path + "2"));
            Assert.Equal(before, File.ReadAllBytes(path));
        }
        finally
        {
            Assert.True(Run("umount", disk));
        }
    }

    [Fact]
    public void A_checkpoint_folder_that_is_deleted_meanwhile_is_made_again()
    {
        string run = _folder["run"];
        using Trainer<Net, float, int> trainer = new(new Net(seed: 1), Data, null, new FitOptions { Epochs = 3, BatchSize = 10, Checkpoint = new CheckpointOptions(run), Progress = new Deleting(run) });
        trainer.Run();
        Assert.Equal(["step-000000000006.safetensors"], CheckpointFolder.Files(run).Select(Path.GetFileName));

        File.WriteAllText(_folder["file"], "");
        IOException error = Assert.Throws<IOException>(() => new Net(seed: 1).Fit(Data, new FitOptions { Epochs = 1, Checkpoint = new CheckpointOptions(_folder["file"]) }));
        Assert.Contains("expected a folder for checkpoints, got a file", error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder["other"], "step-000000000001.safetensors"));
        error = Assert.Throws<IOException>(() => new Net(seed: 1).Fit(Data, new FitOptions { Epochs = 1, Checkpoint = new CheckpointOptions(_folder["other"]) }));
        Assert.Contains("got a folder", error.Message, StringComparison.Ordinal);
    }

    private static Action[] Readers(Net net, string path) =>
    [
        () => net.Load(path),
        () => Net.FromFile(path),
        () => SafetensorsFile.Open(path),
        () => Checkpoint.Load(path, net),
        () => IdxFile.ReadDataset(path, path),
        () => IdxFile.OpenDataset(path, path),
        () => new RawFileDataset<float, int>(path, path, 2).Dispose(),
        () => CsvTable.Read(path),
        () => CsvTable.ReadNames(path),
        () => net.Fit(Data, new FitOptions { Resume = path }),
    ];

    private string[] Entries() => [.. new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }).Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    private static bool Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Deletes a folder after the second epoch.</summary>
    private sealed class Deleting(string folder) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { Epoch: 2 })
                Directory.Delete(folder, recursive: true);
        }
    }
}
