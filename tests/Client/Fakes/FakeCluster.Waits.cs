namespace Gristmill.Client.Tests.Fakes;

internal sealed partial class FakeCluster
{
    private readonly Dictionary<Guid, PendingPoll> _held = [];

    public async Task<JobEnds> WaitAsync(Guid client, Guid[] jobs, bool first)
    {
        var call = new PendingPoll();
        lock (_held)
        {
            if (_held.Remove(client, out var before))
            {
                before.Replaced.TrySetResult();
                call.Ends.AddRange(before.Ends);
            }
            _held.Add(client, call);
            call.Ends.AddRange(jobs.Select(job => (job, Job(job).EndAsync())));
        }
        await Task.WhenAny([.. call.Ends.Select(job => job.End), call.Replaced.Task]);
        lock (_held)
        {
            var over = call.Ends.Where(job => job.End.IsCompleted && !call.Replaced.Task.IsCompleted).ToArray();
            call.Ends.RemoveAll(over.Contains);
            return new JobEnds
            {
                Ended = [.. over.Where(job => job.End.IsCompletedSuccessfully).Select(job => job.End.Result)],
                Unknown = [.. over.Where(job => job.End.IsFaulted).Select(job => job.Job)],
            };
        }
    }

    public Task EndedAsync(JobView[] jobs) => throw new NotSupportedException();

    private sealed class PendingPoll
    {
        public List<(Guid Job, Task<JobView> End)> Ends { get; } = [];

        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
