using System.Globalization;

namespace Gristmill.Client.Output;

/// <summary>Tasks, in a list and one in full.</summary>
internal static class TaskDetails
{
    public static Sheet List(IEnumerable<OfferedTask> tasks)
    {
        var sheet = new Sheet("task", Column.Elastic("parameters"), Column.Minor("title"), Column.Minor("plugin"),
            Column.Minor("silos"));
        foreach (var (task, silos) in tasks.Select(offered => (offered.Task, offered.Silos)))
            sheet.Add(
                new Ink(task.Name, Tone.Strong), string.Join(", ", task.Parameters.Select(Signature)), task.Title, $"{task.Plugin} {task.Version}", string.Join(',', silos));
        return sheet;
    }

    public static void Print(OfferedTask offered, TaskStats[] figures, Screen screen)
    {
        var task = offered.Task;
        screen.Print(Fields(offered));
        if (task.Parameters.Length > 0)
        {
            screen.Line();
            screen.Print(ParameterSheet.Of(task));
        }
        if (task.Transforms is { Length: > 0 } transforms)
        {
            screen.Line();
            screen.Print(Transforms(transforms));
        }
        screen.Line();
        screen.Print(Stats(offered, figures));
        screen.Line();
        screen.Line(new Ink($"gristmill run {task.Name}{string.Concat(task.Parameters.Where(p => p.Required).Select(p => $" {p.Name.ToUpperInvariant()}"))}", Tone.Dim));
    }

    private static Sheet Fields(OfferedTask offered)
    {
        var task = offered.Task;
        var sheet = Sheet.OfFields();
        sheet.Add(new Ink("task", Tone.Dim), new Ink(task.Name, Tone.Strong));
        sheet.AddIfAny("title", task.Title);
        sheet.AddIfAny("help", task.Help);
        sheet.AddIfAny("plugin", $"{task.Plugin} {task.Version}");
        sheet.AddIfAny("returns", task.Returns ?? "nothing");
        sheet.AddIfAny("queue", task.Queue);
        sheet.AddIfAny("priority", Number(task.Priority));
        sheet.AddIfAny("time limit", task.TimeLimit is { } limit ? Words.Span(limit) : null);
        sheet.AddIfAny("lost runs", task.MaxLostRuns is { } most ? $"at most {Number(most)}" : null);
        sheet.AddIfAny("redeliver", task.Redeliver ? "yes: a job whose silo died runs again"
            : "no: a job whose silo died ends in Error");
        sheet.AddIfAny("retry", task.Retry is { MaxAttempts: > 1 } retry
            ? $"up to {Number(retry.MaxAttempts)} attempts, {Words.Span(retry.FirstDelay)} apart and growing to {Words.Span(retry.MaxDelay)}"
            : null);
        sheet.AddIfAny("limit", task.Limit is { } shared ? Rules.Limit(shared) : null);
        sheet.AddIfAny("result", task.ResultTransforms);
        return sheet;
    }

    private static Sheet Transforms(TransformDescriptor[] transforms)
    {
        var sheet = new Sheet("transform", "of", Column.Elastic("help"));
        foreach (var transform in transforms)
            sheet.Add(new Ink(transform.Name, Tone.Strong), transform.OfResult ? "results" : "arguments", transform.Help);
        return sheet;
    }

    // Of every silo that offers the task; one that has not run it has no figures. Then of those that do not run any more.
    private static Sheet Stats(OfferedTask offered, TaskStats[] figures)
    {
        var sheet = new Sheet("silo", "running", "succeeded", "failed", "canceled", "mean time");
        foreach (var silo in offered.Silos.Concat(figures.Select(known => known.Silo).Where(silo => silo.Length == 0)))
        {
            var seen = figures.FirstOrDefault(known => known.Silo == silo)
                ?? new TaskStats(silo, offered.Task.Name, 0, 0, 0, 0, TimeSpan.Zero);
            sheet.Add(
                silo.Length == 0 ? new Ink("(earlier silos)", Tone.Dim) : new Ink(silo, Tone.Strong),
                new Ink(Words.Number(seen.Running), seen.Running > 0 ? Tone.Active : Tone.Plain), Words.Number(seen.Succeeded),
                new Ink(Words.Number(seen.Failed), seen.Failed > 0 ? Tone.Bad : Tone.Plain), Words.Number(seen.Canceled),
                seen.Mean is { } mean ? Words.Span(mean) : "-");
        }
        return sheet;
    }

    // As an author would write it: int n, string text = "line".
    private static string Signature(ParameterDescriptor parameter) =>
        $"{parameter.TypeName} {parameter.Name}{(parameter.Required ? "" : $" = {parameter.Default}")}";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
