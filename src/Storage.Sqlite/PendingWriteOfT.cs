namespace Gristmill.Storage.Sqlite;

/// <summary>A write that answers a value.</summary>
internal sealed class PendingWrite<T>(Func<SqliteTables, T> body) : PendingWrite
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    public Task<T> Task => _answer.Task;

    public override void Fail(Exception error) => _answer.TrySetException(error);

    protected override void Run(SqliteTables tables) => _value = body(tables);

    protected override void Succeed() => _answer.TrySetResult(_value!);
}
