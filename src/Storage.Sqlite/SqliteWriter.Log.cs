using Microsoft.Extensions.Logging;

namespace Gristmill.Storage.Sqlite;

internal sealed partial class SqliteWriter
{
    [LoggerMessage(LogLevel.Warning, "{File} was closed without a checkpoint; the next start does it")]
    private partial void LogNotCheckpointed(Exception error, string file);

    [LoggerMessage(LogLevel.Warning,
        "Process {Process} had the turn to write and was stopped (SIGSTOP) while others waited for {Patience}: it was killed")]
    private partial void LogKilled(int process, string patience);
}
