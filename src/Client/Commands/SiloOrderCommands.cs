using System.CommandLine;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>An order to a silo, whose state is then printed.</summary>
internal abstract class SiloOrderCommand : Verb
{
    private readonly Argument<string> _silo = new("SILO") { Description = "The silo's name." };

    protected SiloOrderCommand(string name, string description) : base(name, description) => Add(_silo);

    public override async Task<int> RunAsync(Session session)
    {
        var silo = await OrderAsync(session, await session.ConnectAsync(), session.Typed.GetRequiredValue(_silo));
        if (session.Json)
            session.Out.Raw(Json.Line(silo));
        else
            session.Out.Line($"{silo.Silo}  ", SilosCommand.State(silo));
        return Judge(session, silo);
    }

    protected abstract Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo);

    /// <summary>Whether it was done.</summary>
    protected virtual int Judge(Session session, SiloView silo) => ExitCodes.Success;
}

/// <summary>Has a silo take no more jobs.</summary>
internal sealed class CordonCommand()
    : SiloOrderCommand("cordon", "Has a silo take no more jobs; running ones go on. Holds until it is uncordoned, or its process ends.")
{
    protected override Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo) => jobs.CordonAsync(silo);
}

/// <summary>Has a silo take jobs again.</summary>
internal sealed class UncordonCommand() : SiloOrderCommand("uncordon", "Has a silo take jobs again.")
{
    protected override Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo) => jobs.UncordonAsync(silo);
}

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
