using System.CommandLine;
using Gristmill.Client.Jobs;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Shows what tasks the silos offer.</summary>
internal sealed class TasksCommand : Verb
{
    private readonly Argument<string?> _name = new("TASK")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The full name of one task, to see its parameters and options.",
    };

    public TasksCommand() : base("tasks", "Lists the tasks that the silos offer, or shows one in full.") => Add(_name);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var name = session.Typed.GetValue(_name);
        var tasks = name is null ? await jobs.TasksAsync() : [await jobs.FindTaskAsync(name)];
        if (session.Json)
            foreach (var task in tasks)
                session.Out.Raw(Json.Line(TaskView.Of(task)));
        else if (name is not null)
            TaskDetails.Print(tasks[0], session.Out);
        else
            session.Print(TaskDetails.List(tasks), ifEmpty: "no silo offers a task");
        return ExitCodes.Success;
    }
}
