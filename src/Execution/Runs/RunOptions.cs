namespace Gristmill.Execution.Runs;

/// <summary>What limits every run.</summary>
/// <param name="TimeLimit">The most time a run takes before it is told to stop, unless its job says; null for no limit.</param>
/// <param name="LogLineBytes">The most bytes of a line of its log, as UTF-8; the rest is cut.</param>
/// <param name="LogLines">The most lines of its log; further ones are dropped.</param>
/// <param name="LogBytes">The most bytes of its log, as UTF-8; further lines are dropped.</param>
public sealed record RunOptions(TimeSpan? TimeLimit, int LogLineBytes, int LogLines, int LogBytes);
