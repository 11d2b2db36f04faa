using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A subscription of this process.</summary>
internal abstract class StreamSubscription
{
    /// <summary>Takes an event of this process.</summary>
    public abstract void Receive(object? item, long number);

    /// <summary>Takes an event of another process.</summary>
    public abstract void Receive(ReadOnlySpan<byte> json, WireSerializer serializer, long number);
}

/// <inheritdoc/>
internal sealed partial class StreamSubscription<T> : StreamSubscription, IDisposable
{
    private const int MaxWaiting = 16 * 1024;
    private readonly Func<T, StreamSequenceToken?, Task> _handler;
    private readonly StreamKey _key;
    private readonly Activation? _activation;
    private readonly ILogger _logger;
    private readonly Channel<(T Item, long Number)> _waiting;
    private volatile bool _ended;

    public StreamSubscription(StreamKey key, Func<T, StreamSequenceToken?, Task> handler, Activation? activation, ILogger logger)
    {
        _key = key;
        _handler = handler;
        _activation = activation;
        _logger = logger;

        // A handler that does not keep up loses the oldest events; the silo does not keep them all for it.
        _waiting = Channel.CreateBounded<(T, long)>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => LogDropped(logger, key.Id));
        _ = Task.Run(Run);
    }

    public override void Receive(object? item, long number)
    {
        if (item is T or null)
            _waiting.Writer.TryWrite(((T)item!, number));
        else
            LogWrongType(_logger, _key.Id, item.GetType(), typeof(T));
    }

    public override void Receive(ReadOnlySpan<byte> json, WireSerializer serializer, long number)
    {
        try
        {
            _waiting.Writer.TryWrite((serializer.Read<T>(json)!, number));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            LogUnreadable(_logger, e, _key.Id, typeof(T));
        }
    }

    public void Dispose()
    {
        _ended = true;
        _waiting.Writer.TryComplete();
    }

    private async Task Run()
    {
        await foreach (var (item, number) in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_ended)
                return;
            try
            {
                await Handle(item, new EventNumber(number)).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogHandlerFailed(_logger, e, _key.Id);
            }
        }
    }

    private Task Handle(T item, StreamSequenceToken number)
    {
        if (_activation is null)
            return _handler(item, number);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _activation.Receive(new LocalRequest(() => _handler(item, number), interleaves: false, keepsAlive: true, error =>
        {
            if (error is null)
                done.SetResult();
            else
                done.SetException(error);
        }));
        return done.Task;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of stream {Stream} failed on an event")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error, StreamId stream);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscriber of stream {Stream} does not keep up and loses events")]
    private static partial void LogDropped(ILogger logger, StreamId stream);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of stream {Stream} is a {Actual}; a subscriber expects {Expected}")]
    private static partial void LogWrongType(ILogger logger, StreamId stream, Type actual, Type expected);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of stream {Stream} cannot be read as {Expected}")]
    private static partial void LogUnreadable(ILogger logger, Exception error, StreamId stream, Type expected);

    private sealed class EventNumber(long number) : StreamSequenceToken
    {
        public override long SequenceNumber { get; protected set; } = number;
    }
}
