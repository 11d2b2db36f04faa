using System.CommandLine;
using System.Globalization;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Cancels what waits in a queue.</summary>
internal sealed class QueuePurgeCommand : Verb
{
    private readonly Argument<string> _name = QueueArgument.One();

    public QueuePurgeCommand()
        : base("purge", "Cancels all jobs that wait in a queue, delayed ones too, and prints how many. Running ones go on.") =>
        Add(_name);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        session.Farewell =
            $"left; the silo goes on with it for {Words.Span(LongPoll.Timeout)} at most, and what waits then waits on";
        var name = session.Typed.GetRequiredValue(_name);
        var canceled = await jobs.PurgeQueueAsync(name);
        if (session.Json)
            session.Out.Raw(JsonViews.Line(new Purged(name, canceled)));
        else
            session.Out.Line(canceled.ToString(CultureInfo.InvariantCulture));
        return ExitCodes.Success;
    }
}
