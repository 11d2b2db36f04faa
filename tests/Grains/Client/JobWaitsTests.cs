using System.Reflection;
using System.Threading.Channels;
using Gristmill.Jobs;

namespace Gristmill;

/// <summary>How a client waits for many jobs with few calls.</summary>
public sealed class JobWaitsTests
{
    private readonly WaitGrain _grain = new();
    private readonly JobWaits _waits;

    public JobWaitsTests() => _waits = new JobWaits(WaitGrain.Factory(_grain), new Retrying(TimeProvider.System));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_end_answers_everybody_who_waits_for_the_job()
    {
        var (job, view) = Job();
        var first = _waits.EndAsync(job, CancellationToken.None);
        var call = await _grain.CalledAsync();
        var second = _waits.EndAsync(job, Token);

        call.Answer(new JobEnds { Ended = [view] });

        Assert.Equal((true, job), (call.First, Assert.Single(call.Jobs)));
        Assert.Equal([view, view], await Task.WhenAll(first, second));
    }

    [Fact]
    public async Task More_jobs_are_registered_while_a_call_is_held_and_those_behind_travel_together()
    {
        var (a, b, c, d) = (Job().Id, Job(), Job().Id, Job().Id);
        _ = _waits.EndAsync(a, Token);
        var held = await _grain.CalledAsync();
        var end = _waits.EndAsync(b.Id, Token);
        var second = await _grain.RegisteredAsync();
        _ = _waits.EndAsync(c, Token);
        _ = _waits.EndAsync(d, Token);
        Assert.False(_grain.IsRegistered);

        second.Answer(true);
        var third = await _grain.RegisteredAsync();
        held.Answer(new JobEnds { Ended = [b.View] });

        Assert.Equal((b.Id, held.Client), (Assert.Single(second.Jobs), second.Client));
        Assert.Equal(held.Client, third.Client);
        Assert.Equal([c, d], third.Jobs);
        Assert.Equal(b.View, await end);
        Assert.Equal((held.Client, false, 0), (await _grain.CalledAsync()) is var next
            ? (next.Client, next.First, next.Jobs.Length) : default);
    }

    [Fact]
    public async Task A_client_that_is_not_known_any_more_when_it_registers_begins_again_and_drops_the_held_call()
    {
        var (a, b) = (Job(), Job());
        var ends = Task.WhenAll(_waits.EndAsync(a.Id, Token));
        var held = await _grain.CalledAsync();
        var end = _waits.EndAsync(b.Id, Token);

        (await _grain.RegisteredAsync()).Answer(false);
        var again = await _grain.CalledAsync();

        Assert.True(again.First);
        Assert.NotEqual(held.Client, again.Client);
        Assert.Equal(new HashSet<Guid> { a.Id, b.Id }, [.. again.Jobs]);
        again.Answer(new JobEnds { Ended = [a.View, b.View] });
        await Task.WhenAll(ends, end);
    }

    [Fact]
    public async Task The_call_is_repeated_while_somebody_waits()
    {
        var (job, view) = Job();
        var end = _waits.EndAsync(job, Token);

        (await _grain.CalledAsync()).Answer(new JobEnds());
        var again = await _grain.CalledAsync();
        Assert.Empty(again.Jobs);
        again.Answer(new JobEnds { Ended = [view] });

        Assert.Equal(view, await end);
        Assert.False(_grain.IsCalled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_begins_again_with_all_that_it_waits_for_when_a_silo_is_lost_or_has_forgotten_it(bool lost)
    {
        var (a, b) = (Job(), Job());
        var ends = Task.WhenAll(_waits.EndAsync(a.Id, Token), _waits.EndAsync(b.Id, Token));
        var call = await _grain.CalledAsync();
        if (call.Jobs.Length < 2) // The other one came too late for it.
            (await _grain.RegisteredAsync()).Answer(true);

        if (lost)
            call.Fail(new TimeoutException());
        else
            call.Answer(new JobEnds { Forgotten = true });
        var again = await _grain.CalledAsync();

        Assert.True(again.First);
        Assert.NotEqual(call.Client, again.Client);
        Assert.Equal(new HashSet<Guid> { a.Id, b.Id }, [.. again.Jobs]);
        again.Answer(new JobEnds { Ended = [a.View, b.View] });
        await ends;
    }

    [Fact]
    public async Task Jobs_that_do_not_fit_one_call_do_not_wait_for_its_answer()
    {
        _ = _waits.EndAsync(Job().Id, Token);
        var lost = await _grain.CalledAsync();
        for (var i = 0; i < Limits.BatchJobs; i++)
            _ = _waits.EndAsync(Job().Id, Token);
        for (var jobs = 1; jobs <= Limits.BatchJobs;)
        {
            var more = await _grain.RegisteredAsync();
            jobs += more.Jobs.Length;
            more.Answer(true);
        }

        lost.Fail(new TimeoutException());
        var all = await _grain.CalledAsync();
        var rest = await _grain.RegisteredAsync();

        Assert.Equal((true, Limits.BatchJobs, 1), (all.First, all.Jobs.Length, rest.Jobs.Length));
        Assert.Equal(all.Client, rest.Client);
    }

    [Fact]
    public async Task No_call_overtakes_the_first_one_by_which_the_grain_knows_the_client()
    {
        _grain.Calling = () =>
        {
            _grain.Calling = null;
            _ = _waits.EndAsync(Job().Id, Token);
            // Behind a call that would be made now.
            using var passed = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(static signal => ((ManualResetEventSlim)signal!).Set(), passed);
            passed.Wait(Token);
        };

        _ = _waits.EndAsync(Job().Id, Token);

        var first = await _grain.CalledAsync();
        var other = await _grain.RegisteredAsync();
        Assert.True(first.First && first.Client == other.Client);
        Assert.True(_grain.WasCalledFirst);
    }

    [Fact]
    public async Task A_job_that_there_is_not_fails_its_waits_alone()
    {
        var (job, view) = Job();
        var unknown = Job().Id;
        var (end, none) = (_waits.EndAsync(job, Token), _waits.EndAsync(unknown, Token));

        (await _grain.CalledAsync()).Answer(new JobEnds { Unknown = [unknown] });
        (await _grain.CalledAsync()).Answer(new JobEnds { Ended = [view] });

        Assert.Contains(unknown.ToString(), (await Assert.ThrowsAsync<UnknownJobException>(() => none)).Message,
            StringComparison.Ordinal);
        Assert.Equal(view, await end);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_others_waiting_and_the_last_one_ends_the_calls()
    {
        using var giveUp = new CancellationTokenSource();
        var (job, view) = Job();
        var (given, kept) = (_waits.EndAsync(job, giveUp.Token), _waits.EndAsync(job, Token));
        var call = await _grain.CalledAsync();

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        call.Answer(new JobEnds { Ended = [view] });
        Assert.Equal(view, await kept);

        using var late = new CancellationTokenSource();
        var last = _waits.EndAsync(Job().Id, late.Token);
        call = await _grain.CalledAsync();
        await late.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
        call.Answer(new JobEnds());
        var next = _waits.EndAsync(job, Token);
        (await _grain.CalledAsync()).Answer(new JobEnds { Ended = [view] });
        Assert.Equal(view, await next);
    }

    [Fact]
    public async Task What_is_no_loss_of_a_silo_fails_who_waits_and_nobody_later()
    {
        var (job, view) = Job();
        var end = _waits.EndAsync(job, Token);
        (await _grain.CalledAsync()).Fail(new InvalidOperationException("a bug"));
        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => end)).Message);

        end = _waits.EndAsync(job, Token);
        var call = await _grain.CalledAsync();
        Assert.True(call.First);
        call.Answer(new JobEnds { Ended = [view] });
        Assert.Equal(view, await end);
    }

