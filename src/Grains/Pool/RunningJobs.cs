using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gristmill.Grains.Pool;

/// <summary>The runs this silo holds: claimed, and their outcome not yet on disk.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, PoolRun> _runs = new();

    public IReadOnlyCollection<PoolRun> All => (IReadOnlyCollection<PoolRun>)_runs.Values;

    public void Add(PoolRun run) => _runs[run.Job] = run;

    public void Remove(PoolRun run) => _runs.TryRemove(new KeyValuePair<Guid, PoolRun>(run.Job, run));

    public bool TryGet(Guid job, int run, [NotNullWhen(true)] out PoolRun? found) =>
        _runs.TryGetValue(job, out found) && found.Run == run;
}
