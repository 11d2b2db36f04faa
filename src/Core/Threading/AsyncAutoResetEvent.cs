using System.Threading.Channels;

namespace Gristmill.Core;

/// <summary>Wakes one loop. Signals while the loop is busy become one.</summary>
public sealed class AsyncAutoResetEvent
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes who waits, or who waits next.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a signal; false once <see cref="Close"/> was called and no signal is left.</summary>
    public async ValueTask<bool> WaitAsync() =>
        await _channel.Reader.WaitToReadAsync() && _channel.Reader.TryRead(out _);

    /// <summary>No further signal comes.</summary>
    public void Close() => _channel.Writer.TryComplete();
}
