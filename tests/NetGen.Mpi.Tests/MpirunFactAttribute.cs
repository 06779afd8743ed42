namespace NetGen.Mpi.Tests;

/// <summary>A test that starts processes by Open MPI: where that is not installed it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenMpiFactAttribute : FactAttribute
{
    public OpenMpiFactAttribute() => Skip = Launcher.OpenMpi is null ? Launcher.NoOpenMpi : null;
}

/// <summary>The same with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenMpiTheoryAttribute : TheoryAttribute
{
    public OpenMpiTheoryAttribute() => Skip = Launcher.OpenMpi is null ? Launcher.NoOpenMpi : null;
}

/// <summary>The same by MPICH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpichFactAttribute : FactAttribute
{
    public MpichFactAttribute() => Skip = Launcher.Mpich is null ? "There is no MPICH: apt-get install mpich." : null;
}

/// <summary>The same with a library of MPI 5's standard ABI, which this compiles: it hands calls on to Open MPI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandardAbiFactAttribute : FactAttribute
{
    public StandardAbiFactAttribute() => Skip = Launcher.OpenMpi is null ? Launcher.NoOpenMpi
        : Launcher.Compiler is null ? "There is no mpicc: apt-get install libopenmpi-dev gcc." : null;
}
