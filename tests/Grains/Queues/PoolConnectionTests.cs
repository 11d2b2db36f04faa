using Gristmill.Grains.Queues;

namespace Gristmill.Queues;

public sealed class PoolConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly NoPool _pool = new();

    [Fact]
    public void A_pool_may_be_sent_what_it_offered_and_no_more()
    {
        var link = Linked(new CreditUpdate { Owner = "a", Stamp = 1, Received = 0, Limit = 2 });
        Assert.Equal(2, link.Credit);

        link.Sent(Entry(), _clock.GetUtcNow());
        link.Sent(Entry(), _clock.GetUtcNow());

        Assert.Equal(0, link.Credit);
    }

    [Fact]
    public void A_pool_that_was_known_to_an_earlier_activation_goes_on_counting()
    {
        var link = Linked(new CreditUpdate { Owner = "a", Stamp = 7, Received = 100, Limit = 103 });

        Assert.Equal(3, link.Credit);
    }

    [Fact]
    public void An_offer_that_was_overtaken_is_ignored()
    {
        var link = Linked(new CreditUpdate { Owner = "a", Stamp = 2, Received = 0, Limit = 0 });

        Assert.False(link.Take(new CreditUpdate { Owner = "a", Stamp = 1, Received = 0, Limit = 9 }, _pool, _clock.GetUtcNow()));
        Assert.Equal(0, link.Credit);
    }

    [Fact]
    public void What_was_not_dealt_with_in_time_is_taken_back_and_there_is_room_for_it_again()
    {
        var link = Linked(new CreditUpdate { Owner = "a", Stamp = 1, Received = 0, Limit = 5 });
        var (lost, dealt, later) = (Entry(), Entry(), Entry());
        link.Sent(lost, _clock.GetUtcNow());
        link.Sent(dealt, _clock.GetUtcNow());
        Assert.True(link.Settle(dealt.Job, out _));
        _clock.Advance(Patience);
        link.Sent(later, _clock.GetUtcNow());

        // Others arrive all the time: what is missing shows in no count.
        Assert.True(link.Take(new CreditUpdate { Owner = "a", Stamp = 2, Received = 2, Limit = 5 }, _pool, _clock.GetUtcNow()));
        Assert.Equal(2, link.Credit);
        Assert.Equal([lost], link.TakeBack(before: _clock.GetUtcNow()));

        Assert.Equal(3, link.Credit);
        Assert.Equal((false, true), (link.Has(lost.Job), link.Has(later.Job)));
        Assert.Empty(link.TakeBack(before: _clock.GetUtcNow()));
    }

    [Fact]
    public void What_has_arrived_takes_room_also_when_it_was_taken_back()
    {
        var link = Linked(new CreditUpdate { Owner = "a", Stamp = 1, Received = 0, Limit = 5 });
        link.Sent(Entry(), _clock.GetUtcNow());
        Assert.True(link.Take(new CreditUpdate { Owner = "a", Stamp = 2, Received = 1, Limit = 5 }, _pool, _clock.GetUtcNow()));

        Assert.Single(link.TakeBack(DateTimeOffset.MaxValue));

        Assert.Equal(4, link.Credit);
    }

    private PoolConnection Linked(CreditUpdate offer)
    {
        var link = new PoolConnection("127.0.0.1:11111@1", _pool, offer.Received);
        Assert.True(link.Take(offer, _pool, _clock.GetUtcNow()));
        return link;
    }

    private static QueueEntry Entry() => new(Guid.CreateVersion7(), "task", 5, 1);
}

/// <summary>A pool that nothing arrives at.</summary>
internal sealed class NoPool : IWorkerPool
{
    public Task DeliverAsync(string queue, QueueEntry[] entries) => Task.CompletedTask;

    public Task CancelAsync(Guid job, int run, string? reason) => Task.CompletedTask;
}
