namespace Gristmill.Embedded;

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
