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
    public void Ends_are_asked_for_as_submissions_are()
    {
        var filter = new JobFilter { EndedSince = "12h", EndedUntil = "2026-11-22T09:00" };

        Assert.Equal("jobs?endedSince=12h&endedUntil=2026-11-22T09%3A00", filter.Address);
        var query = filter.ToQuery(Now, 50, out _)!;
        Assert.Equal((Now.AddHours(-12), Now.AddHours(-3), true), (query.EndedSince, query.EndedUntil, query.ByEnd));
        Assert.Null(JobClient.For(BulkAction.Cancel, query));
        Assert.NotNull(JobClient.For(BulkAction.Retry, query));
    }

    [Theory]
    [InlineData("error", JobStatus.Error)]
    [InlineData("QUEUED", JobStatus.Queued)]
    [InlineData("waiting", JobStatus.Inactive, JobStatus.Queued)]
    [InlineData("queued, Waiting,success", JobStatus.Queued, JobStatus.Inactive, JobStatus.Success)]
    public void Statuses_are_named_in_any_case_alone_or_by_kind(string text, params JobStatus[] statuses) =>
        Assert.Equal(statuses, new JobFilter { Status = [text] }.ToQuery(Now, 50, out _)!.Statuses);

    [Fact]
    public void Everything_that_cannot_be_understood_is_told_with_what_may_be_given()
    {
        var filter =
            new JobFilter { Status = ["Error", "Failed", ""], Sort = "up", Parent = "nobody", Since = "soon", Until = "later" };

        Assert.Null(filter.ToQuery(Now, 50, out var fault));
        Assert.Collection(fault!.Split('\n'),
            line => Assert.Equal("sort is 'up'; it must be newest or oldest", line),
            line => Assert.StartsWith("parent is 'nobody'; it must be", line, StringComparison.Ordinal),
            line => Assert.StartsWith("status is 'Failed'; it must be one of Waiting, Running, Success, Error, Canceled, Inactive, Queued", line, StringComparison.Ordinal),
            line => Assert.StartsWith("status is ''; it must be", line, StringComparison.Ordinal),
            line => Assert.StartsWith("since is 'soon'; it must be", line, StringComparison.Ordinal),
            line => Assert.StartsWith("until is 'later'; it must be", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("30m", 0.5)]
    [InlineData("12h", 12)]
    [InlineData("1d12h", 36)]
    [InlineData("2026-11-22T09:00", 3)]
    public void A_time_is_any_span_before_now_or_one_in_UTC(string text, double hours) =>
        Assert.Equal(Now.AddHours(-hours), new JobFilter { Since = text }.ToQuery(Now, 50, out _)!.Since);

    [Fact]
    public void A_span_longer_than_there_were_years_is_as_far_back_as_there_are_any() =>
        Assert.Equal(DateTimeOffset.MinValue, new JobFilter { Since = "999999d" }.ToQuery(Now, 50, out _)!.Since);

    [Fact]
    public void A_status_is_added_once_and_taken_away_however_it_is_written()
    {
        var filter = new JobFilter { Status = ["error,Queued"] };

        Assert.Equal(["error", "Queued", "Waiting"], filter.Toggle("Waiting").Status);
        Assert.Equal(["Queued"], filter.Toggle("Error").Status);
        Assert.Equal(["Waiting", "Running", "Success", "Error", "Canceled", "Queued"], filter.Choices);
    }

    [Fact]
    public void An_order_alone_lets_every_job_pass()
    {
        Assert.True(new JobFilter { Sort = "oldest", After = "x" }.IsEmpty);
        Assert.False(new JobFilter { Tag = "x" }.IsEmpty);
    }
}
