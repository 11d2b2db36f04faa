using Gristmill.Conformance.Grains;

namespace Gristmill.Conformance;

[Collection(nameof(SharedCluster))]
public sealed class CallTests(SharedCluster shared)
{
    private IGrainFactory Grains => shared.Cluster.Client;

    [Fact]
    public async Task Messages_arrive_as_they_were_sent()
    {
        var grain = Grains.GetGrain<ICallGrain>(Signals.NewKey());
        var order = new Order(Guid.NewGuid(), "Müller & Söhne", [new("mill \"stone\"", 2), new("sieve", 1)], DateTimeOffset.UnixEpoch.AddHours(3), TimeSpan.FromMilliseconds(1.5), Size.Large);

        var back = await grain.EchoOrder(order);

        Assert.Equal(order with { Lines = back.Lines }, back);
        Assert.Equal(order.Lines, back.Lines);
        Assert.Equal([1, 2, 3], await grain.EchoBytes([1, 2, 3]));
        Assert.Null(await grain.EchoBytes(null));
        Assert.Equal(42, await grain.Increment(41));
    }

    [Fact]
    public async Task A_message_keeps_its_derived_type()
    {
        var grain = Grains.GetGrain<ICallGrain>(Signals.NewKey());

        Assert.Equal(new Circle("c", 2.5), await grain.EchoShape(new Circle("c", 2.5)));
        Assert.Equal(new Square("s", 4), await grain.EchoShape(new Square("s", 4)));
    }

    [Fact]
    public async Task References_to_grains_travel()
    {
        var key = Signals.NewKey();
        var (one, other) = (Grains.GetGrain<ICallGrain>(key), Grains.GetGrain<ICallGrain>(Signals.NewKey()));

        Assert.Equal("hello", await one.CallOther(other, "hello"));
        Assert.Equal(key, await one.PassItself(other));
    }

    [Fact]
    public async Task A_grain_knows_its_key()
    {
        var guid = Guid.NewGuid();

        Assert.Equal(guid, await Grains.GetGrain<IGuidGrain>(guid).Key());
        Assert.Equal(-5, await Grains.GetGrain<IIntegerGrain>(-5).Key());
        Assert.Equal(long.MaxValue, Grains.GetGrain<IIntegerGrain>(long.MaxValue).GetPrimaryKeyLong());
        Assert.Equal(guid, Grains.GetGrain<IGuidGrain>(guid).GetPrimaryKey());
    }

    [Fact]
    public void References_to_the_same_grain_are_equal()
    {
        Assert.Equal(Grains.GetGrain<ICallGrain>("a"), Grains.GetGrain<ICallGrain>("a"));
        Assert.NotEqual(Grains.GetGrain<ICallGrain>("a"), Grains.GetGrain<ICallGrain>("b"));
        Assert.Equal(Grains.GetGrain<ICallGrain>("a").GetGrainId(), Grains.GetGrain<ICallGrain>("a").GetGrainId());
    }

    [Fact]
    public async Task All_silos_see_the_same_grain()
    {
        var key = Signals.NewKey();
        var places = await Task.WhenAll(shared.Cluster.Silos.Select(s => s.Services.Get<IGrainFactory>().GetGrain<ICallGrain>(key).WhereAmI()));

        Assert.Single(places.Distinct());
    }

    [Fact]
    public async Task A_stateless_worker_runs_in_the_silo_of_its_caller()
    {
        foreach (var silo in shared.Cluster.Silos)
            Assert.Equal(silo.Address.ToParsableString(), await silo.Services.Get<IGrainFactory>().GetGrain<IWorkerGrain>(0).WhereAmI());

        var places = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Grains.GetGrain<ICallerGrain>(Signals.NewKey()).CallWorker()));
        Assert.All(places, place => Assert.Equal(place[0], place[1]));
    }

    [Fact]
    public async Task A_one_way_call_arrives_and_nobody_hears_of_its_error()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ICallGrain>(key);

        await grain.Tell(key + " told");
        await grain.TellAndThrow(key + " threw");

        await Signals.Wait(key + " told");
        await Signals.Wait(key + " threw");
        Assert.Equal("still there", await grain.Echo("still there"));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_for_the_grain()
    {
        var key = Signals.NewKey();
        var grain = Grains.GetGrain<ICallGrain>(key);
        var blocking = grain.Block(until: $"{key} told");

        await grain.Tell($"{key} arrived").WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        Assert.False(blocking.IsCompleted);
        Signals.Set($"{key} told");
        await Signals.Wait($"{key} arrived");
    }

    [Fact]
    public async Task A_declared_exception_arrives_with_type_message_and_members()
    {
        var error = await Assert.ThrowsAsync<OutOfStockException>(() => Grains.GetGrain<ICallGrain>(Signals.NewKey()).ThrowDeclared("A-7", 3));

        Assert.Equal("order A-7 lacks 3", error.Message);
        Assert.Equal(("A-7", 3), (error.Order, error.Missing));
    }

    [Fact]
    public async Task An_exception_of_the_framework_arrives_with_type_and_message()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Grains.GetGrain<ICallGrain>(Signals.NewKey()).ThrowSystem("no such thing"));

        Assert.Equal("no such thing", error.Message);
    }

    [Fact]
    public async Task A_cancellation_token_travels()
    {
        var key = Signals.NewKey();
        using var source = new CancellationTokenSource();

        var call = Grains.GetGrain<ICallGrain>(key).WaitForCancellation(key, source.Token);
        await Signals.Wait($"{key} waiting");
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Signals.Wait($"{key} cancelled");
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_call()
    {
        var grain = Grains.GetGrain<ICallGrain>(Signals.NewKey());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.WaitForCancellation("unused", new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_call_that_outlives_the_response_time_out_fails_with_TimeoutException()
    {
        var key = Signals.NewKey();

        await Assert.ThrowsAsync<TimeoutException>(() => Grains.GetGrain<ICallGrain>(key).BlockAndTimeOutAfter300Milliseconds(until: $"{key} timed out"));

        Signals.Set($"{key} timed out");
    }
}
