namespace NetGen;

/// <summary>The hold that a workspace has on its threads: they end when it is collected. Nothing to dispose.</summary>
/// <param name="threads">The number of threads, with the one that calls.</param>
internal sealed class WorkerTeam(int threads)
{
    private WorkerCrew? _crew;

    ~WorkerTeam() => _crew?.Stop();

    /// <summary>The threads; null before the first job.</summary>
    public WorkerCrew? Crew => _crew;

    /// <summary>Runs a job on all threads, which start with the first one.</summary>
    public void Run(ICrewJob job)
    {
        (_crew ??= new WorkerCrew(threads)).Run(job);
        GC.KeepAlive(this);
    }
}
