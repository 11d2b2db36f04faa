namespace Gristmill.Plugins.Testing;

internal sealed class HarnessLog(TaskHarness harness) : TaskLog
{
    public override void Write(TaskLogLevel level, string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            harness.Add(new LogLine(level, line));
    }
}
