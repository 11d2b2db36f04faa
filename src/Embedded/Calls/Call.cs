using System.Text.Json;

namespace Gristmill.Embedded;

/// <summary>A call as its caller holds it. If the grain is in this process, it is also the request that the grain gets.</summary>
internal abstract class Call(Node node, GrainMethod method, GrainId target, object?[] args) : MethodRequest(method, target, args)
{
    private CancellationTokenRegistration _registration;
    private Connection? _connection;
    private int _attempts;
    private int _done;

    /// <summary>Names the call in this process and on the wire.</summary>
    public long Number { get; set; }

    /// <summary>The connection that the call went out by.</summary>
    public Connection? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    public abstract Task Task { get; }

    public bool IsDone => Volatile.Read(ref _done) != 0;

    public override bool Abandoned => IsDone;

    public void Start(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            Args[^1] = NewToken();
            _registration = token.UnsafeRegister(static (call, token) => ((Call)call!).OnCanceled(token), this);
        }

        node.Pending.Add(this);
        if (IsDone)
            node.Pending.Remove(Number);
        else
            node.Route(this);
    }

    /// <summary>Not accepted over that connection, and surely not run: tries again where the grain is now.</summary>
    public void Rejected(Connection by, string reason)
    {
        if (IsDone || Interlocked.CompareExchange(ref _connection, null, by) != by)
            return;
        if (_attempts++ >= 3)
        {
            Fail(Node.Unavailable(Target, $"{this} reached nobody: {reason}"));
            return;
        }

        node.Membership.Refresh();
        node.Route(this);
    }

    public override void Complete(Task work)
    {
        if (!work.IsCompletedSuccessfully)
            Fail(ErrorOf(work));
        else if (TryFinish())
            SetResult(work);
    }

    public override void Fail(Exception error)
    {
        if (TryFinish())
            SetException(error);
    }

    /// <summary>Reads the result that came over the wire.</summary>
    public abstract void CompleteFrom(ReadOnlySpan<byte> json, WireSerializer serializer);

    protected abstract void SetResult(Task work);

    protected abstract void SetException(Exception error);

    protected bool TryFinish()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return false;
        node.Pending.Remove(Number);
        _registration.Unregister();
        return true;
    }

    private void OnCanceled(CancellationToken token)
    {
        if (!TryFinish())
            return;
        if (Connection is { } connection)
            connection.Send(FrameKind.Cancel, Number);
        else
            Cancel();
        SetException(new OperationCanceledException(token));
    }
}

/// <inheritdoc/>
internal sealed class Call<T>(Node node, GrainMethod method, GrainId target, object?[] args) : Call(node, method, target, args)
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task<T> Task => _source.Task;

    public override void CompleteFrom(ReadOnlySpan<byte> json, WireSerializer serializer)
    {
        T result;
        try
        {
            result = Method.ResultType is null ? default! : serializer.Read<T>(json)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            Fail(new OrleansException($"The result of {this} cannot be read: {e.Message}", e));
            return;
        }

        if (TryFinish())
            _source.TrySetResult(result);
    }

    protected override void SetResult(Task work) => _source.TrySetResult(work is Task<T> typed ? typed.Result : default!);

    protected override void SetException(Exception error) => _source.TrySetException(error);
}
