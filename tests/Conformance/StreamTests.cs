using Gristmill.Conformance.Grains;

namespace Gristmill.Conformance;

[Collection(nameof(SharedCluster))]
public sealed class StreamTests(SharedCluster shared)
{
    private IClusterClient Client => shared.Cluster.Client;

    [Fact]
    public async Task Events_of_a_grain_reach_subscribers_in_all_processes_in_order()
    {
        var key = Signals.NewKey();
        var id = StreamId.Create("news", key);
        var readers = new List<Reader>();
        foreach (var client in shared.Cluster.Silos.Select(s => s.Services.Get<IClusterClient>()).Append(Client))
        {
            var reader = new Reader(100);
            readers.Add(reader);
            reader.Handle = await client.GetStreamProvider(TestCluster.StreamProvider).GetStream<NewsItem>(id).SubscribeAsync(reader.Read);
        }

        await Client.GetGrain<IStreamGrain>(key).Publish(0, 100);

        foreach (var reader in readers)
        {
            Assert.Equal(Enumerable.Range(0, 100), await reader.Done);
            await reader.Handle!.UnsubscribeAsync();
        }
    }

    [Fact]
    public async Task Events_of_a_client_reach_a_grain_in_order()
    {
        var key = Signals.NewKey();
        var grain = Client.GetGrain<IStreamGrain>(key);
        await grain.Subscribe(expected: 50);
        var stream = Client.GetStreamProvider(TestCluster.StreamProvider).GetStream<NewsItem>(StreamId.Create("news", key));

        for (var i = 0; i < 50; i++)
            await stream.OnNextAsync(new NewsItem(i));

        await Signals.Wait($"{key} seen");
        Assert.Equal(Enumerable.Range(0, 50), await grain.Seen());
    }

    [Fact]
    public async Task An_ended_subscription_gets_no_more_events()
    {
        var key = Signals.NewKey();
        var stream = Client.GetStreamProvider(TestCluster.StreamProvider).GetStream<NewsItem>(StreamId.Create("news", key));
        var (ended, lasting) = (new Reader(1), new Reader(2));
        var handle = await stream.SubscribeAsync(ended.Read);
        await stream.SubscribeAsync(lasting.Read);

        await stream.OnNextAsync(new NewsItem(1));
        await ended.Done;
        await handle.UnsubscribeAsync();
        await stream.OnNextAsync(new NewsItem(2));

        var seen = await lasting.Done;
        Assert.Equal([1, 2], seen);
        Assert.Equal([1], ended.Seen);
    }

    private sealed class Reader(int expected)
    {
        private readonly TaskCompletionSource<int[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<int> _seen = [];

        public StreamSubscriptionHandle<NewsItem>? Handle { get; set; }

        public int[] Seen => [.. _seen];

        public Task<int[]> Done => _done.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        public Task Read(NewsItem item, StreamSequenceToken? token)
        {
            _seen.Add(item.Number);
            if (_seen.Count == expected)
                _done.SetResult([.. _seen]);
            return Task.CompletedTask;
        }
    }
}
