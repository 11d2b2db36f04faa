namespace Gristmill.Queues;

public sealed class ReadyWindowTests
{
    private long _sequence;

    [Fact]
    public void Greater_priority_comes_first_and_then_the_older()
    {
        var window = Complete(capacity: 10);
        var (young, old, urgent) = (Entry(sequence: 3), Entry(sequence: 1), Entry(sequence: 2, priority: 9));
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
        window.Insert(entry);

        Assert.Equal(1, window.Count);
    }

    [Fact]
    public void Beyond_its_capacity_it_drops_the_last_and_says_so()
    {
        var window = Complete(capacity: 2);
        var entries = new[] { Entry(), Entry(), Entry() };
        foreach (var entry in entries)
            window.Add(entry);

        Assert.True(window.IsTruncated("task"));
        Assert.Equal(entries[..2], Drain(window));
    }

    [Fact]
    public void While_truncated_it_takes_in_only_what_comes_before_what_it_holds()
    {
        var window = Complete(capacity: 2);
        var (first, second) = (Entry(), Entry());
        window.Add(first);
        window.Add(second);
        window.Truncate();

        window.Add(Entry());
        var urgent = Entry(priority: 9);
        window.Add(urgent);

        Assert.Equal([urgent, first], Drain(window));
    }

    [Fact]
    public void While_truncated_an_empty_line_takes_in_nothing_since_the_store_may_hold_older_ones()
    {
        var window = new ReadyWindow(capacity: 2);

        window.Add(Entry());

        Assert.Equal(0, window.Count);
    }

    [Fact]
    public void What_it_drops_is_of_the_longest_line_and_only_that_is_truncated()
    {
        var window = Complete(capacity: 4);
        foreach (var task in new[] { "unwanted", "unwanted", "unwanted", "unwanted", "wanted" })
            window.Add(Entry(task));

        Assert.Equal((true, false), (window.IsTruncated("unwanted"), window.IsTruncated("wanted")));
        var next = Entry("wanted");
        window.Add(next);
        Assert.Equal(next, Drain(window)[^1]);
    }

    private static ReadyWindow Complete(int capacity)
    {
        var window = new ReadyWindow(capacity);
        foreach (var task in new[] { "task", "wanted", "unwanted" })
            window.Complete(task);
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
