using System.Runtime.InteropServices;
using System.Text;

namespace NetGen;

/// <summary>The functions of MPI, in a library that was found at run time.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The variable of the environment that names the library.</summary>
    public const string Variable = "NETGEN_MPI_LIBRARY";

    private static readonly string[] s_openMpi = ["libmpi.so.40", "libmpi.40.dylib", "/usr/lib64/openmpi/lib/libmpi.so.40"];
    private static readonly string[] s_mpich = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "/usr/lib64/mpich/lib/libmpi.so.12"];
    private static readonly string[] s_standard = ["libmpi_abi.so.0", "libmpi_abi.so", "libmpi_abi.dylib"];
    private static readonly string[] s_others = ["libmpi.so", "libmpi.dylib"];

    private readonly MpiConstants _constants;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int, int*, int> _initThread;
    private readonly delegate* unmanaged[Cdecl]<int*, int> _finalized;
    private readonly delegate* unmanaged[Cdecl]<int> _finalize;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _abort;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int> _rank;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int> _size;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged[Cdecl]<int, byte*, int*, int> _errorString;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _barrier;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged[Cdecl]<nint, int, nint, void*, int*, int*, nint, nint, int> _allGather;
    private readonly delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, int> _allToAll;

    private MpiLibrary(nint library, string name)
    {
        (Name, Version) = (name, VersionOf(library));
        _constants = MpiConstants.Of(library, name, Version) ?? throw new MpiException($"{name} is an implementation of MPI that NetGen does not know: '{Version}'. It knows Open MPI, MPICH and its relatives, and the standard ABI of MPI 5.");
        _initThread = (delegate* unmanaged[Cdecl]<nint, nint, int, int*, int>)Function("MPI_Init_thread");
        _finalized = (delegate* unmanaged[Cdecl]<int*, int>)Function("MPI_Finalized");
        _finalize = (delegate* unmanaged[Cdecl]<int>)Function("MPI_Finalize");
        _abort = (delegate* unmanaged[Cdecl]<nint, int, int>)Function("MPI_Abort");
        _rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)Function("MPI_Comm_rank");
        _size = (delegate* unmanaged[Cdecl]<nint, int*, int>)Function("MPI_Comm_size");
        _setErrorHandler = (delegate* unmanaged[Cdecl]<nint, nint, int>)Function("MPI_Comm_set_errhandler");
        _errorString = (delegate* unmanaged[Cdecl]<int, byte*, int*, int>)Function("MPI_Error_string");
        _barrier = (delegate* unmanaged[Cdecl]<nint, int>)Function("MPI_Barrier");
        _broadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int>)Function("MPI_Bcast");
        _allGather = (delegate* unmanaged[Cdecl]<nint, int, nint, void*, int*, int*, nint, nint, int>)Function("MPI_Allgatherv");
        _allToAll = (delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, int>)Function("MPI_Alltoallv");

        nint Function(string function) => NativeLibrary.TryGetExport(library, function, out nint address) ? address : throw new MpiException($"{name} has no {function}: it is no implementation of MPI 3 or later.");
    }

    /// <summary>The name that it was found by.</summary>
    public string Name { get; }

    /// <summary>What it says of itself.</summary>
    public string Version { get; }

    /// <summary>Finds the library: the one that the environment names, or that goes with the launcher, or any.</summary>
    /// <param name="launcher">What started this process.</param>
    /// <param name="named">The one that the environment names, if any.</param>
    /// <exception cref="MpiException">There is none.</exception>
    public static MpiLibrary Find(MpiLauncher launcher, string? named)
    {
        string[] names = named is not null ? [named] : launcher.IsOpenMpi ? [.. s_openMpi, .. s_standard, .. s_mpich, .. s_others] : [.. s_mpich, .. s_standard, .. s_openMpi, .. s_others];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return new(library, name);
        }

        throw new MpiException(
            $"This process was started by {launcher.Name}, and no library of MPI was found. Tried: {string.Join(", ", names)}, in the folders that the system searches. "
            + $"Install one (on Debian libopenmpi3 or libmpich12), add its folder to LD_LIBRARY_PATH, or name the file in {Variable}.");
    }

    /// <summary>Joins the group. Calls may come from any thread, one at a time.</summary>
    public void Initialize()
    {
        int provided;
        Require(_initThread(0, 0, _constants.ThreadSerialized, &provided), "MPI_Init_thread");
        if (provided < _constants.ThreadSerialized)
            throw new MpiException($"{Version} allows calls from one thread alone, and NetGen calls it from the thread that trains: it needs MPI_THREAD_SERIALIZED.");
        Require(_setErrorHandler(_constants.World, _constants.ErrorsReturn), "MPI_Comm_set_errhandler");
    }

    /// <summary>Leaves the group.</summary>
    public void Finish()
    {
        int isFinished;
        if (_finalized(&isFinished) == 0 && isFinished == 0)
            Require(_finalize(), "MPI_Finalize");
    }

    /// <summary>The number of this process.</summary>
    public int Rank
    {
        get
        {
            int rank;
            Require(_rank(_constants.World, &rank), "MPI_Comm_rank");
            return rank;
        }
    }

    /// <summary>The number of processes.</summary>
    public int Size
    {
        get
        {
            int size;
            Require(_size(_constants.World, &size), "MPI_Comm_size");
            return size;
        }
    }

    /// <summary>Ends all processes.</summary>
    public void Abort(int exitCode) => _abort(_constants.World, exitCode);

    /// <summary>Waits for all.</summary>
    public void Barrier() => Require(_barrier(_constants.World), "MPI_Barrier");

    /// <summary>Gives all what one has.</summary>
    public void Broadcast(Span<byte> data, int root)
    {
        fixed (byte* first = data)
            Require(_broadcast(first, data.Length, _constants.Byte, root, _constants.World), "MPI_Bcast");
    }

    /// <summary>Gives all what each has, in place.</summary>
    public void AllGather(Span<byte> data, ReadOnlySpan<int> lengths, ReadOnlySpan<int> starts)
    {
        fixed (byte* first = data)
        fixed (int* counts = lengths, places = starts)
            Require(_allGather(_constants.InPlace, 0, _constants.Byte, first, counts, places, _constants.Byte, _constants.World), "MPI_Allgatherv");
    }

    /// <summary>Gives each what every other has for it.</summary>
    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, ReadOnlySpan<int> sentStarts, Span<byte> received, ReadOnlySpan<int> receivedLengths, ReadOnlySpan<int> receivedStarts)
    {
        fixed (byte* from = sent, to = received)
        fixed (int* counts = sentLengths, places = sentStarts, counts2 = receivedLengths, places2 = receivedStarts)
            Require(_allToAll(from, counts, places, _constants.Byte, to, counts2, places2, _constants.Byte, _constants.World), "MPI_Alltoallv");
    }

    private static string VersionOf(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "MPI_Get_library_version", out nint function))
            return "";
        byte[] text = new byte[MpiConstants.Standard.LongestText];
        int length;
        fixed (byte* first = text)
            _ = ((delegate* unmanaged[Cdecl]<byte*, int*, int>)function)(first, &length);
        return Encoding.UTF8.GetString(text, 0, length).TrimEnd('\0').Split('\n')[0].Trim();
    }

    private void Require(int result, string function)
    {
        if (result == 0)
            return;
        byte[] text = new byte[_constants.LongestText];
        int length;
        fixed (byte* first = text)
            _ = _errorString(result, first, &length);
        throw new MpiException($"{function} failed: {Encoding.UTF8.GetString(text, 0, length)} ({Version}).");
    }
}
