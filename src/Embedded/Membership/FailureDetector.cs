using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>
/// Pings the other silos, and votes out those that hold their lock but do not answer. It counts pings, not time, so that a
/// process that was itself suspended does not take the others for silent.
/// </summary>
internal sealed partial class FailureDetector(Node node, MembershipFolder folder, TimeSpan timeout)
{
    private const int PingsPerTimeout = 30;
    private readonly Dictionary<SiloAddress, int> _unanswered = [];

    public TimeSpan Period => timeout / PingsPerTimeout;

    public async Task PingAll()
    {
        foreach (var member in node.Membership.View.Members.Where(m => m.NodeId != node.Id))
        {
            var connection = node.Peers.To(member.NodeId);
            var before = _unanswered.GetValueOrDefault(member.Address);
            var unanswered = _unanswered[member.Address] = connection.TakeHeard() ? 0 : before + 1;
            if (unanswered == 0 && before >= PingsPerTimeout)
                folder.WithdrawVote(member.Address, node.SiloAddress);
            connection.Send(FrameKind.Ping);
            if (unanswered >= PingsPerTimeout && !folder.IsVotedOut(node.SiloAddress))
                await VoteOut(member);
        }
    }

    private async Task VoteOut(Member member)
    {
        LogSilent(node.Logger, member.Address, timeout);
        var voters = node.Membership.View.Members.Select(m => m.Address).Where(a => a != member.Address).ToList();
        if (await folder.Vote(member.Address, node.SiloAddress, voters))
            node.Membership.Refresh();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} is locked but has not answered for {Timeout}: voting it out")]
    private static partial void LogSilent(ILogger logger, SiloAddress silo, TimeSpan timeout);
}
