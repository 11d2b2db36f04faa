using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A subscription of this process: the events that wait for its handler, as they came over the wire.</summary>
internal sealed partial class StreamSubscription : IDisposable
{
    private const int MaxWaiting = 16 * 1024;
    private readonly string _stream;
    private readonly Func<byte[], Task> _handler;
    private readonly Activation? _activation;
    private readonly ILogger _logger;
    private readonly Action<StreamSubscription> _remove;
    private readonly Channel<byte[]> _waiting;
    private volatile bool _ended;

    public StreamSubscription(
        string stream, Func<byte[], Task> handler, Activation? activation, ILogger logger, Action<StreamSubscription> remove)
    {
        (_stream, _handler, _activation, _logger, _remove) = (stream, handler, activation, logger, remove);

        // A handler that does not keep up loses the oldest events; the silo does not keep them all for it.
        var limit = new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _waiting = Channel.CreateBounded<byte[]>(limit, _ => LogDropped(logger, stream));
        activation?.Own(this);
        _ = Task.Run(Run);
    }

    public void Receive(byte[] json) => _waiting.Writer.TryWrite(json);

    public void Dispose()
    {
        _ended = true;
        _waiting.Writer.TryComplete();
        _remove(this);
    }

    private async Task Run()
    {
        await foreach (var json in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_ended)
                return;
            try
            {
                await Handle(json).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogHandlerFailed(_logger, e, _stream);
            }
        }
    }

    private Task Handle(byte[] json)
    {
        if (_activation is null)
            return _handler(json);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _activation.Receive(new LocalRequest(() => _handler(json), interleaves: false, keepsAlive: true, error =>
        {
            if (error is null)
                done.SetResult();
            else
                done.SetException(error);
        }));
        return done.Task;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of stream {Stream} failed on an event")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error, string stream);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscriber of stream {Stream} does not keep up and loses events")]
    private static partial void LogDropped(ILogger logger, string stream);
}
