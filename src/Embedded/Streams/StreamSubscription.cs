using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A subscription of this process.</summary>
internal interface IStreamSubscription
{
    string Stream { get; }

    /// <summary>Takes an event as it came over the wire.</summary>
    void Receive(byte[] json);
}

/// <summary>Makes each event a request: to the grain that subscribed, or else to a queue of its own.</summary>
internal sealed partial class StreamSubscription<T> : StreamSubscriptionHandle<T>, IStreamSubscription, IDisposable
{
    private readonly Node _node;
    private readonly Func<T, StreamSequenceToken?, Task> _handler;
    private readonly RequestTarget _target = (RequestTarget?)Activation.Current ?? new Turns();
    private volatile bool _ended;

    public StreamSubscription(Node node, string stream, Func<T, StreamSequenceToken?, Task> handler)
    {
        (_node, Stream, _handler) = (node, stream, handler);
        (_target as Activation)?.Own(this);
        node.Streams.Add(this);
    }

    public string Stream { get; }

    public void Receive(byte[] json) => _target.Receive(new LocalRequest(() => Handle(json), interleaves: false, keepsAlive: true, Handled));

    public override Task UnsubscribeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _ended = true;
        _node.Streams.Remove(this);
    }

    private Task Handle(byte[] json) => _ended ? Task.CompletedTask : _handler(_node.Serializer.Read<T>(json)!, null);

    private void Handled(Exception? error)
    {
        if (error is not null)
            LogHandlerFailed(_node.Logger, error, Stream);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of stream {Stream} failed on an event")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error, string stream);

    private sealed class Turns : RequestTarget
    {
        protected override bool IsOpen => true;

        protected override object Instance(Request request) => this;
    }
}
