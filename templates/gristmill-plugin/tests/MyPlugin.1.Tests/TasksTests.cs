namespace MyPlugin._1.Tests;

/// <summary>The tasks in a harness: no silo, no cluster.</summary>
public sealed class TasksTests : IDisposable
{
    private readonly TaskHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Two_and_three_are_five() => Assert.Equal(5, await _harness.RunAsync(_ => Tasks.Add(2, 3)));

    [Fact]
    public async Task Counting_logs_and_reports_progress()
    {
        Assert.Equal(2, await _harness.RunAsync(task => Tasks.Count(task, to: 2, pause: 0)));

        Assert.Equal(["1", "2"], _harness.Log.Select(line => line.Text));
        Assert.Equal([new(1, 2, "counting"), new(2, 2, "counting")], _harness.Progress);
    }

    [Fact]
    public async Task Counting_ends_when_it_is_told_to_stop()
    {
        var run = _harness.RunAsync(task => Tasks.Count(task, to: int.MaxValue, pause: 0.01));
        await _harness.UntilAsync(harness => harness.Progress.Count > 0, TestContext.Current.CancellationToken);

        _harness.Cancel();

        Assert.InRange(await run, 1, int.MaxValue - 1);
    }

    [Fact]
    public async Task A_greeting_is_logged()
    {
        Assert.Equal("Hello, Ada!", await _harness.RunAsync((Greetings greetings, TaskContext _) => greetings.Greet("Ada")));

        Assert.EndsWith("greeting Ada", Assert.Single(_harness.Log).Text);
    }

    [Fact]
    public async Task The_numbers_of_a_file_are_added_up()
    {
        _harness.Upload("numbers.txt", "1\n2.5\n"u8);
        var numbers = new Numbers { Name = "numbers.txt" };
        var value = await numbers.Convert(await numbers.Fetch(_harness.Context), _harness.Context);

        Assert.Equal(3.5, await _harness.RunAsync(_ => Tasks.Sum((double[])value!)));
    }
}
