using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>A connection to another process of the cluster, which either side may have opened. Both call through it.</summary>
internal sealed partial class Connection
{
    private const int Magic = 0x47724D32;
    private readonly FrameStream _stream;
    private readonly string? _path;
    private readonly ConcurrentDictionary<long, InboundCall> _cancellable = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _pings = new();
    private long _lastPing;
    private bool _heard;
    private volatile bool _closed;

    private Connection(Node node, Socket socket, string? peerId, string? path)
    {
        Node = node;
        _stream = new(socket);
        _path = path;
        PeerId = peerId;
        using var hello = FrameWriter.Start(FrameKind.Hello);
        hello.Write(Magic);
        hello.Write(node.Id);
        Post(hello);
    }

    public Node Node { get; }

    /// <summary>The other node; null until it has introduced itself.</summary>
    public string? PeerId { get; private set; }

    /// <summary>Whether the other process is there.</summary>
    public bool IsOpen { get; private set; }

    public static Connection Open(Node node, string peerId, string path) => new(node, NewSocket(), peerId, path);

    public static Connection Accept(Node node, Socket socket) => new(node, socket, null, null) { IsOpen = true };

    public static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Serves the connection, on a thread of its own, until it ends.</summary>
    public void Start() => new Thread(Run) { Name = "grain calls in", IsBackground = true }.Start();

    private void Run()
    {
        var problem = "the other side closed the connection";
        try
        {
            if (_path is not null)
                _stream.Connect(_path);
            IsOpen = true;
            _stream.StartWriting();
            _stream.Read(Handle);
        }
        catch (Exception e)
        {
            problem = e.Message;
            if (e is not (SocketException or ObjectDisposedException))
                LogMalformed(Node.Logger, e, PeerId);
        }

        Close(problem);
    }

    /// <summary>Sends a request. One that cannot go out is rejected or failed.</summary>
    public void Send(MethodRequest request)
    {
        var call = request as Call;
        call?.Connection = this;
        try
        {
            using var frame = FrameWriter.Start(FrameKind.Call);
            frame.Write(call?.Number ?? 0);
            frame.Write((long)request.Method.Id);
            frame.Write((byte)request.Hops);
            frame.Write(TimeoutOf(request));
            frame.Write(request.Target.Type.ToString());
            frame.Write(request.Target.Key);
            Node.Serializer.WriteArguments(frame, request.Method, request.Args);
            if (!Post(frame))
                call?.Rejected(this, "its connection closed");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            request.Fail(e);
        }
    }

    /// <summary>Sends a frame that is just its kind and perhaps a number.</summary>
    public void Send(FrameKind kind, long number = 0)
    {
        using var frame = FrameWriter.Start(kind);
        frame.Write(number);
        Post(frame);
    }

