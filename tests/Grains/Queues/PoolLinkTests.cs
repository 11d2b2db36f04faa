namespace Gristmill.Queues;

public sealed class PoolLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TestClock _clock = new();
    private readonly NoPool _pool = new();

    [Fact]
    public void A_pool_may_be_sent_what_it_offered_and_no_more()
    {
        var link = Linked(new PoolOffer { Owner = "a", Stamp = 1, Received = 0, Limit = 2 });
        Assert.Equal(2, link.Credit);

        link.Sent(Entry());
        link.Sent(Entry());

        Assert.Equal(0, link.Credit);
    }

    [Fact]
    public void A_pool_that_was_known_to_an_earlier_activation_goes_on_counting()
    {
        var link = Linked(new PoolOffer { Owner = "a", Stamp = 7, Received = 100, Limit = 103 });

        Assert.Equal(3, link.Credit);
    }

    [Fact]
    public void An_offer_that_was_overtaken_is_ignored()
    {
        var link = Linked(new PoolOffer { Owner = "a", Stamp = 2, Received = 0, Limit = 0 });

        Assert.False(link.Take(new PoolOffer { Owner = "a", Stamp = 1, Received = 0, Limit = 9 }, _pool, _clock.Now));
        Assert.Equal(0, link.Credit);
    }

    [Fact]
    public void What_was_sent_and_has_not_arrived_in_time_is_lost_once()
    {
        var offer = new PoolOffer { Owner = "a", Stamp = 1, Received = 0, Limit = 5 };
        var link = Linked(offer);
        Assert.False(link.HasLost(offer, _clock.Now, Patience));
        link.Sent(Entry());
        Assert.False(link.HasLost(offer, _clock.Now, Patience));

        _clock.Advance(Patience);

        Assert.True(link.HasLost(offer, _clock.Now, Patience));
        Assert.Equal(5, link.Credit);
        Assert.False(link.HasLost(offer, _clock.Now, Patience));
    }

    [Fact]
    public void What_arrives_later_than_the_next_offer_is_not_lost()
    {
        var offer = new PoolOffer { Owner = "a", Stamp = 1, Received = 0, Limit = 5 };
        var link = Linked(offer);
        Assert.False(link.HasLost(offer, _clock.Now, Patience));
        link.Sent(Entry());
        Assert.False(link.HasLost(offer, _clock.Now, Patience));

        _clock.Advance(Patience / 2);
        Assert.False(link.HasLost(offer with { Received = 1 }, _clock.Now, Patience));
        _clock.Advance(Patience);

        Assert.False(link.HasLost(offer with { Received = 1 }, _clock.Now, Patience));
    }

    private PoolLink Linked(PoolOffer offer)
    {
        var link = new PoolLink("127.0.0.1:11111@1", _pool, offer.Received);
        Assert.True(link.Take(offer, _pool, _clock.Now));
        return link;
    }

    private static QueueEntry Entry() => new(Guid.CreateVersion7(), "task", 5, 1);

    private sealed class NoPool : IWorkerPool
    {
        public Task DeliverAsync(string queue, QueueEntry[] entries) => Task.CompletedTask;

        public Task CancelAsync(Guid job, int run, string? reason) => Task.CompletedTask;
    }
}
