using Gristmill.Conformance.Grains;

namespace Gristmill.Conformance;

public sealed class MembershipTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_silo_that_leaves_loses_no_grain_identity()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        var keys = await Populate(cluster);
        var leaving = cluster.Silos[1];

        await cluster.StopSiloAsync(leaving);

        var places = await Task.WhenAll(keys.Select(key => CallUntilAnswered(cluster, key)));
        Assert.Equal([cluster.Silos[0].Address.ToParsableString()], places.Distinct());
    }

    [Fact]
    public async Task A_silo_that_leaves_deactivates_its_grains()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        var keys = Enumerable.Range(0, 32).Select(_ => Signals.NewKey()).ToArray();
        var places = await Task.WhenAll(keys.Select(key => cluster.Client.GetGrain<ILifeGrain>(key).WhereAmI()));
        var leaving = cluster.Silos.Single(s => s.Address.ToParsableString() == places[0]);

        await cluster.StopSiloAsync(leaving);

        foreach (var (key, place) in keys.Zip(places))
            Assert.Equal(place == places[0], Signals.IsSet($"{key} 1 deactivated"));
        Assert.Equal(2, await UntilAnswered(() => cluster.Client.GetGrain<ILifeGrain>(keys[0]).Activation()));
    }

    [Fact]
    public async Task A_silo_that_dies_loses_no_grain_identity()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 3);
        var keys = await Populate(cluster);
        var dying = cluster.Silos[2];

        await cluster.KillSiloAsync(dying);

        var places = await Task.WhenAll(keys.Select(key => CallUntilAnswered(cluster, key)));
        Assert.DoesNotContain(dying.Address.ToParsableString(), places);
    }

    [Fact]
    public async Task A_silo_that_joins_sees_the_same_grains()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        var keys = await Populate(cluster);

        await cluster.StartSiloAsync();

        var fromNew = cluster.Silos[1].Services.Get<IGrainFactory>();
        foreach (var key in keys)
            Assert.Equal(await CallUntilAnswered(cluster, key), await fromNew.GetGrain<ICallGrain>(key).WhereAmI());
    }

    [Fact]
    public async Task The_status_oracle_knows_who_lives()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        var (staying, leaving) = (cluster.Silos[0], cluster.Silos[1]);
        var oracle = staying.Services.Get<ISiloStatusOracle>();
        var listener = new Listener(leaving.Address);
        oracle.SubscribeToSiloStatusEvents(listener);

        Assert.Equal(SiloStatus.Active, oracle.CurrentStatus);
        Assert.Equal(staying.Address, oracle.SiloAddress);
        Assert.False(oracle.IsDeadSilo(staying.Address));
        Assert.Equal(2, oracle.GetApproximateSiloStatuses(onlyActive: true).Count);
        await cluster.StopSiloAsync(leaving);
        await listener.Died;

        Assert.True(oracle.IsDeadSilo(leaving.Address));
        Assert.Equal(SiloStatus.Dead, oracle.GetApproximateSiloStatus(leaving.Address));
        Assert.Equal([staying.Address], oracle.GetApproximateSiloStatuses(onlyActive: true).Keys);
        Assert.Equal(leaving.Address, SiloAddress.FromParsableString(leaving.Address.ToParsableString()));
    }

    private static async Task<string[]> Populate(TestCluster cluster)
    {
        var keys = Enumerable.Range(0, 48).Select(_ => Signals.NewKey()).ToArray();
        await Task.WhenAll(keys.Select(key => cluster.Client.GetGrain<ICallGrain>(key).Echo(key)));
        return keys;
    }

    private static Task<string> CallUntilAnswered(TestCluster cluster, string key) =>
        UntilAnswered(() => cluster.Client.GetGrain<ICallGrain>(key).WhereAmI());

    /// <summary>Calls are at-most-once: right after a silo went one may fail, and whoever needs the answer asks again.</summary>
    private static async Task<T> UntilAnswered<T>(Func<Task<T>> call)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (e is TimeoutException or OrleansException && TimeProvider.System.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private sealed class Listener(SiloAddress silo) : ISiloStatusListener
    {
        private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Died => _died.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            if (updatedSilo.Equals(silo) && status == SiloStatus.Dead)
                _died.TrySetResult();
        }
    }
}
