using System.Globalization;
using Gristmill.Plugins.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests.Testing;

/// <summary>What a plugin's author can do and see in a unit test.</summary>
public sealed class TaskHarnessTests
{
    [Fact]
    public async Task A_task_runs_in_the_invariant_culture_as_on_a_silo_and_the_tests_own_is_left_alone()
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NumberDecimalSeparator = "," } };

        using var harness = new TaskHarness();

        Assert.Equal("1.5", await harness.RunAsync(_ => $"{1.5}"));

        Assert.Equal("1,5", $"{1.5}");
    }

    [Fact]
    public async Task A_time_limit_passes_by_the_clock_that_was_given()
    {
        var clock = new FakeTimeProvider();
        using var harness = new TaskHarness { Clock = clock, TimeLimit = TimeSpan.FromMinutes(5) };

        var run = harness.RunAsync(async task =>
        {
            await task.Delay(TimeSpan.FromHours(1));
            return task.CancelReason;
        });
        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(run.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(CancelReason.TimeLimit, await run);
    }

    [Fact]
    public async Task The_first_reason_to_stop_stands()
    {
        using var harness = new TaskHarness();

        harness.Cancel(CancelReason.Shutdown);
        harness.Cancel(CancelReason.Requested);

        Assert.Equal((true, CancelReason.Shutdown),
            await harness.RunAsync(task => (task.IsCancellationRequested, task.CancelReason!.Value)));
    }

    [Fact]
    public async Task A_service_that_is_added_takes_the_place_of_the_one_before()
    {
        using var harness = new TaskHarness();
        harness.Services.AddSingleton(new Greeting("hello"));
        harness.Services.AddSingleton(new Greeting("good morning"));

        Assert.Equal("good morning, Ada", await harness.RunAsync((Greeter greeter, TaskContext _) => greeter.Greet("Ada")));
        Assert.Equal(["greeted", "disposed of"], harness.Log.Select(line => line.Text.Split(": ")[^1]));
    }

    [Fact]
    public async Task A_task_of_a_class_is_waited_for_whatever_it_returns()
    {
        using var harness = new TaskHarness();

        await Assert.ThrowsAsync<InvalidDataException>(() => harness.RunAsync((Late late, TaskContext _) => late.Fail()));
        await Assert.ThrowsAsync<InvalidDataException>(() => harness.RunAsync((Late late, TaskContext _) => late.FailCheaply()));
        await Assert.ThrowsAsync<InvalidDataException>(() => harness.RunAsync((Late late, TaskContext _) => late.FailAtOnce()));
        await Assert.ThrowsAsync<InvalidDataException>(() => harness.RunAsync(_ => new Late().FailCheaply()));
        await Assert.ThrowsAsync<InvalidDataException>(() => harness.RunAsync(_ => new Late().FailAtOnce()));
    }

    [Fact]
    public async Task A_sequence_is_taken_within_the_run()
    {
        using var harness = new TaskHarness();
        harness.Services.AddSingleton(new Greeting("hello"));

        Assert.Equal([0, 1], await harness.RunAsync(_ => Enumerable.Range(0, 2)));
        Assert.Equal([0, 1], await harness.RunAsync(_ => Enumerable.Range(0, 2).ToAsyncEnumerable()));
        Assert.Equal(["hello, Ada"], await harness.RunAsync((Greeter greeter, TaskContext _) => greeter.GreetAll("Ada")));
        Assert.Equal(["greeted", "disposed of"], harness.Log.Select(line => line.Text.Split(": ")[^1]));
    }

    [Fact]
    public async Task A_sequence_ends_when_the_task_is_told_to_stop()
    {
        using var harness = new TaskHarness();
        var taken = 0;

        IEnumerable<int> Endless()
        {
            while (true)
            {
                if (taken++ == 2)
                    harness.Cancel();
                yield return taken;
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.RunAsync(_ => Endless()));
        Assert.Equal(3, taken);
    }

    [Fact]
    public async Task A_service_that_is_missing_is_named()
    {
        using var harness = new TaskHarness();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            harness.RunAsync((Greeter greeter, TaskContext _) => greeter.Greet("Ada")));

        Assert.Contains(typeof(Greeting).FullName!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_jobs_are_recorded_and_do_not_run()
    {
        using var harness = new TaskHarness();

        var id = await harness.RunAsync(task => task.Submit("other.task", 1, "two"));

        var child = Assert.Single(harness.Children);
        Assert.Equal((id, "other.task"), (child.Id, child.Task));
        Assert.Equal([1, "two"], child.Arguments);
    }

    [Fact]
    public async Task Kept_and_uploaded_artifacts_are_read_and_replaced()
    {
        using var harness = new TaskHarness();
        harness.Upload("in.txt", "came along"u8);

        var kept = await harness.RunAsync(async task =>
        {
            await using var content = await task.OpenArtifact("in.txt");
            await task.SaveArtifact("out.txt", new MemoryStream("first"u8.ToArray()));
            return await task.SaveArtifact("out.txt", content);
        });

        Assert.Equal(("out.txt", 10L), (kept.Name, kept.Bytes));
        Assert.Equal("came along"u8.ToArray(), harness.Artifacts["out.txt"]);
        await Assert.ThrowsAsync<FileNotFoundException>(() => harness.Context.OpenArtifact("none"));
        Assert.Throws<ArgumentException>(() => harness.Upload("../up", []));
    }

    [Fact]
    public async Task A_report_keeps_what_it_leaves_out()
    {
        using var harness = new TaskHarness();

        await harness.RunAsync(task =>
        {
            task.Progress(1, 10, "reading");
            task.Progress(current: 2);
            return 0;
        });

        Assert.Equal([new(1, 10, "reading"), new(2, 10, "reading")], harness.Progress);
    }

    [Fact]
    public async Task A_test_waits_until_the_run_has_come_to_a_point()
    {
        using var harness = new TaskHarness();
        var go = new TaskCompletionSource();
        var run = harness.RunAsync(async task =>
        {
            await go.Task;
            task.Log.Info("one\ntwo");
            await Task.Delay(Timeout.InfiniteTimeSpan, task.Clock, task.CancellationToken);
        });

        var reached = harness.UntilAsync(seen => seen.Log.Count == 2);
        Assert.False(reached.IsCompleted);
        go.SetResult();
        await reached;

        harness.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task The_runs_folder_goes_with_the_harness()
    {
        string folder;
        using (var harness = new TaskHarness())
        {
            folder = await harness.RunAsync(task => task.Folder);
            Assert.True(Directory.Exists(folder));
        }
        Assert.False(Directory.Exists(folder));
    }

    internal sealed record Greeting(string Words);

    internal sealed class Greeter(Greeting greeting, Microsoft.Extensions.Logging.ILogger log) : IDisposable
    {
        public string Greet(string name)
        {
            Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(log, "greeted");
            return $"{greeting.Words}, {name}";
        }

        public IEnumerable<string> GreetAll(params string[] names)
        {
            foreach (var name in names)
                yield return Greet(name);
        }

        public void Dispose() => Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(log, "disposed of");
    }

    private sealed class Late
    {
        public async Task Fail()
        {
            await Task.Yield();
            FailAtOnce();
        }

        public async ValueTask FailCheaply() => await Fail();

        public void FailAtOnce() => throw new InvalidDataException(GetType().Name);
    }
}
