using Gristmill.Hosting;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Gristmill.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Workers;

/// <summary>
/// Gathers what running tasks log and report, and writes it in one go: every <see cref="Interval"/>, and always before a run's outcome.
/// </summary>
internal sealed class RunJournal(
    IJobStore store, JobMoves moves, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>How long a line or a progress may wait to be seen. Girder's figure.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private List<LogEntry> _lines = [];
    private HashSet<JobRun> _touched = [];

    public void Write(JobRun run, TaskLogLevel level, string text)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var line in text.AsSpan().TrimEnd("\r\n").EnumerateLines())
                _lines.Add(new LogEntry(run.Job, run.Run, now, level.ToString(), line.ToString()));
            _touched.Add(run);
        }
    }

    public void Touch(JobRun run)
    {
        lock (_gate)
            _touched.Add(run);
    }

    /// <summary>Writes what was gathered before the call; on disk when answered.</summary>
    public async Task FlushAsync()
    {
        lock (_gate)
        {
            if (_touched.Count == 0 && _flushing.CurrentCount == 1)
                return;
        }
        await _flushing.WaitAsync();
        var (lines, touched) = Take();
        try
        {
            if (lines.Count > 0)
                await store.AppendLogAsync(lines);
            if (touched.Count > 0)
                await moves.ExecuteAsync([.. touched.Select(run => new ProgressJob(run.Job, silo.Owner, run.Run, run.Progress))]);
        }
        catch
        {
            PutBack(lines, touched);
            throw;
        }
        finally
        {
            _flushing.Release();
        }
    }

    private void PutBack(List<LogEntry> lines, HashSet<JobRun> touched)
    {
        lock (_gate)
        {
            _lines.InsertRange(0, lines);
            _touched.UnionWith(touched);
        }
    }

    private (List<LogEntry> Lines, HashSet<JobRun> Touched) Take()
    {
        lock (_gate)
        {
            var taken = (_lines, _touched);
            (_lines, _touched) = ([], []);
            return taken;
        }
    }
}