    /// <summary>Done when the other side has handled all that was sent before, or the connection closed.</summary>
    public Task RoundTrip()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref _lastPing);
        _pings[number] = answer;
        Send(FrameKind.Ping, number);
        if (_closed)
            answer.TrySetResult();
        return answer.Task;
    }

    /// <summary>Whether anything came from the other side since the last time this was asked.</summary>
    public bool TakeHeard() => Interlocked.Exchange(ref _heard, false);

    public bool Post(FrameWriter frame) => _stream.Post(frame.Finish());

    public static FrameWriter StartResponse(long number, ResponseStatus status)
    {
        var frame = FrameWriter.Start(FrameKind.Response);
        frame.Write(number);
        frame.Write((byte)status);
        return frame;
    }

    public void Answer(InboundCall call, FrameWriter frame)
    {
        if (call.Method.TakesToken)
            _cancellable.TryRemove(call.Number, out _);
        Post(frame);
    }

    /// <summary>Ends the connection. Calls under way fail, those that were never sent are sent elsewhere.</summary>
    public void Close(string reason)
    {
        var everOpen = IsOpen;
        IsOpen = false;
        _closed = true;
        _stream.Close();
        Node.Peers.Remove(this);
        foreach (var ping in _pings.Values)
            ping.TrySetResult();
        foreach (var call in Node.Pending.All.Where(c => c.Connection == this))
        {
            if (everOpen)
                call.Fail(Node.Unavailable(call.Target, $"The process that ran {call} is gone: {reason}."));
            else
                call.Rejected(this, reason);
        }
    }

    private int TimeoutOf(MethodRequest request) => request.Deadline == long.MaxValue
        ? -1
        : (int)Math.Clamp(Node.Pending.Remaining(request.Deadline).TotalMilliseconds, 0, int.MaxValue);

    private void Handle(FrameKind kind, ref FrameReader frame)
    {
        _heard = true;
        if (PeerId is null && kind != FrameKind.Hello)
            throw new InvalidDataException($"The first frame is {kind}, not {FrameKind.Hello}.");
        switch (kind)
        {
            case FrameKind.Hello:
                OnHello(ref frame);
                break;
            case FrameKind.Call:
                OnCall(ref frame);
                break;
            case FrameKind.Response:
                OnResponse(ref frame);
                break;
            case FrameKind.Cancel:
                if (_cancellable.TryRemove(frame.ReadInt64(), out var cancelled))
                    cancelled.Cancel();
                break;
            case FrameKind.Ping:
                Send(FrameKind.Pong, frame.ReadInt64());
                break;
            case FrameKind.Pong:
                if (_pings.TryRemove(frame.ReadInt64(), out var answer))
                    answer.TrySetResult();
                break;
            case FrameKind.MembershipChanged:
                Node.Membership.Refresh();
                break;
            case FrameKind.StreamEvent:
                Node.Streams.OnEvent(ref frame);
                break;
            default:
                throw new InvalidDataException($"A frame of unknown kind {(byte)kind}.");
        }
    }

    private void OnHello(ref FrameReader frame)
    {
        if (frame.ReadInt32() != Magic)
            throw new InvalidDataException("The other side speaks another protocol or version.");
        PeerId = frame.ReadString();
        Node.Peers.Add(this);
    }

    private void OnCall(ref FrameReader request)
    {
        var number = request.ReadInt64();
        var methodId = (ulong)request.ReadInt64();
        var hops = request.ReadByte();
        var timeout = request.ReadInt32();
        var target = GrainId.Create(request.ReadString(), request.ReadString());
        if (GrainMethod.Of(methodId) is not { } method)
        {
            using var frame = StartResponse(number, ResponseStatus.Rejected);
            frame.Write($"this process knows no such method of {target}");
            Post(frame);
            return;
        }

        object?[] args;
        try
        {
            args = Node.Serializer.ReadArguments(ref request, method);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            var error = new OrleansException($"Unreadable arguments of {method.Name}: {e.Message}", e);
            new InboundCall(this, number, method, target, []).Fail(error);
            return;
        }

        if (number == 0)
        {
            Node.Receive(new OneWayRequest(method, target, args) { Hops = hops });
            return;
        }

        var deadline = timeout < 0 ? long.MaxValue : Node.Pending.DeadlineIn(TimeSpan.FromMilliseconds(timeout));
        var call = new InboundCall(this, number, method, target, args) { Hops = hops, Deadline = deadline };
        if (method.TakesToken)
            _cancellable[number] = call;
        Node.Receive(call);
    }

    private void OnResponse(ref FrameReader frame)
    {
        if (Node.Pending.Find(frame.ReadInt64()) is not { } call)
            return;
        switch ((ResponseStatus)frame.ReadByte())
        {
            case ResponseStatus.Success:
                call.CompleteFrom(frame.Rest, Node.Serializer);
                break;
            case ResponseStatus.Error:
                call.Fail(Node.Serializer.Errors.Read(frame.Rest));
                break;
            default:
                call.Rejected(this, frame.ReadString());
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed the connection with node {Peer}, which sent something malformed")]
    private static partial void LogMalformed(ILogger logger, Exception error, string? peer);
}
