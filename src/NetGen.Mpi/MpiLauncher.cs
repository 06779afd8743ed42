namespace NetGen;

/// <summary>What started this process, by the variables that it sets.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Size">The number of processes that it says to have started; null where it does not say.</param>
/// <param name="IsOpenMpi">Whether it is Open MPI's, so that its library is looked for first.</param>
internal sealed record MpiLauncher(string Name, int? Size, bool IsOpenMpi)
{
    /// <summary>What started this process; null for a person, or a script.</summary>
    /// <param name="variable">The value of a variable of the environment.</param>
    public static MpiLauncher? Find(Func<string, string?> variable)
    {
        if (variable("OMPI_COMM_WORLD_SIZE") is { } ofOpenMpi)
            return new("mpirun of Open MPI", Number(ofOpenMpi), true);
        if (variable("PMI_RANK") is not null)
            return new("mpiexec of MPICH, or srun --mpi=pmi2", Number(variable("PMI_SIZE")), false);
        if (variable("PMIX_RANK") is not null)
            return new("prterun, or srun --mpi=pmix", Number(variable("SLURM_STEP_NUM_TASKS")), true);
        return Number(variable("SLURM_STEP_NUM_TASKS")) is > 1 and int tasks ? new("srun without MPI (it needs --mpi=pmix or --mpi=pmi2)", tasks, true) : null;
    }

    private static int? Number(string? text) => int.TryParse(text, out int number) ? number : null;
}
