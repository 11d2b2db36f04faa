namespace Gristmill.Embedded;

/// <summary>Something that a grain or observer is asked to do.</summary>
#pragma warning disable CA1001 // A source without a timer needs no disposal.
internal abstract class Request
#pragma warning restore CA1001
{
    private CancellationTokenSource? _cancellation;

    /// <summary>Where it runs or waits; set on arrival.</summary>
    public RequestTarget? Host { get; set; }

    /// <summary>Whether it may start while others run.</summary>
    public abstract bool Interleaves { get; }

    /// <summary>Whether it keeps an activation from being idle.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether nobody waits for it any more, so that it need not start.</summary>
    public virtual bool Abandoned => _cancellation is { IsCancellationRequested: true };

    /// <summary>Runs it.</summary>
    public abstract Task Invoke(object instance);

    /// <summary>Takes what <see cref="Invoke"/> returned, once that is done.</summary>
    public abstract void Complete(Task work);

    /// <summary>It cannot run.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Its host went away before it started.</summary>
    public abstract void Reroute(Node node);

    /// <summary>A token for the callee, cancelled in a turn of its own.</summary>
    protected CancellationToken NewToken() => (_cancellation = new()).Token;

    /// <summary>Tells the callee that the caller wants it to stop.</summary>
    public void Cancel()
    {
        if (_cancellation is not { } cancellation)
            return;
        if (Host is { } host)
            host.Enqueue((Action)cancellation.Cancel);
        else
            cancellation.Cancel();
    }

    /// <summary>The exception of work that did not succeed.</summary>
    protected static Exception ErrorOf(Task work) =>
        work.Exception?.InnerException ?? new TaskCanceledException(work);
}

/// <summary>A call of a grain or observer method.</summary>
internal abstract class MethodRequest(GrainMethod method, GrainId target, object?[] args) : Request
{
    public GrainMethod Method { get; } = method;

    public GrainId Target { get; } = target;

    /// <summary>The arguments; the last is the callee's token if the method takes one.</summary>
    public object?[] Args { get; } = args;

    /// <summary>How often it was passed on by silos that thought the grain was elsewhere.</summary>
    public int Hops { get; init; }

    /// <summary>When the caller stops waiting, by the clock of this process.</summary>
    public long Deadline { get; init; } = long.MaxValue;

    public override bool Interleaves => Method.AlwaysInterleave;

    public override Task Invoke(object instance) => Method.Invoke(instance, Args);

    public override void Reroute(Node node) => node.Route(this);

    public override string ToString() => $"{Method.Name} of {Target}";
}

/// <summary>A call that nobody waits for.</summary>
internal sealed class OneWayRequest(GrainMethod method, GrainId target, object?[] args) : MethodRequest(method, target, args)
{
    public override void Complete(Task work) => _ = work.Exception;

    public override void Fail(Exception error)
    {
    }
}

/// <summary>A piece of work of this process, such as a timer's tick.</summary>
internal sealed class LocalRequest(Func<Task> work, bool interleaves, bool keepsAlive, Action<Exception?> done) : Request
{
    public override bool Interleaves => interleaves;

    public override bool KeepsAlive => keepsAlive;

    public override Task Invoke(object instance) => work();

    public override void Complete(Task work) => done(work.IsCompletedSuccessfully ? null : ErrorOf(work));

    public override void Fail(Exception error) => done(error);

    public override void Reroute(Node node) => done(null);
}

/// <summary>A call that another process waits for.</summary>
internal sealed class InboundCall : MethodRequest
{
    private readonly Connection _connection;
    private readonly Node _node;

    public InboundCall(Connection connection, long number, GrainMethod method, GrainId target, object?[] args)
        : base(method, target, args)
    {
        _connection = connection;
        _node = connection.Node;
        Number = number;
        if (method.TakesToken && args.Length > 0)
            args[^1] = NewToken();
    }

    public long Number { get; }

    public override bool Abandoned => base.Abandoned || _node.Pending.IsPast(Deadline);

    public override void Complete(Task work)
    {
        if (!work.IsCompletedSuccessfully)
        {
            Fail(ErrorOf(work));
            return;
        }

        try
        {
            using var frame = Connection.StartResponse(Number, ResponseStatus.Success);
            Method.WriteResult(frame, work, _node.Serializer);
            _connection.Answer(this, frame);
        }
        catch (Exception e)
        {
            Fail(new OrleansException($"The result of {this} cannot be sent: {e.Message}", e));
        }
    }

    public override void Fail(Exception error)
    {
        using var frame = Connection.StartResponse(Number, ResponseStatus.Error);
        _node.Serializer.Errors.Write(frame, error);
        _connection.Answer(this, frame);
    }

    /// <summary>Surely did not run, so that the caller may try elsewhere.</summary>
    public void Reject(string reason)
    {
        using var frame = Connection.StartResponse(Number, ResponseStatus.Rejected);
        frame.Write(reason);
        _connection.Answer(this, frame);
    }
}
