namespace Gristmill.Bench;

public sealed class MarkdownReportTests
{
    private static readonly Results Sample = new()
    {
        Date = new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero),
        Revision = "abc1234",
        Machine = new Machine("A processor", 2, 8, "A kernel", ".NET", 0.15, 0.34, "0.01"),
        LoadAtEnd = "2.00",
        Duration = TimeSpan.FromMinutes(12),
        Scale = Scale.Full,
        Systems = [new("gristmill", "Gristmill 1", "a silo", "disk"), new("bullmq", "BullMQ 5", "a process", "memory | file")],
        Figures =
        [
            new("bulk", "gristmill", "bulk submit", "jobs/s", [50_000, 46_000, 48_000]),
            new("bulk", "bullmq", "bulk submit", "jobs/s", [14_050]),
            new("memory", "gristmill", "silo memory", "MB", [79.29], "a remark"),
        ],
        Omissions = [new("", "quartz", "not installed"), new("cancel", "bullmq", "it broke")],
    };

    private static readonly string[] Report = MarkdownReport.Write(Sample).Split('\n');

    [Fact]
    public void A_figure_shows_its_median_and_spread() =>
        Assert.Contains("| bulk submit | gristmill | 48,000 | 46,000 – 50,000 | jobs/s |  |", Report);

    [Fact]
    public void A_single_round_has_no_spread() =>
        Assert.Contains("| silo memory | gristmill | 79.3 |  | MB | a remark |", Report);

    [Fact]
    public void What_several_systems_were_measured_by_stands_side_by_side()
    {
        Assert.Contains("|  | gristmill | bullmq |", Report);
        Assert.Contains("| bulk submit (jobs/s) | 48,000 | 14,050 |", Report);
    }

    [Fact]
    public void What_only_one_was_measured_by_does_not() =>
        Assert.DoesNotContain(MarkdownReport.SideBySide(Sample.Figures), line =>
            line.Contains("silo memory", StringComparison.Ordinal));

    [Fact]
    public void It_names_the_commit_the_machine_and_its_disk() =>
        Assert.Contains("2026-01-02 03:04 UTC, commit abc1234, 12 minutes. A processor, 2 cores, 8 GB; A kernel; .NET. An fsync of a page takes 0.15 ms (p50), 0.34 ms (p99).", Report[0], StringComparison.Ordinal);

    [Fact]
    public void It_says_what_was_not_measured_and_why()
    {
        Assert.Contains("- Not measured: quartz: not installed", Report);
        Assert.Contains("- Not measured: bullmq, cancel: it broke", Report);
    }

    [Fact]
    public void A_bar_in_a_cell_ends_no_column() =>
        Assert.Contains(Report, line => line.Contains("memory \\| file", StringComparison.Ordinal));

    [Fact]
    public void The_raw_numbers_are_read_as_they_were_written()
    {
        var read = Results.FromJson(Sample.ToJson());

        Assert.Equal(Sample.ToJson(), read.ToJson());
        Assert.Equal(Sample.Figures[0].Rounds, read.Figures[0].Rounds);
    }
}
