using Microsoft.Extensions.Logging;

namespace Gristmill.Storage;

internal sealed partial class SqliteWriter
{
    [LoggerMessage(LogLevel.Error, "A transaction of {Writes} writes to {File} failed and was rolled back")]
    private partial void LogFailed(Exception error, int writes, string file);

    [LoggerMessage(LogLevel.Warning, "{File} was closed without a checkpoint; the next start does it")]
    private partial void LogNotCheckpointed(Exception error, string file);
}
