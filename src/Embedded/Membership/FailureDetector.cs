using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>
/// Pings the other silos, and votes out those that hold their lock but do not answer. It counts pings, not time, so that a process
/// that was itself suspended does not take the others for silent.
/// </summary>
internal sealed partial class FailureDetector(Node node, MembershipFolder folder, TimeSpan timeout, ILogger logger) : IAsyncDisposable
{
    private const int PingsPerTimeout = 30;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<SiloAddress, int> _unanswered = [];
    private Task _pinging = Task.CompletedTask;

    public void Start() => _pinging = Task.Run(Run);

    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _pinging;
    }

    private async Task Run()
    {
        using var timer = new PeriodicTimer(timeout / PingsPerTimeout, TimeProvider.System);
        try
        {
            for (var round = 0; await timer.WaitForNextTickAsync(_stop.Token); round++)
            {
                try
                {
                    await PingAll();
                    if (round % PingsPerTimeout == 0)
                        await folder.Clean();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    LogRoundFailed(logger, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task PingAll()
    {
        var others = node.Membership.View.Members.Where(m => m.NodeId != node.Id).ToList();
        foreach (var gone in _unanswered.Keys.Except(others.Select(m => m.Address)).ToList())
            _unanswered.Remove(gone);
        foreach (var member in others)
        {
            var connection = node.Peers.To(member.NodeId);
            var unanswered = connection.TakeHeard() ? 0 : _unanswered.GetValueOrDefault(member.Address) + 1;
            if (unanswered == 0 && _unanswered.GetValueOrDefault(member.Address) >= PingsPerTimeout)
                folder.WithdrawVote(member.Address, node.Self!);
            _unanswered[member.Address] = unanswered;
            connection.SendPing();
            if (unanswered >= PingsPerTimeout && !folder.IsVotedOut(node.Self!))
                await VoteOut(member);
        }
    }

    private async Task VoteOut(Member member)
    {
        LogSilent(logger, member.Address, timeout);
        var voters = node.Membership.View.Members.Select(m => m.Address).Where(a => !a.Equals(member.Address)).ToList();
        if (await folder.Vote(member.Address, node.Self!, voters))
            node.Membership.Refresh();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} holds its lock but has not answered for {Timeout}: voting it out")]
    private static partial void LogSilent(ILogger logger, SiloAddress silo, TimeSpan timeout);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of pings failed")]
    private static partial void LogRoundFailed(ILogger logger, Exception error);
}
