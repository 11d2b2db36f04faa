using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Cordons a silo and waits for what it runs.</summary>
internal sealed class DrainCommand() : SiloOrderCommand("drain", "Cordons a silo, and waits until the jobs it runs have ended.")
{
    protected override Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo)
    {
        session.Farewell = $"left; {silo} stays cordoned";
        return jobs.DrainAsync(silo, new Progress(session), session.Interrupts.Leaving);
    }

    protected override int Judge(Session session, SiloView silo)
    {
        if (silo.Running == 0)
            return ExitCodes.Success;
        session.Say($"somebody uncordoned {silo.Silo} before it was drained");
        return ExitCodes.Refused;
    }

    /// <summary>Says it at once and in order, which the framework's own does not.</summary>
    private sealed class Progress(Session session) : IProgress<SiloView>
    {
        public void Report(SiloView value)
        {
            if (value.Running > 0)
                session.Say($"{value.Silo} still runs {Words.Count(value.Running, "job")}");
        }
    }
}
