using Gristmill.Dashboard.Jobs;

namespace Gristmill.Dashboard;

public sealed class JobFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_address_says_what_is_listed()
    {
        var filter = new JobFilter { Status = ["Waiting", "Error"], Text = "a b&c", Since = "1h", Sort = "oldest", After = "x" };

        Assert.Equal("jobs?status=Waiting&status=Error&text=a%20b%26c&since=1h&sort=oldest&after=x", filter.Address);
        var query = filter.ToQuery(Now, 50, out var fault)!;
        Assert.Null(fault);
        Assert.Equal([JobStatus.Inactive, JobStatus.Queued, JobStatus.Error], query.Statuses);
        Assert.Equal((Now.AddHours(-1), "a b&c", true, "x"), (query.Since, query.Text, query.OldestFirst, query.Cursor));
    }

    [Fact]
    public void An_order_alone_lets_every_job_pass()
    {
        Assert.True(new JobFilter { Sort = "oldest", After = "x" }.IsEmpty);
        Assert.False(new JobFilter { Tag = "x" }.IsEmpty);
    }
}
