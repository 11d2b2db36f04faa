namespace Gristmill.Client.Tests.Fakes;

internal sealed partial class FakeCluster
{
    private readonly Dictionary<Guid, WaitedJobs> _waited = [];

    public async Task<JobEnds> WaitAsync(Guid client, Guid[] jobs, bool first)
    {
        WaitedJobs waited;
        lock (_waited)
        {
            if (first)
                _waited[client] = new WaitedJobs();
            waited = _waited[client];
        }
        await RegisterAsync(client, jobs);
        while (true)
        {
            Task more;
            lock (_waited)
            {
                var over = waited.Ends.Where(job => job.End.IsCompleted).ToArray();
                waited.Ends.RemoveAll(over.Contains);
                if (over.Length > 0)
                    return new JobEnds
                    {
                        Ended = [.. over.Where(job => job.End.IsCompletedSuccessfully).Select(job => job.End.Result)],
                        Unknown = [.. over.Where(job => job.End.IsFaulted).Select(job => job.Job)],
                    };
                more = Task.WhenAny([.. waited.Ends.Select(job => job.End), waited.Added.Task]);
            }
            await more;
        }
    }

    public Task<bool> RegisterAsync(Guid client, Guid[] jobs)
    {
        lock (_waited)
        {
            var waited = _waited[client];
            waited.Ends.AddRange(jobs.Select(job => (job, Job(job).EndAsync())));
            waited.Added.TrySetResult();
            waited.Added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return Task.FromResult(true);
    }

    public Task EndedAsync(JobView[] jobs) => throw new NotSupportedException();

    private sealed class WaitedJobs
    {
        public List<(Guid Job, Task<JobView> End)> Ends { get; } = [];

        public TaskCompletionSource Added { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
