using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows the silos and what their worker pools do.</summary>
internal sealed class SilosCommand() : Verb("silos", "Lists the live silos and what their worker pools do.")
{
    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var sheet = new Sheet(
            "silo", "state", "slots", "running", "abandoned", "finished", Column.Elastic("queues"), "tasks", Column.Minor("pid"), Column.Minor("uptime"));
        foreach (var silo in await jobs.SilosAsync())
            if (session.Json)
                session.Out.Raw(JsonViews.Line(silo));
            else
                sheet.Add(Row(silo, session.Clock));
        if (!session.Json)
            session.Print(sheet, ifEmpty: "no silo has reported itself yet");
        return ExitCodes.Success;
    }

    private static Ink[] Row(SiloView silo, TimeProvider clock) =>
    [
        new(silo.Silo, Tone.Strong),
        State(silo),
        Count(silo.Slots),
        new(Count(silo.Running), silo.Running > 0 ? Tone.Active : Tone.Plain),
        new(Count(silo.Abandoned), silo.Abandoned > 0 ? Tone.Bad : Tone.Plain),
        Count(silo.Finished),
        string.Join(',', silo.WeightedQueues()),
        Count(silo.Tasks),
        Count(silo.ProcessId),
        Words.Span(clock.GetUtcNow() - silo.Started),
    ];

    /// <summary>A pool's state in its colour.</summary>
    public static Ink State(SiloView silo) => new(silo.State, silo.State == "Accepting" ? Tone.Good : Tone.Warning);

    private static string Count(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
