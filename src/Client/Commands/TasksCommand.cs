using System.CommandLine;
using Gristmill.Client.Jobs;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows what tasks the silos offer.</summary>
internal sealed class TasksCommand : Verb
{
    private readonly Argument<string?> _name = new("TASK")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description =
            "The full name of one task, to see its parameters, its options, and how its runs went on each silo since that started.",
    };

    public TasksCommand() : base("tasks", "Lists the tasks that the silos offer, or shows one in full.") => Add(_name);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        if (session.Typed.GetValue(_name) is { } name)
            Print(session, await jobs.FindTaskAsync(name), await jobs.TaskStatsAsync(name));
        else
            Print(session, await jobs.TasksAsync());
        return ExitCodes.Success;
    }

    private static void Print(Session session, OfferedTask task, TaskStats[] figures)
    {
        if (session.Json)
            session.Out.Raw(JsonViews.Line(TaskView.Of(task, figures)));
        else
            TaskDetails.Print(task, figures, session.Out);
    }

    private static void Print(Session session, OfferedTask[] tasks)
    {
        if (session.Json)
            foreach (var task in tasks)
                session.Out.Raw(JsonViews.Line(TaskView.Of(task)));
        else
            session.Print(TaskDetails.List(tasks), ifEmpty: "no silo offers a task");
    }
}
