namespace Gristmill.Embedded.Tests.Activation;

public sealed class ClockTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_every_period()
    {
        await using var cluster = await Clusters.Start(clock: _clock);
        var probe = cluster.Silos[0].Probe();
        await cluster.Client.GetGrain<IProbeGrain>("a").StartTimer(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), keepAlive: false);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(probe.Wait("a ticked 1").IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await probe.Wait("a ticked 1");

        // The grain answers after the tick has ended and set the next.
        await cluster.Client.GetGrain<IProbeGrain>("a").Echo("");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await probe.Wait("a ticked 2");
    }

    [Fact]
    public async Task A_call_times_out_by_the_clock_here_and_elsewhere()
    {
        await using var cluster = await Clusters.Start(clock: _clock);
        var silo = cluster.Silos[0];
        foreach (var (key, factory) in new[] { ("remote", (IGrainFactory)cluster.Client), ("local", silo.ServiceProvider.Get<IGrainFactory>()) })
        {
            var call = factory.GetGrain<IProbeGrain>(key).Block();
            await silo.Probe().Wait($"{key} blocked");

            _clock.Advance(TimeSpan.FromSeconds(29));
            Assert.False(call.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(2));

            await Assert.ThrowsAsync<TimeoutException>(() => call.Soon());
            silo.Probe().Set($"{key} released");
        }
    }

    [Fact]
    public async Task A_request_whose_caller_gave_up_does_not_start()
    {
        await using var cluster = await Clusters.Start(clock: _clock);
        var (silo, grain) = (cluster.Silos[0], cluster.Client.GetGrain<IProbeGrain>("a"));
        var running = grain.Block();
        await silo.Probe().Wait("a blocked");
        var waiting = grain.Leave();
        await cluster.Client.GetGrain<IProbeGrain>("witness").Echo("");
        _clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => running.Soon());
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.Soon());

        silo.Probe().Set("a released");
        await grain.Echo("");

        Assert.Equal(["a activated", "witness activated"], silo.Probe().Events);
    }

    [Fact]
    public async Task An_idle_grain_is_collected_and_one_that_is_used_is_not()
    {
        await using var cluster = await Clusters.Start(clock: _clock);
        var probe = cluster.Silos[0].Probe();
        await cluster.Client.GetGrain<IProbeGrain>("idle").Echo("");
        await cluster.Client.GetGrain<IProbeGrain>("used").Echo("");

        _clock.Advance(TimeSpan.FromMinutes(14));
        await cluster.Client.GetGrain<IProbeGrain>("used").Echo("");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await probe.Wait("idle deactivated");

        await cluster.Client.GetGrain<IProbeGrain>("used").Echo("");
        Assert.Equal(["idle activated", "used activated", "idle deactivated: ActivationIdle"], probe.Events);
    }

    [Fact]
    public async Task Ticks_of_a_timer_keep_a_grain_only_if_asked_to()
    {
        await using var cluster = await Clusters.Start(clock: _clock);
        var probe = cluster.Silos[0].Probe();
        await cluster.Client.GetGrain<IProbeGrain>("kept").StartTimer(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), keepAlive: true);
        await cluster.Client.GetGrain<IProbeGrain>("lost").StartTimer(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), keepAlive: false);

        _clock.Advance(TimeSpan.FromMinutes(10));
        await probe.Wait("kept ticked 1");
        await probe.Wait("lost ticked 1");
        _clock.Advance(TimeSpan.FromMinutes(6));
        await probe.Wait("lost deactivated");

        Assert.DoesNotContain("kept deactivated: ActivationIdle", probe.Events);
    }
}
