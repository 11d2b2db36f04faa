using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>Orders to queues and pools.</summary>
internal sealed partial class SqliteTables
{
    private readonly SqliteStatement _modes = database.Statement("SELECT name, mode FROM queues");
    private readonly SqliteStatement _orderQueue =
        database.Statement("INSERT OR REPLACE INTO queues (name, mode, reason, by, since) VALUES (?,?,?,?,?)");
    private readonly SqliteStatement _openQueue = database.Statement("DELETE FROM queues WHERE name=?");
    private readonly SqliteStatement _saveWorker = database.Statement(
        "INSERT INTO workers (owner, view, cordoned) VALUES (?,?,?) ON CONFLICT (owner) DO UPDATE SET view=excluded.view RETURNING cordoned");
    private readonly SqliteStatement _cordon = database.Statement("UPDATE workers SET cordoned=? WHERE owner=? RETURNING 1");
    private readonly Dictionary<string, QueueMode> _closed = [];

    /// <summary>Learns which queues are not open.</summary>
    private void ReadModes()
    {
        _closed.Clear();
        while (_modes.Step())
            _closed[_modes.ReadText()] = (QueueMode)_modes.ReadInt32();
    }

    public void OrderQueue(QueueState order)
    {
        if (order.Mode is QueueMode.Open)
            _openQueue.With(order.Name).Run();
        else
            _orderQueue.With(order.Name).With((long)order.Mode).With(order.Reason).With(order.By).With(order.Since).Run();
        ReadModes();
    }

    public bool SaveWorker(SiloView worker) =>
        _saveWorker.With(worker.Owner).With(StoredJson.Write(worker)).With(worker.State == nameof(PoolState.Cordoned))
            .ReadAll(row => row.ReadBoolean())[0];

    public bool Cordon(string owner, bool cordoned) =>
        _cordon.With(cordoned).With(owner).ReadAll(row => row.ReadBoolean()).Length > 0;

    public QueueMode ModeOf(string queue) =>
        _closed.Count > 0 && _closed.TryGetValue(queue, out var mode) ? mode : QueueMode.Open;
}
