using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>A column of the table of jobs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Differs">Whether a change of the row changes it.</param>
/// <param name="Bind">Gives its value to the next parameter of a statement.</param>
internal sealed record JobColumn(string Name, Func<JobRow, JobRow, bool> Differs, Action<JobRow, SqliteStatement> Bind);