    /// <summary>A job of share 0, so that all of a test are in one.</summary>
    private static (Guid Id, JobView View) Job()
    {
        var id = Guid.NewGuid();
        while (JobShares.Of(id) != 0)
            id = Guid.NewGuid();
        return (id, (TestJobs.In(JobStatus.Success) with { Id = id }).ToView());
    }

    /// <summary>Answers calls as a test says.</summary>
    private sealed class WaitGrain : IJobWaitGrain
    {
        private readonly Channel<PendingPoll> _calls = Channel.CreateUnbounded<PendingPoll>();
        private readonly Channel<PendingRegistration> _registrations = Channel.CreateUnbounded<PendingRegistration>();

        /// <summary>What happens while a call is on its way.</summary>
        public Action? Calling { get; set; }

        public bool IsCalled => _calls.Reader.TryPeek(out _);

        public bool IsRegistered => _registrations.Reader.TryPeek(out _);

        /// <summary>No job was registered before the first call.</summary>
        public bool WasCalledFirst { get; private set; }

        public Task<PendingPoll> CalledAsync() =>
            _calls.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);

        public Task<PendingRegistration> RegisteredAsync() =>
            _registrations.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);

        public Task<bool> RegisterAsync(Guid client, Guid[] jobs)
        {
            var call = new PendingRegistration(client, jobs);
            _registrations.Writer.TryWrite(call);
            return call.Known;
        }

        public Task<JobEnds> WaitAsync(Guid client, Guid[] jobs, bool first)
        {
            Calling?.Invoke();
            WasCalledFirst |= !IsRegistered;
            var call = new PendingPoll(client, jobs, first);
            _calls.Writer.TryWrite(call);
            return call.Ends;
        }

        public Task EndedAsync(JobView[] jobs) => throw new NotSupportedException();

        public static IGrainFactory Factory(WaitGrain grain)
        {
            var factory = DispatchProxy.Create<IGrainFactory, GrainOf>();
            ((GrainOf)(object)factory).Grain = grain;
            return factory;
        }
    }

    private sealed class PendingPoll(Guid client, Guid[] jobs, bool first)
    {
        private readonly TaskCompletionSource<JobEnds> _ends = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid Client => client;

        public Guid[] Jobs => jobs;

        public bool First => first;

        public Task<JobEnds> Ends => _ends.Task;

        public void Answer(JobEnds ends) => _ends.SetResult(ends);

        public void Fail(Exception error) => _ends.SetException(error);
    }

    private sealed class PendingRegistration(Guid client, Guid[] jobs)
    {
        private readonly TaskCompletionSource<bool> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid Client => client;

        public Guid[] Jobs => jobs;

        public Task<bool> Known => _known.Task;

        public void Answer(bool known) => _known.SetResult(known);
    }

    /// <summary>A factory of one grain. A proxy, since the factory has many members and one of them is called here.</summary>
    public class GrainOf : DispatchProxy
    {
        internal IJobWaitGrain? Grain { get; set; }

        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Grain;
    }
}
