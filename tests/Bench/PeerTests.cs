using System.Text.Json;

namespace Gristmill.Bench;

public sealed class PeerTests
{
    [Fact]
    public async Task It_says_its_version_before_it_is_asked() =>
        Assert.Equal("Fake 1", (await AskAsync())[0].GetProperty("version").GetString());

    [Fact]
    public async Task A_backlog_is_timed_once_all_of_it_has_ended()
    {
        var answers = await AskAsync("""{"do":"bulk","count":3}""", """{"do":"start"}""", """{"do":"drain"}""");

        Assert.True(answers[1].GetProperty("seconds").GetDouble() > 0);
        Assert.Equal("{}", answers[2].GetRawText());
        Assert.True(answers[3].GetProperty("seconds").GetDouble() > 0);
    }

    [Theory]
    [InlineData("""{"do":"single","count":3}""", 3)]
    [InlineData("""{"do":"steady","rate":200,"seconds":0.02}""", 4)]
    public async Task Each_job_whose_latency_is_taken_is_a_sample(string request, int samples) =>
        Assert.Equal(samples, (await AskAsync("""{"do":"start"}""", request))[2].GetProperty("samples").GetArrayLength());

    [Fact]
    public async Task As_many_jobs_run_as_were_asked_for_and_each_different_result_is_answered_once()
    {
        var fake = new FakePeer();

        var answers = await AskAsync(fake, """{"do":"start"}""", """{"do":"fan","count":250,"n":26}""");

        Assert.Equal(250, fake.Submitted);
        Assert.Equal("[121393]", answers[2].GetProperty("results").GetRawText());
    }

    [Theory]
    [InlineData("""{"do":"cancel","count":1}""", "FakePeer cancels no running job")]
    [InlineData("""{"do":"dance"}""", "FakePeer cannot dance")]
    public async Task What_it_cannot_do_it_says_and_goes_on(string request, string error)
    {
        var answers = await AskAsync(request, """{"do":"start"}""");

        Assert.Equal(error, answers[1].GetProperty("error").GetString());
        Assert.Equal("{}", answers[2].GetRawText());
    }

    private static Task<JsonElement[]> AskAsync(params string[] requests) => AskAsync(new FakePeer(), requests);

    private static async Task<JsonElement[]> AskAsync(FakePeer peer, params string[] requests)
    {
        using var answers = new StringWriter();
        using var lines = new StringReader(string.Join('\n', requests));
        await peer.ServeAsync(lines, answers);
        return [.. answers.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>Its jobs end when it is started, in the order in which they were submitted; from then on at once.</summary>
    private sealed class FakePeer() : Peer("Fake 1")
    {
        private readonly Queue<(string Job, object? Result)> _waiting = [];
        private bool _runs;

        public int Submitted { get; private set; }

        protected override Task StartAsync()
        {
            _runs = true;
            while (_waiting.TryDequeue(out var job))
                Ends.Tell(job.Job, job.Result);
            return Task.CompletedTask;
        }

        protected override Task StopAsync()
        {
            _runs = false;
            return Task.CompletedTask;
        }

        protected override Task<Task<JobEnd>[]> SubmitAsync(int count) =>
            Task.FromResult(Enumerable.Range(0, count).Select(_ => RunAsync()).ToArray());

        protected override Task<JobEnd> RunAsync() => RunAsync(null);

        protected override Task<JobEnd> FibonacciAsync(int n) => RunAsync(Fibonacci.Of(n));

        private Task<JobEnd> RunAsync(object? result)
        {
            var job = $"job {++Submitted}";
            if (_runs)
                Ends.Tell(job, result);
            else
                _waiting.Enqueue((job, result));
            return Ends.OfAsync(job);
        }
    }
}
