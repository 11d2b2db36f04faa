namespace Gristmill;

/// <summary>One line of a job's log.</summary>
/// <param name="Sequence">Its place in the job's log, from 1.</param>
/// <param name="Run">The run that wrote it.</param>
/// <param name="Time">When the task wrote it.</param>
/// <param name="Level">Debug, Info, Warning or Error.</param>
/// <param name="Text">The line, without its line break.</param>
[GenerateSerializer, Immutable]
public sealed record JobLogLine(
    [property: Id(0)] long Sequence,
    [property: Id(1)] int Run,
    [property: Id(2)] DateTimeOffset Time,
    [property: Id(3)] string Level,
    [property: Id(4)] string Text);
