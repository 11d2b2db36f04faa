using Gristmill.Jobs;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Whether the file can be written. A failure is told once, with a count every <see cref="Reminder"/> while it lasts and when it
/// is over: whoever writes tries again several times a second, and a line for each would help to fill the disk. Over it is when
/// no write has failed for as long as <see cref="Calm"/>, since a disk that is almost full takes the small ones.
/// </summary>
internal sealed partial class WriteTrouble(string file, TimeProvider clock, ILogger logger)
{
    public static readonly TimeSpan Calm = Lease.Length;
    public static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private long _since, _last, _told, _writes;
    private volatile string? _reason;

    /// <summary>Why it cannot be written; null while it can. Safe to read from any thread; all else is the writer's.</summary>
    public string? Reason => _reason;

    /// <summary>A transaction failed; answers what to tell those whose writes were in it.</summary>
    public StoreUnavailableException Failed(Exception error, int writes)
    {
        var before = _reason;
        _reason = $"{file} cannot be written ({(error is SqliteException { Code: raw.SQLITE_FULL } ? "the disk is full" : error.Message)})";
        _last = clock.GetTimestamp();
        if (before is null)
        {
            (_since, _told, _writes) = (_last, _last, 0);
            LogBegun(_reason, error is SqliteException ? null : error);
        }
        _writes += writes;
        if (clock.GetElapsedTime(_told, _last) >= Reminder)
        {
            _told = _last;
            LogLasts(_reason, Lasting, _writes);
        }
        return new StoreUnavailableException($"{_reason}: nothing of this was kept; free the disk or repair the file, then repeat it.");
    }

    /// <summary>A transaction succeeded.</summary>
    public void Succeeded()
    {
        if (_reason is null || clock.GetElapsedTime(_last) < Calm)
            return;
        _reason = null;
        LogOver(file, Lasting, _writes);
    }

    // From the first failure to the last: to the second, which is what people want to know.
    private TimeSpan Lasting => TimeSpan.FromSeconds(Math.Round(clock.GetElapsedTime(_since, _last).TotalSeconds));

    [LoggerMessage(LogLevel.Error, "{Reason}: what is written is refused, or tried again until it can")]
    private partial void LogBegun(string reason, Exception? error);

    [LoggerMessage(LogLevel.Error, "{Reason}, for {Time} now: {Writes} writes failed")]
    private partial void LogLasts(string reason, TimeSpan time, long writes);

    [LoggerMessage(LogLevel.Warning, "{File} can be written again: {Writes} writes failed in {Time}")]
    private partial void LogOver(string file, TimeSpan time, long writes);
}
