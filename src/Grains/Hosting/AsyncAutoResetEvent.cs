using System.Threading.Channels;

namespace Gristmill.Hosting;

/// <summary>Wakes one loop. Signals while the loop is busy become one.</summary>
internal sealed class AsyncAutoResetEvent
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a signal; false once <see cref="Close"/> was called and no signal is left.</summary>
    public async ValueTask<bool> WaitAsync() =>
        await _channel.Reader.WaitToReadAsync() && _channel.Reader.TryRead(out _);

    public void Close() => _channel.Writer.TryComplete();
}
