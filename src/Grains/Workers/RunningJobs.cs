using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gristmill.Workers;

/// <summary>The runs this silo holds: claimed, and their outcome not yet on disk.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, JobRun> _runs = new();

    public IReadOnlyCollection<JobRun> All => (IReadOnlyCollection<JobRun>)_runs.Values;

    public void Add(JobRun run) => _runs[run.Job] = run;

    public void Remove(JobRun run) => _runs.TryRemove(new KeyValuePair<Guid, JobRun>(run.Job, run));

    public bool TryGet(Guid job, int run, [NotNullWhen(true)] out JobRun? found) => _runs.TryGetValue(job, out found) && found.Run == run;
}
