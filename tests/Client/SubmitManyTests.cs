using System.Runtime.CompilerServices;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests;

/// <summary>
/// <see cref="JobClient.SubmitManyAsync(IAsyncEnumerable{JobRequest}, CancellationToken)"/>: jobs as they come, receipts in their
/// order.
/// </summary>
public sealed class SubmitManyTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receipts_come_in_the_order_of_the_jobs_over_many_calls()
    {
        var cluster = new FakeCluster();
        var requests = Requests(20_000);

        var receipts = await SubmitAsync(cluster, Source(requests)).ToListAsync(Cancel);

        Assert.Equal(requests.Select(request => request.Id), receipts.Select(receipt => receipt.Id));
        Assert.Equal(requests.Select(request => request.Id), cluster.Submitted.Select(request => request.Id));
    }

    [Fact]
    public async Task A_call_that_is_answered_first_waits_for_the_one_before()
    {
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        var cluster = new FakeCluster
        {
            Hold = requests =>
            {
                if (requests[0].Arguments == "[0]")
                    return first.Task;
                second.TrySetResult();
                return Task.CompletedTask;
            },
        };
        var requests = Requests(2 * Limits.BatchJobs);
        await using var receipts = SubmitAsync(cluster, Source(requests)).GetAsyncEnumerator(Cancel);

        var next = receipts.MoveNextAsync();
        await second.Task;

        Assert.False(next.IsCompleted);
        first.SetResult();
        Assert.True(await next);
        Assert.Equal(requests[0].Id, receipts.Current.Id);
    }

    [Fact]
    public async Task Bad_jobs_are_told_at_their_places_and_keep_no_good_one_from_being_accepted()
    {
        var cluster = new FakeCluster { Judge = request => request.Task == "bad" ? [$"{request.Arguments} is bad"] : [] };
        var requests = Requests(12_000, i => i % 1_000 == 7 ? "bad" : "good");

        var receipts = await SubmitAsync(cluster, Source(requests)).ToListAsync(Cancel);

        Assert.Equal(requests.Select(request => request.Task == "good"), receipts.Select(receipt => receipt.Accepted));
        Assert.Equal(["[7] is bad"], receipts[7].Problems);
        Assert.Equal(["[11007] is bad"], receipts[11_007].Problems);
    }

    [Theory]
    [InlineData(10, 5 * 1_000 + 1)]
    [InlineData(1 << 20, 6)]
    public async Task No_more_jobs_are_taken_than_four_calls_and_the_next_hold_and_one_in_hand(int argumentBytes, int most)
    {
        var (taken, answered, mostOpen, calls, mostCalls) = (0, 0, 0, 0, 0);
        var cluster = new FakeCluster
        {
            Accept = request => new FakeJob(Samples.Job(request.Id)),
            Hold = async requests =>
            {
                mostCalls = Math.Max(mostCalls, Interlocked.Increment(ref calls));
                await Task.Yield();
                Interlocked.Decrement(ref calls);
            },
        };
        var argument = new string(' ', argumentBytes);

        await foreach (var receipt in SubmitAsync(cluster, EndlessAsync().Take(5 * most)))
        {
            mostOpen = Math.Max(mostOpen, Volatile.Read(ref taken) - answered);
            answered++;
        }

        Assert.Equal(5 * most, answered);
        Assert.InRange(mostOpen, 1, most);
        Assert.InRange(mostCalls, 1, 4);

        async IAsyncEnumerable<JobRequest> EndlessAsync([EnumeratorCancellation] CancellationToken stop = default)
        {
            await Task.CompletedTask;
            while (!stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref taken);
                yield return Request("task", $"[0{argument}]");
            }
        }
    }

    [Fact]
    public async Task Canceled_it_takes_and_submits_no_more_even_if_the_source_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var cluster = new FakeCluster();
        var taken = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in SubmitAsync(cluster, DeafAsync(), stop.Token))
                await stop.CancelAsync();
        });

        var submitted = cluster.Submitted.Count;
        Assert.InRange(submitted, 1, 2 * Limits.BatchJobs);
        Assert.InRange(taken, submitted, 3 * Limits.BatchJobs + 1);

        async IAsyncEnumerable<JobRequest> DeafAsync()
        {
            await Task.CompletedTask;
            while (true)
            {
                taken++;
                yield return Request("task", "[]");
            }
        }
    }

    [Fact]
    public async Task Canceled_it_waits_neither_for_an_answer_nor_for_the_source()
    {
        using var stop = new CancellationTokenSource();
        var called = new TaskCompletionSource();
        var told = new TaskCompletionSource();
        var cluster = new FakeCluster
        {
            Hold = _ =>
            {
                called.TrySetResult();
                return new TaskCompletionSource().Task;
            },
        };
        var receipts = SubmitAsync(cluster, SilentAsync(), stop.Token).ToListAsync(Cancel).AsTask();
        await called.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receipts);
        await told.Task;

        async IAsyncEnumerable<JobRequest> SilentAsync([EnumeratorCancellation] CancellationToken canceled = default)
        {
            yield return Request("task", "[]");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, canceled);
            }
            finally
            {
                told.SetResult();
            }
        }
    }

    [Fact]
    public async Task What_a_source_gave_before_it_failed_is_submitted_and_answered()
    {
        var cluster = new FakeCluster();
        var receipts = new List<JobReceipt>();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var receipt in SubmitAsync(cluster, FailingAsync()))
                receipts.Add(receipt);
        });

        Assert.Equal("line 3", failure.Message);
        Assert.Equal(cluster.Submitted.Select(request => request.Id), receipts.Select(receipt => receipt.Id));
        Assert.Equal(2, receipts.Count);

        static async IAsyncEnumerable<JobRequest> FailingAsync()
        {
            yield return Request("task", "[1]");
            await Task.Yield();
            yield return Request("task", "[2]");
            throw new InvalidDataException("line 3");
        }
    }

    [Fact]
    public async Task Whoever_stops_listening_stops_the_source()
    {
        var ended = new TaskCompletionSource();

        await foreach (var _ in SubmitAsync(new FakeCluster(), EndlessAsync()))
            break;

        await ended.Task;

        async IAsyncEnumerable<JobRequest> EndlessAsync([EnumeratorCancellation] CancellationToken stop = default)
        {
            try
            {
                for (; ; stop.ThrowIfCancellationRequested(), await Task.Yield())
                    yield return Request("task", "[]");
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    private static IAsyncEnumerable<JobReceipt> SubmitAsync(FakeCluster cluster, IAsyncEnumerable<JobRequest> source,
        CancellationToken stop = default) =>
        new JobClient(FakeGrains.Of(cluster)).SubmitManyAsync(source, stop);

    private static async IAsyncEnumerable<JobRequest> Source(IEnumerable<JobRequest> requests)
    {
        await Task.Yield();
        foreach (var request in requests)
            yield return request;
    }

    private static JobRequest[] Requests(int count, Func<int, string>? task = null) =>
        [.. Enumerable.Range(0, count).Select(i => Request(task?.Invoke(i) ?? "task", $"[{i}]"))];

    private static JobRequest Request(string task, string arguments) =>
        new() { Id = Guid.CreateVersion7(), Task = task, Arguments = arguments };
}
