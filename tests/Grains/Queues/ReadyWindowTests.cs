using Gristmill.Grains.Queues;
using Gristmill.Jobs;

namespace Gristmill.Queues;

public sealed class ReadyWindowTests
{
    private static readonly string[] Tasks = ["task", "wanted", "unwanted"];

    private long _sequence;

    [Fact]
    public void Greater_priority_comes_first_and_then_the_older_whatever_the_task()
    {
        var window = Complete(capacity: 10);
        var (young, old, urgent) = (Entry(sequence: 3), Entry("wanted", sequence: 1), Entry(sequence: 2, priority: 9));
        foreach (var entry in new[] { young, old, urgent })
            window.Add(entry);

        Assert.Equal([urgent, old, young], Drain(window));
    }

    [Fact]
    public void A_task_that_nobody_wants_blocks_no_other()
    {
        var window = Complete(capacity: 10);
        window.Add(Entry("unwanted", priority: 9));
        var wanted = Entry("wanted");
        window.Add(wanted);

        Assert.True(window.TryPeek(task => task == "wanted", out var first));
        Assert.Equal(wanted, first);
    }

    [Fact]
    public void The_same_job_is_held_once()
    {
        var window = Complete(capacity: 10);
        var entry = Entry();
        window.Add(entry);
        window.Add(entry);

        Assert.Equal(1, window.Count);
    }

    [Fact]
    public void Nothing_is_first_while_a_line_is_not_known()
    {
        var window = Complete(capacity: 10, "task");
        window.Add(Entry());
        window.Serve(Tasks);

        Assert.False(window.TryPeek(_ => true, out _));
        Assert.Equal(["unwanted", "wanted"], window.Missing(_ => true).Order());
        Assert.True(window.TryPeek(task => task == "task", out _));
        Assert.Empty(window.Missing(task => task == "task"));
    }

    [Fact]
    public void What_comes_within_the_horizon_of_every_line_is_sent_without_reading_on()
    {
        var window = new ReadyWindow(capacity: 10);
        window.Serve(Tasks);
        var (first, second) = (Entry(), Entry());
        window.BeginRead(Tasks);
        window.EndRead(Tasks, second);
        window.Add(first);
        window.Add(second);
        window.Add(Entry("wanted"));

        Assert.Equal([first, second], Drain(window));
        Assert.Equal(Tasks.Order(), window.Missing(_ => true).Order());
        var urgent = Entry("wanted", priority: 9);
        window.Add(urgent);
        Assert.Equal([urgent], Drain(window));
    }

    [Fact]
    public void What_arrives_while_the_store_is_read_is_not_lost()
    {
        var window = new ReadyWindow(capacity: 10);
        window.Serve(Tasks);
        window.BeginRead(Tasks);
        var entry = Entry();
        window.Add(entry);
        Assert.False(window.TryPeek(_ => true, out _));

        window.EndRead(Tasks, ReadyOrder.Last);

        Assert.Equal([entry], Drain(window));
    }

    [Fact]
    public void Beyond_its_capacity_it_drops_the_last_of_the_longest_line_and_knows_that_the_store_has_it()
    {
        var window = Complete(capacity: 4);
        var urgent = Entry("wanted", priority: 1);
        window.Add(urgent);
        var entries = Enumerable.Range(0, 5).Select(_ => Entry()).ToArray();
        foreach (var entry in entries)
            window.Add(entry);

        Assert.Equal(4, window.Count);
        Assert.Equal(entries[..3], Drain(window));
        Assert.Equal(["task"], window.Missing(_ => true));
    }

    [Fact]
    public void What_is_dropped_while_the_store_is_read_is_read_again()
    {
        var window = Complete(capacity: 3, "task");
        window.BeginRead(["task"]);
        foreach (var entry in Enumerable.Range(0, 4).Select(_ => Entry()).ToArray())
            window.Add(entry);
        window.EndRead(["task"], ReadyOrder.Last);

        Assert.Equal(3, Drain(window).Count);
        Assert.Equal(["task"], window.Missing(_ => true));
    }

    [Fact]
    public void Each_line_keeps_its_first_however_many_lines_there_are()
    {
        var tasks = Enumerable.Range(0, 9).Select(i => $"task {i}").ToArray();
        var window = Complete(capacity: 3, tasks);
        var entries = tasks.Select(task => Entry(task)).ToArray();
        foreach (var entry in entries)
            window.Add(entry);

        Assert.Equal(entries, Drain(window));
    }

    [Fact]
    public void What_is_in_doubt_is_read_before_it_is_sent()
    {
        var window = Complete(capacity: 3);
        window.Add(Entry());

        window.Invalidate();

        Assert.False(window.TryPeek(_ => true, out _));
        Assert.Equal(Tasks.Order(), window.Missing(_ => true).Order());
    }

    [Fact]
    public void A_task_that_is_no_longer_served_takes_no_place()
    {
        var window = Complete(capacity: 3);
        window.Add(Entry("unwanted"));

        window.Serve(["task", "wanted"]);

        Assert.Equal(0, window.Count);
        window.Add(Entry("unwanted"));
        Assert.Equal(0, window.Count);
    }

    private static ReadyWindow Complete(int capacity, params string[] tasks)
    {
        tasks = tasks is [] ? Tasks : tasks;
        var window = new ReadyWindow(capacity);
        window.Serve(tasks);
        window.BeginRead(tasks);
        window.EndRead(tasks, ReadyOrder.Last);
        return window;
    }

    private QueueEntry Entry(string task = "task", int priority = 5, long? sequence = null) =>
        new(Guid.CreateVersion7(), task, priority, sequence ?? ++_sequence);

    private static List<QueueEntry> Drain(ReadyWindow window)
    {
        var drained = new List<QueueEntry>();
        while (window.TryPeek(_ => true, out var next))
        {
            window.Remove(next);
            drained.Add(next);
        }
        return drained;
    }
}
