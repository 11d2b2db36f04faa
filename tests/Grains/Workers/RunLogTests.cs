using System.Text;
using Gristmill.Execution;
using Gristmill.Execution.Runs;
using Gristmill.Grains.Pool;
using Gristmill.Plugins;

namespace Gristmill.Workers;

public sealed class RunLogTests : IAsyncLifetime
{
    private TestRuns _runs = null!;

    public async ValueTask InitializeAsync() => _runs = await TestRuns.StartAsync();

    public ValueTask DisposeAsync() => _runs.DisposeAsync();

    [Fact]
    public async Task Each_line_has_its_time_level_run_and_number()
    {
        var run = await _runs.ClaimAsync();
        await TestRuns.PlayAsync(run, task =>
        {
            task.Log.Debug("one");
            _runs.Clock.Advance(TimeSpan.FromSeconds(1));
            task.Log.Warning("two\nthree\r\n");
            return Task.CompletedTask;
        });
        await _runs.OutputBuffer.FlushAsync();

        var later = _runs.Clock.Start.AddSeconds(1);
        Assert.Equal(
            [new(1, 1, _runs.Clock.Start, "Debug", "one"), new(2, 1, later, "Warning", "two"),
                new(3, 1, later, "Warning", "three")],
            await _runs.StoredAsync(run));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    [InlineData(1_000_100, 1_000_000)]
    public async Task A_line_that_is_too_long_is_cut_and_says_by_how_much(int length, int cut)
    {
        _runs.Options.LogLineBytes = 100;
        using var console = new ConsoleCapture(TextWriter.Null, isError: false);
        var line = new string('x', length);

        var log = await _runs.LogOfAsync(task =>
        {
            task.Log.Info(line);
            console.Write(line[..50]);
            console.WriteLine(line[50..]);
            console.WriteLine("next");
            return Task.CompletedTask;
        });

        var kept = new string('x', 100) + (cut == 0 ? "" : $" … ({cut:N0} bytes cut)");
        Assert.Equal([$"Info: {kept}", $"Info: {kept}", "Info: next"], log);
    }

    [Fact]
    public async Task A_line_is_cut_between_characters()
    {
        _runs.Options.LogLineBytes = 101;
        var faces = string.Concat(Enumerable.Repeat("🙂", 30));

        Assert.Equal([$"Info: {faces[..50]} … (20 bytes cut)"], await _runs.LogOfAsync(task =>
        {
            task.Log.Info(faces);
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public async Task Past_the_limit_of_lines_they_are_dropped_and_counted()
    {
        _runs.Options.LogLines = 3;

        Assert.Equal(
            [
                "Info: 1", "Info: 2", "Info: 3",
                "Warning: … the job's log is full (3 lines or 4,194,304 bytes a run): what follows is dropped",
                "Warning: … 7 lines (8 bytes) dropped: the job's log limit is 3 lines or 4,194,304 bytes a run",
            ],
            await _runs.LogOfAsync(task => LogAsync(task, 10)));
    }

    [Fact]
    public async Task Past_the_limit_of_bytes_they_are_dropped_even_where_a_short_one_would_fit()
    {
        _runs.Options.LogBytes = 100;

        var log = await _runs.LogOfAsync(task =>
        {
            task.Log.Info(new string('a', 90));
            task.Log.Info(new string('b', 20));
            task.Log.Info("c");
            return Task.CompletedTask;
        });

        Assert.Equal(3, log.Length);
        Assert.Equal("Warning: … 2 lines (21 bytes) dropped: the job's log limit is 10,000 lines or 100 bytes a run", log[2]);
    }

    [Fact]
    public async Task What_a_run_fails_of_comes_last_and_in_spite_of_the_limits()
    {
        (_runs.Options.LogLines, _runs.Options.LogLineBytes) = (3, 4_096);

        var log = await _runs.LogOfAsync(async task =>
        {
            await LogAsync(task, 10);
            throw new InvalidDataException("first line\nsecond line", new TimeoutException("the cause"));
        });

        Assert.Equal(
            [
                "Error: System.IO.InvalidDataException: first line",
                "Error: second line",
                "Error:  ---> System.TimeoutException: the cause",
                "Error:    --- End of inner exception stack trace ---",
            ],
            log[5..9]);
        Assert.StartsWith($"Error:    at {typeof(TestRuns).FullName}", log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_says_too_much_is_cut_and_one_that_cannot_be_put_into_words_ends_its_run_too()
    {
        foreach (var (thrown, said) in new (Exception, string)[]
        {
            (new InvalidDataException(new string('x', 100_000)), " bytes cut)"),
            (new WordlessException(), "(the exception could not be put into words: System.NotSupportedException)"),
        })
        {
            var run = await _runs.ClaimAsync();
            var failed = Assert.IsType<RunOutcome.Failed>(await TestRuns.PlayAsync(run, _ => throw thrown));

            Assert.Contains(said, failed.Error.Message, StringComparison.Ordinal);
            Assert.Contains(said, failed.Error.Detail, StringComparison.Ordinal);
            Assert.InRange(failed.Error.Message.Length + failed.Error.Detail!.Length, 1, 21_000);
            Assert.StartsWith($"Error: {thrown.GetType().FullName}: ", (await _runs.LogOfAsync(run))[0],
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_time_limit_is_in_the_log_too()
    {
        var run = await _runs.ClaimAsync();
        var played = TestRuns.PlayAsync(run, task => task.Delay(TimeSpan.FromHours(1)));
        run.Execution.Stop(CancelReason.TimeLimit);
        await played;

        Assert.StartsWith("Error: TimeLimit: ran longer than its time limit", Assert.Single(await _runs.LogOfAsync(run)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_just_fits_says_nothing_of_limits()
    {
        _runs.Options.LogLines = 3;

        Assert.Equal(["Info: 1", "Info: 2", "Info: 3"], await _runs.LogOfAsync(task => LogAsync(task, 3)));
    }

    [Fact]
    public async Task A_task_that_is_faster_than_the_store_is_not_held_up_and_the_log_says_where_lines_are_missing()
    {
        (_runs.Options.LogBytes, _runs.Options.LogLines) = (1 << 30, 1_000_000);
        var line = new string('x', 8_000);
        var run = await _runs.ClaimAsync();
        var written = new TaskCompletionSource();
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var played = TestRuns.PlayAsync(run, async task =>
        {
            for (var i = 0; i < 2_000; i++)
                task.Log.Info(line);
            written.SetResult();
            await flushed.Task;
            task.Log.Info("afterwards");
        });

        await written.Task;
        await _runs.OutputBuffer.FlushAsync();
        flushed.SetResult();
        await played;
        var log = await _runs.LogOfAsync(run);

        var kept = RunOutputBuffer.MostBytes / (8_000 + 64);
        Assert.Equal(kept + 2, log.Length);
        Assert.All(log[..kept], entry => Assert.Equal($"Info: {line}", entry));
        Assert.Equal(
            [$"Warning: … {2_000 - kept:N0} lines ({(2_000 - kept) * 8_000:N0} bytes) dropped: they came faster than they could be stored", "Info: afterwards"],
            log[kept..]);
    }

    [Fact]
    public async Task A_run_that_is_abandoned_logs_no_more()
    {
        var run = await _runs.ClaimAsync();
        var printed = new TaskCompletionSource();
        var abandoned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var played = TestRuns.PlayAsync(run, async task =>
        {
            task.Log.Info("before");
            printed.SetResult();
            await abandoned.Task;
            task.Log.Info("after");
        });
        await printed.Task;
        run.Execution.Stop(CancelReason.Requested);

        run.Execution.Abandon();
        abandoned.SetResult();
        await played;

        Assert.Equal(["Info: before"], await _runs.LogOfAsync(run));
    }

    [Fact]
    public void Text_that_is_cut_counts_what_was_not_kept_at_all() =>
        Assert.Equal("ab … (12 bytes cut)", LogText.Cut("abä", most: 3, gone: 10));

    private static Task LogAsync(TaskContext task, int lines)
    {
        for (var i = 1; i <= lines; i++)
            task.Log.Info($"{i}");
        return Task.CompletedTask;
    }

    private sealed class WordlessException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
