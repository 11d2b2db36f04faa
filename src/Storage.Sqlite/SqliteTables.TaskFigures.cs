namespace Gristmill.Storage.Sqlite;

/// <summary>What worker pools have counted of their tasks.</summary>
internal sealed partial class SqliteTables
{
    private const string Gone = "";

    private const string AddUp =
        " ON CONFLICT (owner, task) DO UPDATE SET succeeded=succeeded+excluded.succeeded, failed=failed+excluded.failed," +
        " canceled=canceled+excluded.canceled, busy=busy+excluded.busy";

    private readonly SqliteStatement _removeWorker = database.Statement("DELETE FROM workers WHERE owner=?");
    private readonly SqliteStatement _addTaskStats = database.Statement(
        "INSERT INTO task_stats (owner, task, succeeded, failed, canceled, busy) VALUES (?,?,?,?,?,?)" + AddUp);

    private readonly SqliteStatement _handOver = database.Statement(
        "INSERT INTO task_stats (owner, task, succeeded, failed, canceled, busy)" +
        " SELECT ?1, task, succeeded, failed, canceled, busy FROM task_stats WHERE owner=?2" + AddUp);

    private readonly SqliteStatement _dropTaskStats = database.Statement("DELETE FROM task_stats WHERE owner=?");

    public void AddTaskStats(string owner, IEnumerable<TaskStats> ended)
    {
        foreach (var task in ended)
            _addTaskStats.With(owner).With(task.Task).With(task.Succeeded).With(task.Failed).With(task.Canceled)
                .With((long)task.Busy.TotalMicroseconds).Run();
    }

    public void RemoveWorker(string owner)
    {
        _removeWorker.With(owner).Run();
        _handOver.With(Gone).With(owner).Run();
        _dropTaskStats.With(owner).Run();
    }

    public static TaskStats[] EndedPoolsStats(SqliteDatabase database) =>
        database.Statement("SELECT task, succeeded, failed, canceled, busy FROM task_stats WHERE owner=?").With(Gone)
            .ReadAll(row => new TaskStats(
            Gone, row.ReadText(), 0, row.ReadInt64(), row.ReadInt64(), row.ReadInt64(), TimeSpan.FromMicroseconds(row.ReadInt64())));
}
