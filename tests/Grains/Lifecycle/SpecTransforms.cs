using System.Text.Json;
using Gristmill.Plugins;

namespace Gristmill.Lifecycle;

/// <summary>
/// What the specification's transforms have in common: each step is a line of the job's log, and may fail or wait for a gate.
/// </summary>
public static class SpecSteps
{
    /// <summary>Logs the step, waits at its gate, and fails at it if it was told to.</summary>
    public static async ValueTask TakeAsync(TaskContext task, string id, string step, string? waitsAt, string? failsAt)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Log.Info($"{id}: {step}");
        SpecTasks.Open($"{id}: {step}");
        if (waitsAt == step)
            await SpecTasks.GateOf(id).WaitAsync(task.CancellationToken);
        else if (waitsAt == $"{step}, whatever is said")
            await SpecTasks.GateOf(id);
        if (failsAt is not null && failsAt.Split(',').Contains(step))
            throw new InvalidOperationException($"{id} cannot {step}");
    }
}

/// <summary>Fetches a value.</summary>
public class SpecFetch : ArgumentTransform
{
    /// <summary>Names it in the log.</summary>
    public string Id { get; init; } = "in";

    public JsonElement Value { get; init; }

    [Secret]
    public string? Token { get; init; }

    public string? WaitsAt { get; init; }

    public string? FailsAt { get; init; }

    public override async ValueTask<object?> Fetch(TaskContext task)
    {
        await SpecSteps.TakeAsync(task, Id, "fetch", WaitsAt, FailsAt);
        return Value;
    }

    public override ValueTask Failed(Exception exception, TaskContext task)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return SpecSteps.TakeAsync(task, Id, exception is OperationCanceledException ? "stopped" : "failed", WaitsAt, FailsAt);
    }

    public override ValueTask CleanUp(TaskContext task) => SpecSteps.TakeAsync(task, Id, "clean up", WaitsAt, FailsAt);
}

/// <summary>Fetches a number, and doubles it.</summary>
public sealed class SpecDouble : SpecFetch
{
    public override async ValueTask<object?> Convert(object? fetched, TaskContext task)
    {
        await SpecSteps.TakeAsync(task, Id, "convert", WaitsAt, FailsAt);
        return ((JsonElement)fetched!).GetInt32() * 2;
    }
}

/// <summary>Converts a result: wraps it.</summary>
public class SpecWrap : ResultTransform
{
    /// <summary>Names it in the log.</summary>
    public string Id { get; init; } = "out";

    public string? WaitsAt { get; init; }

    public string? FailsAt { get; init; }

    public override async ValueTask<object?> Convert(JsonElement result, TaskContext task)
    {
        await SpecSteps.TakeAsync(task, Id, "convert", WaitsAt, FailsAt);
        return new { wrapped = result };
    }

    public override ValueTask Failed(Exception exception, TaskContext task)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return SpecSteps.TakeAsync(task, Id, exception is OperationCanceledException ? "stopped" : "failed", WaitsAt, FailsAt);
    }

    public override ValueTask CleanUp(TaskContext task) => SpecSteps.TakeAsync(task, Id, "clean up", WaitsAt, FailsAt);
}

/// <summary>Wraps a result, and pushes it: a receipt takes its place.</summary>
public sealed class SpecPush : SpecWrap
{
    public override async ValueTask<object?> Push(JsonElement result, TaskContext task)
    {
        await SpecSteps.TakeAsync(task, Id, "push", WaitsAt, FailsAt);
        return $"pushed {result.GetRawText()}";
    }
}
