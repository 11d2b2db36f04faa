using Gristmill.Jobs;

namespace Gristmill.Grains.Pool;

/// <summary>
/// Finds rows that name this silo as their owner although its pool does not hold the run: a claim that reached the disk and whose
/// answer did not reach the pool. Only after a whole <see cref="Lease.Length"/>, by when every answer has come or failed.
/// </summary>
internal sealed class OrphanedRuns(RunningJobs runs, TimeProvider clock)
{
    private Dictionary<(Guid Job, int Run), long> _missed = [];

    /// <summary>Those of the held runs that have been strays for a lease.</summary>
    public List<HeldRun> Among(IEnumerable<HeldRun> held)
    {
        var strays = held.Where(run => !runs.TryGet(run.Job, run.Run, out _)).ToList();
        _missed = strays.ToDictionary(run => (run.Job, run.Run), run =>
            _missed.GetValueOrDefault((run.Job, run.Run), clock.GetTimestamp()));
        return strays.FindAll(run => clock.GetElapsedTime(_missed[(run.Job, run.Run)]) >= Lease.Length);
    }
}
