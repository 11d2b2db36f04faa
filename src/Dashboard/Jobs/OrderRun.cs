using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard.Jobs;

/// <summary>An order to many jobs, on its way.</summary>
/// <param name="order">What is done to them.</param>
/// <param name="count">How many they were when they were counted.</param>
/// <param name="changed">Called when it has come further.</param>
/// <param name="left">Nobody looks any more: it goes no further.</param>
internal sealed class OrderRun(BulkAction order, long count, Action changed, CancellationToken left)
    : IProgress<JobsOrdered>, IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(left);
    private JobsOrdered _sum = new(0, 0, null);

    public BulkAction Order => order;

    public JobProgress Progress => new(_sum.Done + _sum.Refused, count, null);

    public CancellationToken Stopped => _stop.Token;

    public void Report(JobsOrdered value)
    {
        _sum = value;
        changed();
    }

    public void Stop() => _stop.Cancel();

    /// <summary>Does it, to its end or until it is stopped.</summary>
    /// <returns>What became of it, for the person who asked.</returns>
    public async Task<Outcome> RunAsync(Func<OrderRun, Task<JobsOrdered>> act)
    {
        var rest = "";
        try
        {
            _sum = await act(this);
        }
        catch (OperationCanceledException) when (Stopped.IsCancellationRequested)
        {
            rest = "; stopped, the others are as they were";
        }
        var done = order switch { BulkAction.Cancel => "told to stop", BulkAction.Retry => "opened again", _ => "deleted" };
        var refused = _sum.Refused == 0 ? "" : $", {Words.Number(_sum.Refused)} not: {_sum.Reason}";
        return new($"{Words.Plural(_sum.Done, "job")} {done}{refused}{rest}", IsNothing: _sum.Done == 0);
    }

    public void Dispose() => _stop.Dispose();
}
