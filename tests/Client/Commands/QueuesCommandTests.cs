using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class QueuesCommandTests
{
    private static FakeCluster Cluster(params long[] purges) => new()
    {
        Queues =
        [
            new QueueView { Name = "default", Ready = 17, Delayed = 2, Running = 1, OldestReady = Samples.Start.AddMinutes(-3),
                Silos = ["one", "two"] },
            new QueueView { Name = "slow", Mode = QueueMode.Paused, Reason = "the disk is full", By = "ada",
                Since = Samples.Start },
        ],
        Purges = purges,
    };

    [Fact]
    public async Task Queues_are_listed_with_what_waits_in_them_and_who_serves_them()
    {
        var queues = await TestConsole.RunAsync(Cluster(), "queues");

        Assert.Equal(
            (0, """
                QUEUE    MODE    READY  DELAYED  RUNNING  OLDEST  SILOS    REASON            BY
                default  Open    17     2        1        3 min   one,two
                slow     Paused  0      0        0                none     the disk is full  ada

                """.ReplaceLineEndings("\n"), ""),
            queues);
    }

    [Fact]
    public async Task With_output_json_each_queue_is_an_object()
    {
        var (exit, output, _) = await TestConsole.RunAsync(Cluster(), "queues", "--output", "json");

        Assert.Equal(0, exit);
        Assert.Equal(
            """{"name":"slow","mode":"Paused","reason":"the disk is full","by":"ada","since":"2026-03-01T14:05:09.123+00:00","ready":0,"delayed":0,"running":0,"oldestReady":null,"silos":[]}""",
            output.Split('\n')[1]);
    }

    [Fact]
    public async Task Without_queues_it_says_so() => Assert.Equal(
        (0, "", "gristmill: no silo serves a queue, and no job waits in one\n"), await TestConsole.RunAsync(new FakeCluster(), "queues"));

    [Theory]
    [InlineData("pause", QueueMode.Paused)]
    [InlineData("drain", QueueMode.Draining)]
    public async Task An_order_is_given_with_its_reason_and_the_new_mode_shown(string order, QueueMode mode)
    {
        var cluster = Cluster();

        var ordered = await TestConsole.RunAsync(cluster, "queues", order, "default", "--reason", "upgrade");

        Assert.Equal((0, $"default  {mode}\n", ""), ordered);
        Assert.Equal((mode, "upgrade", Environment.UserName),
            (cluster.Queues[0].Mode, cluster.Queues[0].Reason, cluster.Queues[0].By));
    }

    [Fact]
    public async Task A_queue_is_resumed_and_one_that_nobody_serves_is_remarked()
    {
        var resumed = await TestConsole.RunAsync(Cluster(), "queues", "resume", "slow");

        Assert.Equal((0, "slow  Open\n", "gristmill: no silo serves the queue slow\n"), resumed);
    }

    [Fact]
    public async Task A_purge_goes_on_to_its_end_and_prints_how_many_it_canceled()
    {
        var cluster = Cluster(500, 500, 17);

        Assert.Equal((0, "1017\n", ""), await TestConsole.RunAsync(cluster, "queues", "purge", "default"));

        Assert.Equal([("default", null), ("default", 4711), ("default", 4711)], cluster.Purged);
    }

    [Theory]
    [InlineData("unknown command 'paus'; did you mean 'pause'?", "queues", "paus", "default")]
    [InlineData("NAME is missing; `gristmill queues pause --help` tells more", "queues", "pause")]
    [InlineData("unknown option '--reason'; `gristmill queues resume --help` lists them", "queues", "resume", "default",
        "--reason", "x")]
    public async Task A_mistake_is_told_in_one_line(string says, params string[] typed) =>
        Assert.Equal((2, "", $"gristmill: {says}\n"), await TestConsole.RunAsync(Cluster(), typed));
}
