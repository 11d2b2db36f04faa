namespace Gristmill.Client.Commands;

/// <summary>Has a silo take jobs again.</summary>
internal sealed class UncordonCommand() : SiloOrderCommand("uncordon", "Has a silo take jobs again.")
{
    protected override Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo) => jobs.UncordonAsync(silo);
}
