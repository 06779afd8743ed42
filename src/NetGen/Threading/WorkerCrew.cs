using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>What the threads of a crew run, each its share.</summary>
internal interface ICrewJob
{
    void Run(Share share);
}

/// <summary>
/// Threads that stay for the life of a workspace and run one job after the other, together with the thread that calls. Waiting
/// spins for a moment, since the next job mostly comes at once, and then sleeps. Nothing is allocated after the start.
/// </summary>
/// <remarks>
/// The threads hold the crew, and the crew holds a job only while it runs. So a <see cref="WorkerTeam"/> that nobody uses any
/// more is collected together with its workspace, and its finalizer ends the threads.
/// </remarks>
internal sealed class WorkerCrew
{
    /// <summary>About the time that a sleeping thread takes to wake up.</summary>
    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000;

    private readonly object _sleep = new();
    private readonly bool _spins;
    private ICrewJob? _job;
    private ExceptionDispatchInfo? _failure;
    private int _sleepers;
    private int _round;
    private int _unfinished;
    private int _completed;
    private int _arrived;
    private int _phase;
    private int _running;
    private volatile bool _isStopped;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">The number of threads, with the one that calls.</param>
    /// <exception cref="PlatformNotSupportedException">The runtime has one thread only.</exception>
    public WorkerCrew(int count)
    {
        Count = count;
        _running = count - 1;
        _spins = count <= Environment.ProcessorCount;
        for (int i = 1; i < count; i++)
        {
            int index = i;
            BackgroundThread.Start(() => Work(index), $"NetGen worker {index}");
        }
    }

    /// <summary>The number of threads, with the one that calls.</summary>
    public int Count { get; }

    /// <summary>The number of threads that have not ended, without the one that calls.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs a job on all threads, and returns when they have finished. An exception of any of them is thrown again here.</summary>
    public void Run(ICrewJob job)
    {
        int completed = _completed;
        _job = job;
        _failure = null;
        _arrived = 0;
        _unfinished = Count - 1;
        Advance(ref _round);
        RunShare(0);
        WaitWhile(ref _completed, completed);
        _job = null;
        _failure?.Throw();
    }

    /// <summary>Returns when all threads have called it.</summary>
    public void Wait()
    {
        // In this order: a failure that is not seen here is going to change the phase.
        int phase = Volatile.Read(ref _phase);
        ThrowIfFailed();
        if (Interlocked.Increment(ref _arrived) == Count)
        {
            _arrived = 0;
            Advance(ref _phase);
        }
        else
        {
            WaitWhile(ref _phase, phase);
        }

        ThrowIfFailed();
    }

    /// <summary>Ends the threads.</summary>
    public void Stop()
    {
        _isStopped = true;
        Advance(ref _round);
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is not null)
            throw new OperationCanceledException("Another thread of the workspace has failed.");
    }

    private void Work(int index)
    {
        for (int round = 0; ; round = unchecked(round + 1))
        {
            WaitWhile(ref _round, round);
            if (_isStopped)
            {
                Interlocked.Decrement(ref _running);
                return;
            }

            RunShare(index);
            if (Interlocked.Decrement(ref _unfinished) == 0)
                Advance(ref _completed);
        }
    }

    /// <summary>A method of its own, so that no thread keeps the job alive while it waits for the next.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunShare(int index)
    {
        try
        {
            _job!.Run(new Share(this, index));
        }
        catch (Exception exception)
        {
            // The first is the cause. The others are let go on: they notice, and stop too.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Advance(ref _phase);
        }
    }

    /// <summary>Waits until a counter is no longer <paramref name="value"/>.</summary>
    private void WaitWhile(ref int counter, int value)
    {
        if (_spins)
        {
            long end = Stopwatch.GetTimestamp() + s_spinTicks;
            do
            {
                for (int i = 0; i < 16; i++)
                {
                    if (Volatile.Read(ref counter) != value)
                        return;
                    Thread.SpinWait(1);
                }
            }
            while (Stopwatch.GetTimestamp() < end);
        }

        lock (_sleep)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref counter) == value)
                Monitor.Wait(_sleep);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    /// <summary>Counts on, and wakes who sleeps: either it sees the new value before it sleeps, or it is seen sleeping here.</summary>
    private void Advance(ref int counter)
    {
        Interlocked.Increment(ref counter);
        if (Volatile.Read(ref _sleepers) == 0)
            return;
        lock (_sleep)
            Monitor.PulseAll(_sleep);
    }
}
