using Gristmill.Grains.Pool;

namespace Gristmill.Workers;

/// <summary>Queues that always have work, on the slots of one pool.</summary>
public sealed class SlotShareTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 0.5), InlineData(2, 1, 1, 1, 1, 0.5), InlineData(4, 1, 1, 1, 1, 0.5),
        InlineData(3, 1, 1, 1, 1, 0.5)]
    [InlineData(1, 3, 1, 1, 1, 0.75), InlineData(2, 3, 1, 1, 1, 0.75), InlineData(4, 3, 1, 1, 1, 0.75),
        InlineData(2, 1_000, 1, 1, 1, 0.999)]
    [InlineData(1, 1, 10, 1, 1, 0.5), InlineData(2, 1, 10, 1, 1, 0.5), InlineData(4, 1, 1, 1, 10, 0.5),
        InlineData(8, 2, 7, 1, 1, 2 / 3.0)]
    public void Slot_time_is_shared_by_weight_however_many_slots_there_are_and_however_long_the_jobs(
        int slots, int weight, int seconds, int otherWeight, int otherSeconds, double part)
    {
        var (one, other) = (Queue(weight, seconds), Queue(otherWeight, otherSeconds));

        Run(slots, TimeSpan.FromHours(1), one, other);

        Assert.Equal(part, one.SlotTime / (one.SlotTime + other.SlotTime), 0.01);
    }

    [Fact]
    public void Of_two_slots_and_equal_queues_each_has_one_all_the_time()
    {
        var (one, other) = (Queue(1, 1), Queue(1, 10));
        Run(2, TimeSpan.FromMinutes(10), one, other);

        for (var i = 0; i < 100; i++)
        {
            Run(2, TimeSpan.FromSeconds(1), one, other);
            Assert.Equal((1, 1), (one.Share.Running, other.Share.Running));
        }
    }

    [Fact]
    public void A_queue_that_had_no_work_does_not_catch_up_on_it()
    {
        var (one, late) = (Queue(1, 1), Queue(1, 1));
        Run(2, TimeSpan.FromHours(1), one);
        var before = one.SlotTime;

        late.Share.Join(one.Share.Level);
        Run(2, TimeSpan.FromMinutes(1), one, late);

        Assert.Equal(late.SlotTime, one.SlotTime - before, 2.0);
    }

    private TestQueue Queue(int weight, int seconds) => new(new SlotShare(weight, _clock), TimeSpan.FromSeconds(seconds));

    private sealed record TestQueue(SlotShare Share, TimeSpan Takes)
    {
        public List<DateTimeOffset> Starts { get; } = [];

        public double SlotTime { get; set; }
    }

    // In steps of a tenth of a second.
    private void Run(int slots, TimeSpan time, params TestQueue[] queues)
    {
        for (var end = _clock.GetUtcNow() + time; _clock.GetUtcNow() < end; _clock.Advance(TimeSpan.FromSeconds(0.1)))
        {
            foreach (var queue in queues)
                foreach (var start in queue.Starts.Where(start => _clock.GetUtcNow() - start >= queue.Takes).ToArray())
                {
                    queue.Starts.Remove(start);
                    queue.Share.End(queue.Takes);
                }
            while (queues.Sum(queue => queue.Share.Running) < slots)
            {
                var next = queues.MinBy(queue => queue.Share.NextLevel)!;
                next.Share.Start();
                next.Starts.Add(_clock.GetUtcNow());
            }
            foreach (var queue in queues)
                queue.SlotTime += queue.Share.Running * 0.1;
        }
    }
}
