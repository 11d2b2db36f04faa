using System.Text.Json;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

/// <summary>Lists of jobs, tasks and silos.</summary>
public sealed class ListCommandTests
{
    [Fact]
    public async Task Jobs_are_aligned_columns_in_a_pipe()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job());

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "list");

        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(
            """
            ID                                    STATUS   TASK                                QUEUE    RUNS  SILO    CREATED                   TOOK   TITLE
            01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d  Success  gwexample.analyses.tasks.fibonacci  default  1     silo-a  2026-03-01 14:05:09.123Z  28 ms  Fibonacci

            """,
            output);
    }

    [Fact]
    public async Task Filters_go_with_the_query()
    {
        var cluster = new FakeCluster();

        var list = await TestConsole.RunAsync(cluster, "list", "--status", "queued,Running", "-s", "error", "--task", "t",
            "--queue", "q", "--limit", "7");

        Assert.Equal((0, "", "gristmill: no jobs\n"), list);
        var query = Assert.Single(cluster.Queries);
        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Error], query.Statuses);
        Assert.Equal(("t", "q", 7), (query.Task, query.Queue, query.Limit));
    }

    [Fact]
    public async Task Jobs_are_found_by_tag_parent_time_and_text()
    {
        var cluster = new FakeCluster();

        await TestConsole.RunAsync(cluster, "list", "--tag", "night", "--parent", $"{Samples.Id}", "--since", "2h", "--until",
            "2026-03-01T14:05Z", "--text", "x");

        var query = Assert.Single(cluster.Queries);
        Assert.Equal(("night", Samples.Id, "x"), (query.Tag, query.Parent, query.Text));
        Assert.Equal((Samples.Start.AddHours(-2), new DateTimeOffset(2026, 3, 1, 14, 5, 0, TimeSpan.Zero)),
            (query.Since, query.Until));
    }

    [Fact]
    public async Task Jobs_are_found_by_their_end()
    {
        var cluster = new FakeCluster();

        await TestConsole.RunAsync(cluster, "list", "--dead", "--ended-since", "12h", "--ended-until", "2026-03-01T14:05Z");

        var query = Assert.Single(cluster.Queries);
        var until = new DateTimeOffset(2026, 3, 1, 14, 5, 0, TimeSpan.Zero);
        Assert.Equal((Samples.Start.AddHours(-12), until), (query.EndedSince, query.EndedUntil));
        Assert.Equal(((DateTimeOffset?)null, (DateTimeOffset?)null, true), (query.Since, query.Until, query.ByEnd));
    }

    [Theory]
    [InlineData("--since 'lately' is neither a span of time nor a time; give 2h or 1d for that long ago, or 2026-03-01T14:05 (UTC)", "--since", "lately")]
    [InlineData("--dead and --status are both given; --dead is --status error, shown otherwise", "--dead", "--status", "error")]
    public async Task A_filter_that_makes_no_sense_is_refused(string says, params string[] typed) =>
        Assert.Equal((2, "", $"gristmill: {says}\n"), await TestConsole.RunAsync(new FakeCluster(), ["list", .. typed]));

    [Fact]
    public async Task Dead_jobs_show_how_often_they_failed_and_why()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed() with
        {
            Failures = 2,
            MaxAttempts = 2,
            LostRuns = 1,
            Error = new JobError("System.InvalidOperationException", "no such number\nof this kind"),
        });
        cluster.Add(Samples.Running(Guid.NewGuid()));

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "list", "--dead");

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            ID                                    TASK                                FAILED  LOST  ENDED                     ERROR
            01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d  gwexample.analyses.tasks.fibonacci  2 of 2  1     2026-03-01 14:05:09.153Z  InvalidOperationException: no such number of this kind

            """,
            output);
    }

    [Fact]
    public async Task More_than_a_page_is_asked_for_in_pages_and_no_more_than_the_limit()
    {
        var cluster = new FakeCluster();
        for (var i = 0; i < 1_300; i++)
            cluster.Add(Samples.Job(Guid.NewGuid()) with { Created = Samples.Start.AddSeconds(i) });

        var (_, output, _) = await TestConsole.RunAsync(cluster, "list", "--limit", "1200", "-o", "json");

        var jobs = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        Assert.Equal(1_200, jobs.DistinctBy(job => job.GetProperty("id").GetString()).Count());
        Assert.Equal([500, 500, 200], cluster.Queries.Select(query => query.Limit));
    }

    [Fact]
    public async Task Rows_carry_the_fields_of_status()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job());

        var row = JsonDocument.Parse((await TestConsole.RunAsync(cluster, "list", "-o", "json")).Output).RootElement;
        var status = JsonDocument.Parse((await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}", "-o", "json")).Output)
            .RootElement;

        Assert.Equal(status.EnumerateObject().Select(field => field.Name), row.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Tasks_are_listed_with_their_parameters()
    {
        var cluster =
            new FakeCluster
            {
                Tasks =
            [Samples.Task("a.task", Samples.Parameter("n"), Samples.Parameter("text", "string", "\"x\""))]
            };

        var tasks = await TestConsole.RunAsync(cluster, "tasks");

        Assert.Equal((0,
            "TASK    PARAMETERS                TITLE      PLUGIN           SILOS\na.task  int n, string text = \"x\"  Fibonacci  gwexample 1.2.0  silo-a,silo-b\n", ""), tasks);
    }

    [Fact]
    public async Task One_task_is_shown_in_full_with_its_figures_on_each_silo()
    {
        var cluster = new FakeCluster
        {
            Tasks = [Samples.Task("a.task", Samples.Parameter("n"), Samples.Parameter("text", "string", "\"x\""))],
            Stats = [new("silo-b", "a.task", Running: 1, Succeeded: 2, Failed: 1, Canceled: 0, Busy: TimeSpan.FromSeconds(4.5)),
                new("silo-b", "b.task", 9, 9, 9, 9, default)],
        };

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "tasks", "a.task");

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            task        a.task
            title       Fibonacci
            help        The nth Fibonacci number.
            plugin      gwexample 1.2.0
            returns     long
            time limit  5 min
            redeliver   yes: a job whose silo died runs again

            PARAMETER  TYPE    DEFAULT   HELP
            n          int     required  What n means.
            text       string  "x"       What text means.

            SILO    RUNNING  SUCCEEDED  FAILED  CANCELED  MEAN TIME
            silo-a  0        0          0       0         -
            silo-b  1        2          1       0         1.5 s

            gristmill run a.task N

            """,
            output);
    }

    [Fact]
    public async Task Choices_ranges_and_the_members_of_records_are_shown_with_a_tasks_parameters()
    {
        var cluster = new FakeCluster
        {
            Tasks =
            [
                Samples.Task("a.task", Samples.Parameter("colour", "Colour") with { JsonSchema = """{"enum":["Red","Blue"]}""" },
                    Samples.Parameter("n", @default: "5") with { JsonSchema = """{"type":"integer","minimum":1,"maximum":9}""" },
                    Samples.Parameter("whole",
                        "int[]") with { JsonSchema = """{"type":"array","items":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"maxItems":3}""" },
                    Samples.Parameter("options", "Options") with { JsonSchema = """
                        {"type":"object","required":["source"],"properties":{
                          "source":{"type":"string","format":"uri","description":"Where from."},"retries":{"type":"integer","exclusiveMinimum":0,"default":3}}}
                        """ }),
            ],
        };

        var (_, output, _) = await TestConsole.RunAsync(cluster, "tasks", "a.task");

        Assert.Contains("""
            PARAMETER        TYPE     VALUES        DEFAULT   HELP
            colour           Colour   Red, Blue     required  What colour means.
            n                int      from 1 to 9   5         What n means.
            whole            int[]    of at most 3  required  What whole means.
            options          Options                required  What options means.
            options.source   URI                    required  Where from.
            options.retries  integer  more than 0   3

            """, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_a_task_embeds_the_schemas_and_defaults_of_its_parameters()
    {
        var cluster = new FakeCluster { Tasks = [Samples.Task("a.task", Samples.Parameter("n", @default: "7"))] };

        var (_, output, _) = await TestConsole.RunAsync(cluster, "tasks", "a.task", "-o", "json");

        var task = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("a.task", 2), (task.GetProperty("name").GetString(), task.GetProperty("silos").GetArrayLength()));
        var parameter = task.GetProperty("parameters")[0];
        Assert.Equal(("integer", 7),
            (parameter.GetProperty("jsonSchema").GetProperty("type").GetString(), parameter.GetProperty("default").GetInt32()));
    }

    [Fact]
    public async Task An_unknown_task_is_refused_with_the_closest()
    {
        var tasks = await TestConsole.RunAsync(new FakeCluster { Tasks = [Samples.Task()] }, "tasks", "fibonaci");

        Assert.Equal((2, "", $"gristmill: unknown task 'fibonaci'; did you mean '{Samples.Fibonacci}'?\n"), tasks);
    }

    [Fact]
    public async Task Silos_are_listed_with_what_their_pools_do()
    {
        var cluster = new FakeCluster { Silos = [Samples.Silo("one"), Samples.Silo("two")] };

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "silos");
        var json = (await TestConsole.RunAsync(cluster, "silos", "-o", "json")).Output;

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            SILO  STATE      SLOTS  RUNNING  ABANDONED  FINISHED  QUEUES        TASKS  PID   UPTIME
            one   Accepting  4      1        0          17        default,slow  8      4711  2 h
            two   Accepting  4      1        0          17        default,slow  8      4711  2 h

            """,
            output);
        Assert.StartsWith("""{"silo":"one","owner":"one@1","slots":4,"running":1,""", json, StringComparison.Ordinal);
    }
}
