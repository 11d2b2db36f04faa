using System.Globalization;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows the queues; its own commands pause, resume, purge and drain one.</summary>
internal sealed class QueuesCommand : Verb
{
    public QueuesCommand()
        : base("queues",
            "Lists the queues: what waits and runs, and which silos serve them. Also pauses, resumes, purges and drains one.")
    {
        Add(new QueueOrderCommand("pause",
            "Lets no job of a queue start until it is resumed. It still takes jobs; running ones go on.", QueueMode.Paused));
        Add(new QueueOrderCommand("resume", "Opens a queue that was paused or drained.", QueueMode.Open));
        Add(new QueueOrderCommand("drain",
            "Lets a queue run out: it refuses new jobs until it is resumed, and those it has go on.", QueueMode.Draining));
        Add(new QueuePurgeCommand());
        SetAction(_ => ExitCodes.Success); // So that it can be typed alone.
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var sheet = Sheet();
        foreach (var queue in await jobs.QueuesAsync())
            if (session.Json)
                session.Out.Raw(JsonViews.Line(queue));
            else
                sheet.Add(Row(queue, session.Clock));
        if (!session.Json)
            session.Print(sheet, ifEmpty: "no silo serves a queue, and no job waits in one");
        return ExitCodes.Success;
    }

    private static Sheet Sheet() => new(
        "queue", "mode", "ready", "delayed", "running", Column.Minor("oldest"), Column.Elastic("silos"), Column.Minor("reason"), Column.Minor("by"));

    private static Ink[] Row(QueueView queue, TimeProvider clock) =>
    [
        new(queue.Name, Tone.Strong),
        Mode(queue),
        Count(queue.Ready),
        Count(queue.Delayed),
        new(Count(queue.Running), queue.Running > 0 ? Tone.Active : Tone.Plain),
        queue.OldestReady is { } oldest ? Words.Span(clock.GetUtcNow() - oldest) : "",
        queue.Silos.Length > 0 ? string.Join(',', queue.Silos) : new Ink("none", Tone.Warning),
        queue.Reason,
        queue.By,
    ];

    /// <summary>A queue's mode in its colour.</summary>
    public static Ink Mode(QueueView queue) =>
        new(queue.Mode.ToString(), queue.Mode is QueueMode.Open ? Tone.Good : Tone.Warning);

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);
}
