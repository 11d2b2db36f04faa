namespace Gristmill.Plugins;

/// <summary>How much a line of a job's log matters.</summary>
public enum TaskLogLevel
{
    /// <summary>A detail for the task's author.</summary>
    Debug = 0,

    /// <summary>What the task does.</summary>
    Info = 1,

    /// <summary>Something is wrong, and the task goes on.</summary>
    Warning = 2,

    /// <summary>A failure.</summary>
    Error = 3,
}
