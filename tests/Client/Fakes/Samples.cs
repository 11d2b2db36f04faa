namespace Gristmill.Client.Tests.Fakes;

/// <summary>Jobs, tasks and silos to show.</summary>
internal static class Samples
{
    public const string Fibonacci = "gwexample.analyses.tasks.fibonacci";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 14, 5, 9, 123, TimeSpan.Zero);

    public static readonly Guid Id = new("01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d");

    /// <summary>A job that ended in Success.</summary>
    public static JobView Job(Guid? id = null) => new()
    {
        Id = id ?? Id,
        Status = JobStatus.Success,
        Task = Fibonacci,
        Title = "Fibonacci",
        Queue = "default",
        Priority = 5,
        Arguments = "[26]",
        Result = "121393",
        Attempt = 1,
        Silo = "silo-a",
        Created = Start,
        Started = Start.AddMilliseconds(2),
        Finished = Start.AddMilliseconds(30),
        TimeLimit = TimeSpan.FromMinutes(5),
        History = [Event(JobStatus.Queued, 0), Event(JobStatus.Running, 1), Event(JobStatus.Success, 1)],
    };

    /// <summary>A job that runs.</summary>
    public static JobView Running(Guid? id = null) => Job(id) with
    {
        Status = JobStatus.Running,
        Result = null,
        Finished = null,
        History = [Event(JobStatus.Queued, 0), Event(JobStatus.Running, 1)],
    };

    /// <summary>A job that failed.</summary>
    public static JobView Failed(Guid? id = null) => Job(id) with
    {
        Status = JobStatus.Error,
        Result = null,
        Error = new JobError("System.InvalidOperationException", "no such number",
            "System.InvalidOperationException: no such number\n   at Tasks.Fibonacci()"),
    };

    public static JobEvent Event(JobStatus status, int run, string? reason = null) => new(
        Start.AddMilliseconds(status switch { JobStatus.Queued => 0, JobStatus.Running => 2, _ => 30 }), status, run, run == 0 ? null : "silo-a", reason);

    public static OfferedTask Task(string name = Fibonacci, params ParameterDescriptor[] parameters) => new(
        new TaskDescriptor(name, "gwexample", "1.2.0", "Fibonacci", "The nth Fibonacci number.", parameters, "long",
            TimeSpan.FromMinutes(5)),
        ["silo-a", "silo-b"]);

    public static ParameterDescriptor Parameter(string name, string type = "int", string? @default = null) =>
        new(name, type, """{"type":"integer"}""", @default is null, @default, $"What {name} means.");

    public static SiloView Silo(string name) => new()
    {
        Silo = name,
        Owner = $"{name}@1",
        Slots = 4,
        Running = 1,
        Finished = 17,
        Queues = ["default", "slow"],
        Tasks = 8,
        ProcessId = 4711,
        Started = Start.AddHours(-2),
        Seen = Start,
        Version = "0.1.0",
    };
}
