using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// The processes that <c>mpirun</c> (or <c>srun</c>) started together, by their ranks. Without it, a group of one, which needs no MPI.
/// </summary>
/// <remarks>
/// An exception that nobody catches ends all processes, after one line with the rank and the message; so does one in a training of which the other ranks do not know. Calls may come
/// from any thread, one at a time. What is caught elsewhere on one rank alone ends all by <see cref="Abort"/>: else the others would wait for it.
/// </remarks>
/// <example>
/// <code>
/// using MpiGroup group = MpiGroup.Initialize();
/// net.Fit(train, new FitOptions { Exchange = group.Gradients(parts: 8) });
/// </code>
/// </example>
public sealed class MpiGroup : IDisposable
{
    private static int s_initialized;

    private readonly MpiLibrary? _library;
    private readonly int[] _starts;
    private readonly int[] _otherStarts;
    private bool _isDisposed;

    private MpiGroup(MpiLauncher? launcher)
    {
        Size = 1;
        if (launcher is not null)
        {
            _library = MpiLibrary.Find(launcher, Environment.GetEnvironmentVariable(MpiLibrary.Variable));
            _library.Initialize();
            (Rank, Size) = (_library.Rank, _library.Size);
            if (launcher.Size is { } started && started != Size)
                throw new MpiException($"{launcher.Name} started {started} processes, but to {_library.Name} ({_library.Version}) this is one of {Size}: launcher and library are of different implementations. Name the right file in {MpiLibrary.Variable}.");
        }

        (_starts, _otherStarts) = (new int[Size], new int[Size]);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>The number of processes.</summary>
    public int Size { get; }

    /// <summary>What the library of MPI says of itself; of a group of one that has none, <c>none</c>.</summary>
    public string Library => _library?.Version ?? "none";

    /// <summary>Joins the group: once in a process, for MPI cannot be left and joined again.</summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    /// <exception cref="MpiException">There is no library of MPI, or it is none of those that NetGen knows, or another than the launcher's.</exception>
    public static MpiGroup Initialize()
    {
        if (Interlocked.Exchange(ref s_initialized, 1) != 0)
            throw new InvalidOperationException("A process joins its group once: MpiGroup.Initialize was called before.");
        return new(MpiLauncher.Find(Environment.GetEnvironmentVariable));
    }

    /// <summary>What <see cref="FitOptions.Exchange"/> takes, so that the ranks of the group train one network together.</summary>
    /// <param name="parts">
    /// The number of parts of a batch, which decides the bits; at least as many as there will ever be ranks, for a rank computes whole parts. Batch normalization sees one at a time.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public IGradientExchange Gradients(int parts = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        return new MpiGradients(this, parts);
    }

    /// <summary>Gives all ranks what one has.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="data">On the root what is sent, elsewhere what receives it; of the same length on all.</param>
    /// <param name="root">The rank that has it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    public void Broadcast<T>(Span<T> data, int root = 0)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, Size);
        RequireOpen();
        _library?.Broadcast(MemoryMarshal.AsBytes(data), root);
    }

    /// <summary>Gives all ranks what each has.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="own">What this rank has, as many elements as each of the others.</param>
    /// <param name="all">Receives Size · own.Length elements, in the order of the ranks.</param>
    /// <exception cref="ArgumentException"><paramref name="all"/> has another length.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    public void AllGather<T>(ReadOnlySpan<T> own, Span<T> all)
        where T : unmanaged
    {
        if (all.Length != Size * own.Length)
            throw new ArgumentException($"Expected {Size} · {own.Length} elements for those of all ranks, got {all.Length}.", nameof(all));
        own.CopyTo(all[(Rank * own.Length)..]);
        Span<int> lengths = new int[Size];
        lengths.Fill(MemoryMarshal.AsBytes(own).Length);
        AllGather(MemoryMarshal.AsBytes(all), lengths);
    }

    /// <summary>Waits until all ranks have come here.</summary>
    /// <exception cref="MpiException">MPI failed.</exception>
    public void Barrier()
    {
        RequireOpen();
        _library?.Barrier();
    }

    /// <summary>Ends all processes with an exit code, after a line on the error output with the rank and a message.</summary>
    /// <param name="message">Why.</param>
    /// <param name="exitCode">The exit code, other than 0.</param>
    [DoesNotReturn]
    public void Abort(string message, int exitCode = 1)
    {
        ArgumentNullException.ThrowIfNull(message);
        Console.Error.WriteLine($"Rank {Rank} of {Size}: {message.ReplaceLineEndings(" ")}");
        Console.Error.Flush();
        _library?.Abort(exitCode);
        Environment.Exit(exitCode);
    }

    /// <summary>Leaves the group, when all ranks do: it waits for them.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        _library?.Finish();
    }

    /// <summary>In place, by numbers of bytes.</summary>
    internal void AllGather(Span<byte> data, ReadOnlySpan<int> lengths)
    {
        RequireOpen();
        Sum(lengths, _starts);
        _library?.AllGather(data, lengths, _starts);
    }

    internal void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        RequireOpen();
        if (_library is null)
        {
            sent.CopyTo(received);
            return;
        }

        Sum(sentLengths, _starts);
        Sum(receivedLengths, _otherStarts);
        _library.AllToAll(sent, sentLengths, _starts, received, receivedLengths, _otherStarts);
    }

    private static void Sum(ReadOnlySpan<int> lengths, int[] starts)
    {
        for (int i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + lengths[i - 1];
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs arguments)
    {
        if (Size == 1)
            return; // the runtime says it better
        Exception? exception = arguments.ExceptionObject as Exception;

        // What all ranks throw, rank 0 says for them; another speaks up where that has not ended it soon.
        if (Rank > 0 && exception?.Data.Contains(IGradientExchange.EveryRankKey) == true)
            Thread.Sleep(TimeSpan.FromSeconds(5));
        Abort(exception is null ? "an unhandled exception" : $"{exception.GetType().Name}: {exception.Message}");
    }
}
