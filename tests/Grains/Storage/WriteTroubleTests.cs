using Gristmill.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Gristmill.Storage;

public sealed class WriteTroubleTests
{
    private static readonly SqliteException Full = new(raw.SQLITE_FULL, "database or disk is full");

    private readonly FakeTimeProvider _clock = new();
    private readonly Lines _lines = new();
    private readonly WriteTrouble _trouble;

    public WriteTroubleTests() => _trouble = new WriteTrouble("jobs.db", _clock, _lines);

    [Fact]
    public void Many_failures_are_one_line_and_a_count_a_minute_and_one_line_when_they_are_over()
    {
        for (var second = 0; second < 150; second++)
        {
            _trouble.Failed(Full, writes: 10);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        _trouble.Succeeded();
        Assert.NotNull(_trouble.Reason);
        _clock.Advance(WriteTrouble.Calm);
        _trouble.Succeeded();
        _trouble.Succeeded();

        Assert.Null(_trouble.Reason);
        Assert.Equal(
            [
                "jobs.db cannot be written (the disk is full): what is written is refused, or tried again until it can",
                "jobs.db cannot be written (the disk is full), for 00:01:00 now: 610 writes failed",
                "jobs.db cannot be written (the disk is full), for 00:02:00 now: 1210 writes failed",
                "jobs.db can be written again: 1500 writes failed in 00:02:29",
            ],
            _lines);
    }

    [Fact]
    public void A_disk_that_takes_small_writes_now_and_then_is_in_trouble_all_the_while()
    {
        for (var write = 0; write < 20; write++)
        {
            _trouble.Failed(Full, writes: 1);
            _clock.Advance(WriteTrouble.Calm / 2);
            _trouble.Succeeded();
        }

        Assert.Equal("jobs.db cannot be written (the disk is full)", _trouble.Reason);
        Assert.Equal(2, _lines.Count);
    }

    [Fact]
    public void Trouble_that_comes_back_is_counted_anew()
    {
        for (var time = 0; time < 2; time++)
        {
            _trouble.Failed(Full, writes: 1);
            _clock.Advance(WriteTrouble.Calm);
            _trouble.Succeeded();
        }

        Assert.Equal(4, _lines.Count);
        Assert.Equal(_lines[1], _lines[3]);
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
            string> formatter) =>
            Add(formatter(state, exception));
    }
}
