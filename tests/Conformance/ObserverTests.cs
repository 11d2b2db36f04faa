using Gristmill.Conformance.Grains;

namespace Gristmill.Conformance;

[Collection(nameof(SharedCluster))]
public sealed class ObserverTests(SharedCluster shared)
{
    private IGrainFactory Grains => shared.Cluster.Client;

    [Fact]
    public async Task A_grain_tells_an_observer_in_the_client_everything_in_whatever_order()
    {
        var observer = new Reader(expected: 100);
        var reference = Grains.CreateObjectReference<INewsObserver>(observer);
        var grain = Grains.GetGrain<INewsGrain>(Signals.NewKey());

        await grain.Subscribe(reference);
        await grain.Subscribe(reference);
        await grain.Publish(100);

        Assert.Equal(Enumerable.Range(0, 100), (await observer.Done).Order());
        Grains.DeleteObjectReference<INewsObserver>(reference);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task A_grain_asks_an_observer_in_any_process()
    {
        foreach (var factory in shared.Cluster.Silos.Select(s => s.Services.Get<IGrainFactory>()).Append(Grains))
        {
            var observer = new Reader(expected: 0);
            var grain = Grains.GetGrain<INewsGrain>(Signals.NewKey());
            await grain.Subscribe(factory.CreateObjectReference<INewsObserver>(observer));

            Assert.Equal(8, await grain.AskFirst(4));
            GC.KeepAlive(observer);
        }
    }

    private sealed class Reader(int expected) : INewsObserver
    {
        private readonly TaskCompletionSource<int[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<int> _seen = [];

        public Task<int[]> Done => _done.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        public void Tell(int number)
        {
            _seen.Add(number);
            if (_seen.Count == expected)
                _done.SetResult([.. _seen]);
        }

        public Task<int> Ask(int number) => Task.FromResult(number * 2);
    }
}
