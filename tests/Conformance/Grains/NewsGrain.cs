namespace Gristmill.Conformance.Grains;

public sealed class NewsGrain : Grain, INewsGrain
{
    private readonly HashSet<INewsObserver> _observers = [];

    public Task Subscribe(INewsObserver observer)
    {
        _observers.Add(observer);
        return Task.CompletedTask;
    }

    public Task Publish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var observer in _observers)
                observer.Tell(i);
        }

        return Task.CompletedTask;
    }

    public Task<int> AskFirst(int number) => _observers.First().Ask(number);
}

public sealed class StreamGrain : Grain, IStreamGrain
{
    private readonly List<int> _seen = [];

    private IAsyncStream<NewsItem> Stream =>
        this.GetStreamProvider(TestCluster.StreamProvider).GetStream<NewsItem>(StreamId.Create("news", this.GetPrimaryKeyString().Split('/')[0]));

    public async Task Publish(int first, int count)
    {
        for (var i = first; i < first + count; i++)
            await Stream.OnNextAsync(new NewsItem(i));
    }

    public Task Subscribe(int expected) => Stream.SubscribeAsync((item, _) =>
    {
        _seen.Add(item.Number);
        if (_seen.Count == expected)
            Signals.Set($"{this.GetPrimaryKeyString()} seen");
        return Task.CompletedTask;
    });

    public Task<int[]> Seen() => Task.FromResult(_seen.ToArray());
}

[GenerateSerializer, Immutable]
public sealed record NewsItem([property: Id(0)] int Number);
