using Gristmill.Execution.Runs;
using Gristmill.Grains.Pool;
using Gristmill.Plugins;

namespace Gristmill.Workers;

public sealed class ConsoleCaptureTests : IAsyncLifetime
{
    private readonly StringWriter _real = new();
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private TestRuns _runs = null!;

    // As Console.SetOut wraps what it is given.
    public ConsoleCaptureTests() => (_out, _error) =
        (TextWriter.Synchronized(new ConsoleCapture(_real, isError: false)),
            TextWriter.Synchronized(new ConsoleCapture(_real, isError: true)));

    public async ValueTask InitializeAsync() => _runs = await TestRuns.StartAsync();

    public ValueTask DisposeAsync() => _runs.DisposeAsync();

    [Fact]
    public async Task A_writer_that_a_task_has_set_takes_nothing_of_the_next()
    {
        ConsoleCapture.Install();
        await _runs.LogOfAsync(_ =>
        {
            Console.SetOut(new StringWriter());
            Console.SetError(new StringWriter());
            return Task.CompletedTask;
        });

        var log = await _runs.LogOfAsync(_ =>
        {
            Console.WriteLine("printed");
            Console.Error.WriteLine("complained");
            return Task.CompletedTask;
        });

        Assert.Equal(["Info: printed", "Error: complained"], log);
    }

    [Fact]
    public async Task What_a_task_prints_goes_to_the_log_of_its_job_and_what_else_is_printed_to_the_console()
    {
        ConsoleCapture.Install();
        ConsoleCapture.Install();
        _out.WriteLine("the silo's");

        var log = await _runs.LogOfAsync(async task =>
        {
            Console.WriteLine("printed {0}", 1);
            task.Log.Info("logged");
            Console.Error.WriteLine("complained");
            await Console.Out.WriteLineAsync("later");
            _out.WriteLine("through a writer");
        });

        Assert.Equal(["Info: printed 1", "Info: logged", "Error: complained", "Info: later", "Info: through a writer"], log);
        Assert.Equal("the silo's\n", _real.ToString());
    }

    [Fact]
    public async Task It_follows_awaits_child_tasks_threads_and_timers_of_the_run()
    {
        var log = await _runs.LogOfAsync(async task =>
        {
            await Task.Yield();
            _out.WriteLine("after an await");
            await Task.Run(() => _out.WriteLine("in a task"), CancellationToken.None);
            var thread = new Thread(() => _out.WriteLine("on a thread"));
            thread.Start();
            thread.Join();
            var rung = new TaskCompletionSource();
            await using var timer = new Timer(_ =>
            {
                _out.WriteLine("in a timer");
                rung.SetResult();
            }, null, 0, Timeout.Infinite);
            await rung.Task;
            await Parallel.ForEachAsync(Enumerable.Range(0, 4), CancellationToken.None, (_, _) =>
            {
                _out.WriteLine("in parallel");
                return ValueTask.CompletedTask;
            });
        });

        Assert.Equal(
            ["Info: after an await", "Info: in a task", "Info: on a thread", "Info: in a timer", .. Enumerable.Repeat("Info: in parallel", 4)], log);
        Assert.Empty(_real.ToString());
    }

    [Fact]
    public async Task Runs_at_the_same_time_do_not_mix()
    {
        using var both = new Barrier(2);

        var logs = await Task.WhenAll(PrintAsync("a"), PrintAsync("b"));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"Info: a{i}"), logs[0]);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"Info: b{i}"), logs[1]);

        Task<string[]> PrintAsync(string name) => _runs.LogOfAsync(async _ =>
        {
            for (var i = 0; i < 100; i++)
            {
                both.SignalAndWait(TestContext.Current.CancellationToken);
                _out.Write(name);
                both.SignalAndWait(TestContext.Current.CancellationToken);
                _out.WriteLine(i);
                if (i == 50)
                    await Task.Yield();
            }
        });
    }

    [Fact]
    public async Task A_line_is_kept_until_it_ends_or_the_run_does()
    {
        var run = await _runs.ClaimAsync();
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var played = TestRuns.PlayAsync(run, async _ =>
        {
            _out.Write("one ");
            _error.Write("alarm");
            _out.Write('t');
            _out.Write("wo\nthree");
            begun.SetResult();
            await goOn.Task;
            _out.Write(" four");
        });
        await begun.Task;

        Assert.Equal(["Info: one two"], await _runs.LogOfAsync(run));
        goOn.SetResult();
        await played;

        Assert.Equal(["Info: one two", "Info: three four", "Error: alarm"], await _runs.LogOfAsync(run));
    }

    [Theory]
    [InlineData("a\n\nb\n", "a", "", "b")]
    [InlineData("a\r\nb\r\n\r\n", "a", "b", "")]
    [InlineData("\r10 %\r20 %\r100 %\n", "10 %", "20 %", "100 %")]
    public async Task Lines_end_with_any_break_however_the_text_is_cut_up(string text, params string[] lines)
    {
        var whole = await _runs.LogOfAsync(_ => _out.WriteAsync(text));
        var pieces = await _runs.LogOfAsync(_ =>
        {
            foreach (var letter in text)
                _out.Write(letter);
            return Task.CompletedTask;
        });

        Assert.Equal(lines.Select(line => $"Info: {line}"), whole);
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public async Task Any_text_is_kept_as_it_is()
    {
        const string Odd = "\u001b[31mred\u001b[0m \0 \a \t “ä€” 🙂 \u202e";

        Assert.Equal([$"Info: {Odd}", $"Info: {Odd}"], await _runs.LogOfAsync(task =>
        {
            foreach (var letter in Odd)
                _out.Write(letter);
            _out.WriteLine();
            task.Log.Info(Odd);
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public async Task What_is_printed_after_the_run_has_ended_goes_to_the_console()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var straggler = Task.CompletedTask;
        var log = await _runs.LogOfAsync(task =>
        {
            straggler = PrintLateAsync(task);
            return Task.CompletedTask;
        });

        ended.SetResult();
        await straggler;

        Assert.Empty(log);
        Assert.Equal("late\n", _real.ToString());

        async Task PrintLateAsync(TaskContext task)
        {
            await ended.Task;
            _out.WriteLine("late");
            task.Log.Info("too late");
        }
    }
}
