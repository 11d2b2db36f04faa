using System.Threading.Channels;
using Gristmill.Dashboard.Live;

namespace Gristmill.Dashboard;

public sealed class FeedTests
{
    private readonly Channel<int> _reads = Channel.CreateUnbounded<int>();
    private int _count;

    [Fact]
    public async Task Nobody_looks_and_nothing_is_read()
    {
        var feed = Feed();

        Assert.Null(feed.Value);
        feed.Subscribe(() => { }).Dispose();
        using (feed.Subscribe(() => { }))
            await NextReadAsync();
    }

    [Fact]
    public async Task Many_viewers_share_a_reading()
    {
        var feed = Feed();
        var (one, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var first = feed.Subscribe(() => one.TrySetResult());
        using var second = feed.Subscribe(() => other.TrySetResult());

        feed.Refresh();
        await Task.WhenAll(one.Task, other.Task).WaitAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(feed.Value);
        Assert.InRange(_count, 1, 2);
    }

    [Fact]
    public async Task A_refresh_does_not_wait_for_the_period()
    {
        var feed = Feed();
        using var viewer = feed.Subscribe(() => { });
        await NextReadAsync();

        feed.Refresh();

        Assert.Equal(2, await NextReadAsync());
    }

    [Fact]
    public async Task A_failure_keeps_the_last_value_and_is_told_until_a_reading_succeeds()
    {
        var told = Channel.CreateUnbounded<string?>();
        var results = new Queue<Func<string>>([() => "first", () => throw new TimeoutException("no silo"), () => "third"]);
        var feed = new Feed<string>(() => Task.FromResult(results.Dequeue()()), TimeProvider.System, TimeSpan.FromDays(1));
        using var viewer = feed.Subscribe(() => told.Writer.TryWrite(null));
        await told.Reader.ReadAsync(TestContext.Current.CancellationToken);

        feed.Refresh();
        await told.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("first", "no silo"), (feed.Value, feed.Fault));

        feed.Refresh();
        await told.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("third", null), (feed.Value, feed.Fault));
    }

    private Feed<string> Feed() => new(
        () =>
        {
            _reads.Writer.TryWrite(++_count);
            return Task.FromResult($"reading {_count}");
        },
        TimeProvider.System,
        TimeSpan.FromDays(1));

    private async Task<int> NextReadAsync() => await _reads.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
