namespace Gristmill.Embedded;

/// <inheritdoc/>
internal sealed class StreamProvider(Node node, string name) : IStreamProvider
{
    public string Name => name;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new AsyncStream<T>(node, new(name, streamId));
}

/// <inheritdoc/>
internal sealed class AsyncStream<T>(Node node, StreamKey key) : IAsyncStream<T>
{
    public StreamId StreamId => key.Id;

    public string ProviderName => key.Provider;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        try
        {
            node.Streams.Publish(key, item);
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    public async Task<StreamSubscriptionHandle<T>> SubscribeAsync(Func<T, StreamSequenceToken?, Task> onNextAsync)
    {
        ArgumentNullException.ThrowIfNull(onNextAsync);
        var subscription = new StreamSubscription<T>(key, onNextAsync, Activation.Current, node.Logger);
        var handle = new Handle(node, key, subscription);
        Activation.Current?.Own(handle);
        await node.Streams.Subscribe(key, subscription);
        return handle;
    }

    private sealed class Handle(Node node, StreamKey key, StreamSubscription<T> subscription) : StreamSubscriptionHandle<T>, IDisposable
    {
        public override StreamId StreamId => key.Id;

        public override Guid HandleId { get; } = Guid.NewGuid();

        public override Task UnsubscribeAsync()
        {
            subscription.Dispose();
            return node.Streams.Unsubscribe(key, subscription);
        }

        public void Dispose() => _ = UnsubscribeAsync();
    }
}
