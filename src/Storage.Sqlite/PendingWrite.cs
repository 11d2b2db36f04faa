namespace Gristmill.Storage.Sqlite;

/// <summary>Something to be done in a write transaction, and answered when that is on disk.</summary>
internal abstract class PendingWrite
{
    private Exception? _fault;

    /// <summary>How many rows it may touch: transactions are bounded by their sum.</summary>
    public required int Weight { get; init; }

    /// <summary>
    /// Nothing that it does needs the disk, as far as can be known before: see <see cref="SqliteTables.NeedsDisk"/>.
    /// </summary>
    public required bool MayBeLost { get; init; }

    /// <summary>It met an error of its own, and is left out of the transaction.</summary>
    public bool Faulted => _fault is not null;

    /// <summary>Does it. An error that is its own fails it alone; one of the file is thrown.</summary>
    public void Apply(SqliteTables tables)
    {
        try
        {
            Run(tables);
        }
        catch (Exception error) when (error is not SqliteException { IsAboutTheFile: true })
        {
            _fault = error;
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Answer()
    {
        if (_fault is null)
            Succeed();
        else
            Fail(_fault);
    }

    public abstract void Fail(Exception error);

    protected abstract void Run(SqliteTables tables);

    protected abstract void Succeed();
}
