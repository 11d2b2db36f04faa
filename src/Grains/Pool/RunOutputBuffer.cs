using Gristmill.Core;
using Gristmill.Grains.Jobs;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Pool;

/// <summary>
/// Gathers what running tasks log and report, and writes it in one go: every <see cref="Interval"/>, when
/// <see cref="FlushBytes"/> have gathered, and always before a run's outcome. Holds at most <see cref="MostBytes"/> while the store is
/// slow.
/// </summary>
public sealed class RunOutputBuffer(IJobStore store, JobCommandDispatcher dispatcher,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>How long a line or a progress may wait to be seen. Girder's figure.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>How much is written without waiting for the interval.</summary>
    public const int FlushBytes = 64 << 10;

    /// <summary>How much the lines of all runs may be that are not on disk; more are refused.</summary>
    public const int MostBytes = 8 << 20;

    /// <summary>What a line weighs besides its text.</summary>
    private const int LineBytes = 64;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly AsyncAutoResetEvent _full = new();
    private List<LogEntry> _lines = [];
    private HashSet<PoolRun> _touched = [];
    private int _gathered, _underWay;
    private bool _refusing;

    /// <summary>Adds a line of a run; false if too much waits to be stored.</summary>
    /// <param name="run">Whose line.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="text">The line.</param>
    /// <param name="bytes">The length of the text as UTF-8.</param>
    /// <param name="always">Takes it however much waits: for the few lines that must not be missing.</param>
    public bool TryWrite(PoolRun run, TaskLogLevel level, string text, int bytes, bool always = false)
    {
        lock (_gate)
        {
            // Once it refuses it goes on until something is stored: gaps are few and long, not one after every line.
            _refusing |= _gathered + _underWay + LineBytes + bytes > MostBytes;
            if (_refusing && !always)
                return false;
            _lines.Add(new LogEntry(run.Job, run.Attempt, clock.GetUtcNow(), level.ToString(), text));
            _touched.Add(run);
            var before = _gathered;
            _gathered += LineBytes + bytes;
            if (before < FlushBytes && _gathered >= FlushBytes)
                _full.Set();
            return true;
        }
    }

    public void Touch(PoolRun run)
    {
        lock (_gate)
            _touched.Add(run);
    }

    /// <summary>
    /// Answers when it is time to flush before the interval is over; false once <see cref="Close"/> was called.
    /// </summary>
    public ValueTask<bool> FullAsync() => _full.WaitAsync();

    /// <summary>Nobody waits for <see cref="FullAsync"/> any more.</summary>
    public void Close() => _full.Close();

    /// <summary>
    /// Writes what was gathered before the call; on disk when answered. Kept for the next call if the store cannot be written.
    /// </summary>
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
            Settle();
            if (touched.Count > 0)
                await dispatcher.ExecuteAsync([.. touched.Select(run =>
                    new ProgressJob(run.Job, run.Owner, run.Run, run.Execution.Progress))]);
        }
        catch (StoreUnavailableException)
        {
            PutBack(lines, touched);
            throw;
        }
        finally
        {
            _flushing.Release();
        }
    }

    private (List<LogEntry> Lines, HashSet<PoolRun> Touched) Take()
    {
        lock (_gate)
        {
            var taken = (_lines, _touched);
            (_lines, _touched) = ([], []);
            (_gathered, _underWay) = (0, _gathered);
            return taken;
        }
    }

    private void Settle()
    {
        lock (_gate)
            (_underWay, _refusing) = (0, false);
    }

    // Lines that are on disk already weigh nothing any more, and are not written again.
    private void PutBack(List<LogEntry> lines, HashSet<PoolRun> touched)
    {
        lock (_gate)
        {
            if (_underWay > 0)
                _lines.InsertRange(0, lines);
            (_gathered, _underWay) = (_gathered + _underWay, 0);
            _touched.UnionWith(touched);
        }
    }
}
