namespace Gristmill.Client.Commands;

/// <summary>Has a silo take no more jobs.</summary>
internal sealed class CordonCommand()
    : SiloOrderCommand("cordon",
        "Has a silo take no more jobs; running ones go on. Holds until it is uncordoned, or its process ends.")
{
    protected override Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo) => jobs.CordonAsync(silo);
}
