using Gristmill.Conformance.Grains;

namespace Gristmill.Conformance;

[Collection(nameof(SharedCluster))]
public sealed class LifeTests(SharedCluster shared)
{
    private IGrainFactory Grains => shared.Cluster.Client;

    [Fact]
    public async Task A_grain_is_activated_before_its_first_request()
    {
        Assert.True(await Grains.GetGrain<ILifeGrain>(Signals.NewKey()).WasActivatedFirst());
    }

    [Fact]
    public async Task Many_first_calls_make_one_activation()
    {
        var grain = Grains.GetGrain<ILifeGrain>(Signals.NewKey());

        var activations = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.Activation()));

        Assert.All(activations, number => Assert.Equal(1, number));
    }

    [Fact]
    public async Task A_grain_that_fails_to_activate_fails_the_call()
    {
        var key = Signals.NewKey();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Grains.GetGrain<IFailingGrain>(key).Touch());

        Assert.Contains($"order {key} lacks 1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deactivated_grain_is_activated_again_by_its_next_request()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ILifeGrain>(key);

        Assert.Equal(1, await grain.Activation());
        await grain.Leave();
        Assert.Equal("ApplicationRequested", await Signals.Wait($"{key} 1 deactivated"));

        Assert.Equal(2, await grain.Activation());
    }
}

public sealed class IdleCollectionTests
{
    [Fact]
    public async Task An_idle_grain_is_deactivated()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1, collectionAge: TimeSpan.FromSeconds(2));
        var key = Signals.NewKey();
        var grain = cluster.Client.GetGrain<ILifeGrain>(key);

        Assert.Equal(1, await grain.Activation());

        Assert.Equal("ActivationIdle", await Signals.Wait($"{key} 1 deactivated"));
        Assert.Equal(2, await grain.Activation());
    }
}
