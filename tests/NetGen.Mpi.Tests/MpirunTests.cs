using NetGen.Mpi.Rank;

namespace NetGen.Mpi.Tests;

public sealed class MpirunTests : IDisposable
{
    private static readonly Lazy<string[]> s_expected = new(() => [.. Workload.Names.Select(name => $"{name} {Workload.Train(name, Workload.Options(new LocalExchange(Workload.Parts)))}")]);

    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OpenMpiTheory]
    [InlineData(1, "3")]
    [InlineData(2, "3 4")]
    [InlineData(4, "3 4 5 6")]
    public void Any_number_of_processes_ends_in_the_same_bits(int ranks, string group) =>
        AssertBits(Launcher.Run(ranks, "bits"), group, "Open MPI");

    [OpenMpiFact]
    public void A_training_goes_on_in_another_number_of_processes()
    {
        AssertBits(Launcher.Run(3, "bits", _folder), "3 4 5", "Open MPI");
        string middle = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).ElementAt(5);
        Launcher.Outcome outcome = Launcher.Run(2, "resume", middle);
        Assert.Equal((0, s_expected.Value[2]), (outcome.ExitCode, Assert.Single(outcome.Lines)));
    }

    [MpichFact]
    public void So_it_is_under_MPICH() => AssertBits(Launcher.RunByMpich(2, "bits"), "3 4", "MPICH");

    [StandardAbiFact]
    public void So_it_is_with_the_standard_ABI()
    {
        string library = Path.Combine(_folder, "libmpi_abi.so");
        Launcher.Outcome compiled = Launcher.Start(Launcher.Compiler!, [], "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "standard_abi.c"));
        Assert.True(compiled.ExitCode == 0, compiled.Errors);
        AssertBits(Launcher.RunWithLibrary(library, 2, "bits"), "3 4", "Standard ABI");
    }

    [OpenMpiFact]
    public void When_a_process_is_killed_all_end_and_the_last_checkpoint_goes_on()
    {
        Launcher.Outcome outcome = Launcher.Run(3, "die", _folder);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.NotEmpty(Directory.GetFiles(_folder));
        Assert.Equal(s_expected.Value[2], $"mixed {Workload.Train("mixed", Workload.Options(new LocalExchange(Workload.Parts), resume: _folder))}");
    }

    [OpenMpiTheory]
    [InlineData("differ", "Rank 0 of 2: InvalidOperationException: Rank 1 has optimizer.learningRate 0.01, and rank 0 has optimizer.learningRate 0.001")]
    [InlineData("nan", "Rank 0 of 2: TrainingDivergedException: Rank 1: Step 1 (epoch 1, batch 1): the loss is NaN, first in input. Input 3 of example 15 of the data set is NaN.")]
    [InlineData("throw", "Rank 1 of 2: InvalidOperationException: The data set failed to deliver a batch: the disk is gone")]
    public void What_ends_one_process_ends_all_with_one_line(string command, string expected)
    {
        Launcher.Outcome outcome = Launcher.Run(2, command);
        Assert.Equal((1, 0), (outcome.ExitCode, outcome.Lines.Length));
        Assert.Contains(expected, Assert.Single(outcome.Errors.Split('\n'), line => line.Contains("Rank ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [OpenMpiFact]
    public void The_sample_ends_in_the_same_line_in_one_process_and_in_four()
    {
        SmallDigits.Write(_folder);
        string[] arguments = ["--mpi", "--data", _folder, "--epochs", "2", "--batch-size", "32", "--output", Path.Combine(_folder, "output")];
        Launcher.Outcome one = Launcher.RunSample("Digits", 1, arguments), four = Launcher.RunSample("Digits", 4, arguments);
        Assert.True(one.ExitCode == 0 && four.ExitCode == 0, one.Errors + four.Errors);
        Assert.StartsWith("test accuracy ", one.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(one.Lines[^1], four.Lines[^1]);
        Assert.Equal(one.Lines.Length, four.Lines.Length); // rank 0 alone prints
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4", "mpirun of Open MPI", 4)]
    [InlineData("PMI_RANK=0 PMI_SIZE=2", "mpiexec of MPICH, or srun --mpi=pmi2", 2)]
    [InlineData("PMIX_RANK=0 SLURM_STEP_NUM_TASKS=8", "prterun, or srun --mpi=pmix", 8)]
    [InlineData("SLURM_STEP_NUM_TASKS=8", "srun without MPI (it needs --mpi=pmix or --mpi=pmi2)", 8)]
    [InlineData("SLURM_STEP_NUM_TASKS=1", null, null)]
    [InlineData("", null, null)]
    public void What_started_a_process_is_known_by_its_environment(string variables, string? name, int? size)
    {
        Dictionary<string, string> values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        MpiLauncher? launcher = MpiLauncher.Find(variable => values.GetValueOrDefault(variable));
        Assert.Equal((name, size), (launcher?.Name, launcher?.Size));
    }

    [Fact]
    public void Without_a_library_the_error_lists_what_was_tried()
    {
        string message = Assert.Throws<MpiException>(() => MpiLibrary.Find(new("mpirun", 2, true), "/nowhere/libmpi.so")).Message;
        Assert.Contains("started by mpirun, and no library of MPI was found. Tried: /nowhere/libmpi.so", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_no_MPI_is_refused() =>
        Assert.Contains("implementation of MPI that NetGen does not know", Assert.Throws<MpiException>(() => MpiLibrary.Find(new("mpirun", 2, true), "libc.so.6")).Message, StringComparison.Ordinal);

    [Fact]
    public void Alone_a_process_is_a_group_of_one()
    {
        using MpiGroup group = MpiGroup.Initialize();
        int[] all = new int[1];
        group.AllGather<int>([7], all);
        group.Broadcast<int>(all);
        group.Barrier();
        Assert.Equal((0, 1, "none", 7), (group.Rank, group.Size, group.Library, all[0]));
        Assert.Equal(s_expected.Value[0], $"mlp {Workload.Train("mlp", Workload.Options(group.Gradients()))}");
        Assert.Throws<ArgumentException>(() => group.AllGather<int>([7], new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Broadcast<int>(all, root: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Gradients(0));
        Assert.Throws<InvalidOperationException>(MpiGroup.Initialize);
        group.Dispose();
        Assert.Throws<ObjectDisposedException>(group.Barrier);
    }

    private static void AssertBits(Launcher.Outcome outcome, string group, string library)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal([.. s_expected.Value, "allocated 0", $"group {group}"], outcome.Lines[..^1]);
        Assert.StartsWith($"library {library}", outcome.Lines[^1], StringComparison.Ordinal);
    }
}
