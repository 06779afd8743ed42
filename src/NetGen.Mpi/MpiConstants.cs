using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// What a program has to know of an implementation of MPI before it can call it, and what its mpi.h would say. A handle is an address in some, and an int in others: passed in a
/// register, or in the low bytes of a slot of the stack, both are read right.
/// </summary>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Byte">MPI_BYTE.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="InPlace">MPI_IN_PLACE.</param>
/// <param name="ThreadSerialized">MPI_THREAD_SERIALIZED.</param>
/// <param name="LongestText">The larger of MPI_MAX_LIBRARY_VERSION_STRING and MPI_MAX_ERROR_STRING.</param>
internal sealed record MpiConstants(nint World, nint Byte, nint ErrorsReturn, nint InPlace, int ThreadSerialized, int LongestText)
{
    /// <summary>MPICH 3 and 4, Intel MPI, MVAPICH and Cray MPICH, which share an ABI: handles are ints.</summary>
    public static MpiConstants Mpich { get; } = new(0x44000000, 0x4c00010d, 0x54000001, -1, 2, 8192);

    /// <summary>The ABI that MPI 5.0 defines in its chapter 20, and mpi.h of MPI_ABI_VERSION 1.</summary>
    public static MpiConstants Standard { get; } = new(0x101, 0x247, 0x142, 1, 2048, 8192);

    /// <summary>Open MPI 1 to 5: handles are the addresses of exported variables.</summary>
    public static MpiConstants OpenMpi(nint library) => new(
        NativeLibrary.GetExport(library, "ompi_mpi_comm_world"),
        NativeLibrary.GetExport(library, "ompi_mpi_byte"),
        NativeLibrary.GetExport(library, "ompi_mpi_errors_return"),
        1,
        2,
        256);

    /// <summary>Those of a library, by what it exports and what it says of itself; null where it is none of these.</summary>
    /// <param name="library">The library.</param>
    /// <param name="name">Its file: that of the standard ABI has a name of its own.</param>
    /// <param name="version">What MPI_Get_library_version says.</param>
    public static MpiConstants? Of(nint library, string name, string version) =>
        name.Contains("mpi_abi", StringComparison.Ordinal) ? Standard
        : NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _) ? OpenMpi(library)
        : IsMpich(version) ? Mpich
        : NativeLibrary.TryGetExport(library, "MPI_Abi_get_version", out _) ? Standard
        : null;

    private static bool IsMpich(string version) =>
        version.Contains("MPICH", StringComparison.OrdinalIgnoreCase) || version.Contains("MVAPICH", StringComparison.OrdinalIgnoreCase) || version.Contains("Intel", StringComparison.Ordinal);
}
