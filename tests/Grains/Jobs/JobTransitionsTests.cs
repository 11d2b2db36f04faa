namespace Gristmill.Jobs;

public class JobTransitionsTests
{
    // The whole table, by hand: rows leave, columns are entered. Whoever changes a move changes it here too, and knows it.
    private const string Table = """
        from \ to         Inactive Queued Running Success Error Canceled Fetching Converting ConvertingOut Pushing Canceling
        Inactive          -        x      x       -       -     x        -        -          -             -       x
        Queued            -        -      x       -       x     x        -        -          -             -       x
        Running           -        x      -       x       x     x        x        x          x             x       x
        Success           -        -      -       -       -     -        -        -          -             -       -
        Error             -        -      -       -       -     -        -        -          -             -       -
        Canceled          -        -      -       -       -     -        -        -          -             -       -
        FetchingInput     -        x      x       -       x     x        -        x          -             -       x
        ConvertingInput   -        x      x       -       x     x        -        -          -             -       x
        ConvertingOutput  -        x      x       -       x     x        -        -          -             x       x
        PushingOutput     -        x      x       x       x     x        -        -          -             -       x
        Canceling         -        -      -       -       x     x        -        -          -             -       -
        """;

    public static TheoryData<JobStatus, JobStatus, bool> Moves()
    {
        var moves = new TheoryData<JobStatus, JobStatus, bool>();
        foreach (var line in Table.Split('\n').Skip(1))
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var (to, mark) in Enum.GetValues<JobStatus>().Zip(cells.Skip(1)))
                moves.Add(Enum.Parse<JobStatus>(cells[0]), to, mark == "x");
        }
        return moves;
    }

    [Theory, MemberData(nameof(Moves))]
    public void A_move_is_allowed_or_refused_as_the_table_says(JobStatus from, JobStatus to, bool allowed) =>
        Assert.Equal(allowed, JobTransitions.Allows(from, to));

    [Fact]
    public void The_table_has_every_move() => Assert.Equal(11 * 11, Moves().Count);

    [Theory]
    [InlineData(JobStatus.Inactive, 0), InlineData(JobStatus.Queued, 1), InlineData(JobStatus.Running, 2),
        InlineData(JobStatus.Success, 3)]
    [InlineData(JobStatus.Error, 4), InlineData(JobStatus.Canceled, 5), InlineData(JobStatus.FetchingInput, 820)]
    [InlineData(JobStatus.ConvertingInput, 821), InlineData(JobStatus.ConvertingOutput, 822),
        InlineData(JobStatus.PushingOutput, 823)]
    [InlineData(JobStatus.Canceling, 824)]
    public void A_status_has_Girders_number(JobStatus status, int number) => Assert.Equal(number, (int)status);

    [Fact]
    public void Success_Error_and_Canceled_are_the_ends() => Assert.Equal(
        [JobStatus.Success, JobStatus.Error, JobStatus.Canceled],
        Enum.GetValues<JobStatus>().Where(status => status.IsTerminal()));

    [Fact]
    public void A_status_without_moves_is_an_end_and_an_end_has_no_moves() => Assert.All(
        Enum.GetValues<JobStatus>(),
        from => Assert.Equal(from.IsTerminal(), !Enum.GetValues<JobStatus>().Any(to => JobTransitions.Allows(from, to))));

    [Fact]
    public void A_silo_holds_jobs_that_run_or_are_being_canceled() => Assert.Equal(
        [
            JobStatus.Running, JobStatus.FetchingInput, JobStatus.ConvertingInput, JobStatus.ConvertingOutput,
            JobStatus.PushingOutput,
            JobStatus.Canceling,
        ],
        Enum.GetValues<JobStatus>().Where(status => status.IsHeld()));
}
