using System.CommandLine;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Opens, pauses or drains a queue.</summary>
internal sealed class QueueOrderCommand : Verb
{
    private readonly Argument<string> _name = QueueArgument.One();
    private readonly Option<string>? _reason;
    private readonly QueueMode _mode;

    public QueueOrderCommand(string name, string description, QueueMode mode) : base(name, description)
    {
        _mode = mode;
        Add(_name);
        if (mode is not QueueMode.Open)
            Add(_reason = new("--reason") { HelpName = "TEXT", Description = "Why; shown by `gristmill queues`." });
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var name = session.Typed.GetRequiredValue(_name);
        var reason = _reason is null ? null : session.Typed.GetValue(_reason);
        var queue = await (_mode switch
        {
            QueueMode.Paused => jobs.PauseQueueAsync(name, reason, Environment.UserName),
            QueueMode.Draining => jobs.DrainQueueAsync(name, reason, Environment.UserName),
            _ => jobs.ResumeQueueAsync(name),
        });
        if (session.Json)
            session.Out.Raw(JsonViews.Line(queue));
        else
            session.Out.Line($"{queue.Name}  ", QueuesCommand.Mode(queue));
        if (queue.Silos.Length == 0)
            session.Say($"no silo serves the queue {queue.Name}");
        return ExitCodes.Success;
    }
}
