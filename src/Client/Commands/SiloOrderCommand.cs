using System.CommandLine;
using Gristmill.Json;

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
            session.Out.Raw(JsonViews.Line(silo));
        else
            session.Out.Line($"{silo.Silo}  ", SilosCommand.State(silo));
        return Judge(session, silo);
    }

    protected abstract Task<SiloView> OrderAsync(Session session, JobClient jobs, string silo);

    /// <summary>Whether it was done.</summary>
    protected virtual int Judge(Session session, SiloView silo) => ExitCodes.Success;
}
