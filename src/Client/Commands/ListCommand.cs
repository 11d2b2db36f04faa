using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Lists jobs.</summary>
internal sealed class ListCommand : Verb
{
    private const int PageSize = 500;

    private readonly Option<JobStatus[]> _status = new("--status", "-s")
    {
        HelpName = "STATUS,...",
        Description = "Only jobs of these statuses, separated by commas: queued,running",
        CustomParser = Values.Statuses,
    };

    private readonly Option<string> _task = new("--task", "-t") { HelpName = "TASK", Description = "Only jobs of this task." };
    private readonly Option<string> _queue = new("--queue") { HelpName = "NAME", Description = "Only jobs of this queue." };

    private readonly Option<int?> _limit = new("--limit", "-n")
    {
        HelpName = "N",
        Description = "The most jobs to list.",
        CustomParser = Values.PositiveNumber,
        DefaultValueFactory = _ => 50,
    };

    public ListCommand() : base("list", "Lists jobs, newest first.")
    {
        foreach (var option in new Option[] { _status, _task, _queue, _limit })
            Add(option);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var query = new JobQuery
        {
            Statuses = session.Typed.GetValue(_status) ?? [],
            Task = session.Typed.GetValue(_task),
            Queue = session.Typed.GetValue(_queue),
        };
        var sheet = new Sheet(
            "id", "status", Column.Elastic("task"), Column.Minor("queue"), Column.Minor("runs"), Column.Minor("silo"), Column.Minor("created"),
            Column.Minor("took"), Column.Minor("title"));
        await foreach (var job in PagesAsync(jobs, query, session.Typed.GetValue(_limit)!.Value))
            if (session.Json)
                session.Out.Raw(Json.Line(job));
            else
                sheet.Add(JobLines.Row(job, session.Clock));
        if (!session.Json)
            session.Print(sheet, ifEmpty: "no jobs");
        return ExitCodes.Success;
    }

    private static async IAsyncEnumerable<JobView> PagesAsync(JobClient jobs, JobQuery query, int limit)
    {
        string? cursor = null;
        do
        {
            var page = await jobs.ListAsync(query with { Limit = Math.Min(limit, PageSize), Cursor = cursor });
            foreach (var job in page.Jobs)
                yield return job;
            limit -= page.Jobs.Length;
            cursor = page.Next;
        }
        while (cursor is not null && limit > 0);
    }
}
