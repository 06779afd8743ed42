using NetGen.CompilerServices;

namespace NetGen;

/// <summary>The hold that a workspace has on its threads: they end when it is collected. Nothing to dispose.</summary>
/// <param name="threads">The number of threads, with the one that calls.</param>
internal sealed class WorkerTeam(int threads)
{
    private WorkerCrew? _crew;
    private bool _isAlone;

    ~WorkerTeam() => _crew?.Stop();

    /// <summary>The threads; null before the first job.</summary>
    public WorkerCrew? Crew => _crew;

    /// <summary>Runs a job on all threads, which start with the first one; on this one alone where the runtime has no other.</summary>
    public void Run(ICrewJob job)
    {
        if (_crew is null && !_isAlone)
            Start();
        if (_crew is { } crew)
            crew.Run(job);
        else
            job.Run(Share.Whole);
        GC.KeepAlive(this);
    }

    private void Start()
    {
        try
        {
            _crew = new WorkerCrew(threads);
        }
        catch (PlatformNotSupportedException)
        {
            _isAlone = true;
        }
    }
}
