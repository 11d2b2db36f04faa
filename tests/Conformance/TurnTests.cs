using Gristmill.Conformance.Grains;

namespace Gristmill.Conformance;

[Collection(nameof(SharedCluster))]
public sealed class TurnTests(SharedCluster shared)
{
    private IGrainFactory Grains => shared.Cluster.Client;

    [Fact]
    public async Task Turns_of_a_grain_are_single_threaded()
    {
        var grain = Grains.GetGrain<ITurnGrain>(Signals.NewKey());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.Add(100)));

        Assert.Equal(2000, await grain.Sum());
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_are_single_threaded_too()
    {
        var grain = Grains.GetGrain<IReentrantTurnGrain>(Signals.NewKey());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.Add(100)));

        Assert.Equal(2000, await grain.Sum());
    }

    [Fact]
    public async Task A_request_waits_until_the_one_before_it_is_done()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ITurnGrain>(key);
        Signals.Set($"{key} second may end");

        var first = grain.Hold("first");
        await Signals.Wait($"{key} first started");
        var second = grain.Hold("second");
        Assert.Equal(["first started"], await grain.Events());
        Signals.Set($"{key} first may end");
        await Task.WhenAll(first, second);

        Assert.Equal(["first started", "first ended", "second started", "second ended"], await grain.Events());
    }

    [Fact]
    public async Task Requests_of_a_reentrant_grain_interleave()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<IReentrantTurnGrain>(key);
        Signals.Set($"{key} second may end");

        var first = grain.Hold("first");
        await Signals.Wait($"{key} first started");
        await grain.Hold("second");
        Signals.Set($"{key} first may end");
        await first;

        Assert.Equal(["first started", "second started", "second ended", "first ended"], await grain.Events());
    }

    [Fact]
    public async Task A_method_that_always_interleaves_does_not_wait_for_others()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ITurnGrain>(key);
        Signals.Set($"{key} second may end");

        var first = grain.Hold("first");
        await Signals.Wait($"{key} first started");
        await grain.HoldInterleaved("second");
        Signals.Set($"{key} first may end");
        await first;

        Assert.Equal(["first started", "second started", "second ended", "first ended"], await grain.Events());
    }

    [Fact]
    public async Task Others_do_not_wait_for_a_method_that_always_interleaves()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ITurnGrain>(key);
        Signals.Set($"{key} second may end");

        var first = grain.HoldInterleaved("first");
        await Signals.Wait($"{key} first started");
        await grain.Hold("second");
        Signals.Set($"{key} first may end");
        await first;

        Assert.Equal(["first started", "second started", "second ended", "first ended"], await grain.Events());
    }

    [Fact]
    public async Task Ticks_of_a_timer_do_not_overlap()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ITimerGrain>(key);

        await grain.Start(ticks: 20);
        await Signals.Wait($"{key} ticked");

        Assert.Equal(0, await grain.Overlaps());
    }
}
