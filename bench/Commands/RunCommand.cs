using System.CommandLine;
using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>Measures, prints a table as it goes, and writes a report and the raw numbers.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Names = new("scenario")
    {
        Description = "All of these unless some are named:\n"
            + string.Join('\n', Scenario.All.Select(s => $"  {s.Name,-10}{s.Summary}")),
    };

    private static readonly Option<string[]> Systems = new("--systems")
    {
        Description = "All that are installed unless some are named: "
            + string.Join(", ", JobSystem.All.Select(s => s.OnRequest ? $"{s.Name} (only when named)" : s.Name)) + ".",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result =>
            [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
    };

    private static readonly Option<bool> Quick = new("--quick") { Description = "A smoke test: few jobs, one round." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "Rounds of each measurement." };
    private static readonly Option<int?> Jobs = new("--jobs") { Description = "Jobs a round." };
    private static readonly Option<int?> ManyJobs =
        new("--many-jobs") { Description = "Jobs a round of Gristmill's longer rounds." };
    private static readonly Option<string> Output = new("--output")
    {
        Description = "The folder for report.md and raw.json.",
        DefaultValueFactory = _ => Path.Combine(Repository.Root, "artifacts", "bench"),
    };
    private static readonly Option<bool> Publish =
        new("--publish")
        {
            Description =
        "Puts the report into docs/benchmarks.md, and the raw numbers into docs/benchmarks/raw.json."
        };

    public static void AddTo(RootCommand command)
    {
        foreach (var option in new Option[] { Systems, Quick, Rounds, Jobs, ManyJobs, Output, Publish })
            command.Add(option);
        command.Add(Names);
        command.SetAction((parsed, _) => RunAsync(parsed));
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var scenarios = Choice.Of(Scenario.All, scenario => scenario.Name, parsed.GetValue(Names)!, "scenario");
        var named = parsed.GetValue(Systems) ?? [];
        var systems = Choice.Of(named.Length > 0 ? JobSystem.All
            : [.. JobSystem.All.Where(system => !system.OnRequest)], system => system.Name, named, "system");
        var scale = parsed.GetValue(Quick) ? Scale.Quick : Scale.Full;
        scale = scale with
        {
            Rounds = parsed.GetValue(Rounds) ?? scale.Rounds,
            Jobs = parsed.GetValue(Jobs) ?? scale.Jobs,
            ManyJobs = parsed.GetValue(ManyJobs) ?? scale.ManyJobs,
        };
        var time = Stopwatch.StartNew();
        var date = TimeProvider.System.GetUtcNow();
        var revision = await Repository.RevisionAsync();
        var machine = Machine.Look();
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores, fsync {Text.Number(machine.FsyncP50)} ms, load {machine.Load}\n");

        var measurement = new Measurement(scale);
        await measurement.RunAsync(scenarios, systems);

        var results = new Results
        {
            Date = date,
            Revision = revision,
            Machine = machine,
            LoadAtEnd = Machine.Look().Load,
            Duration = time.Elapsed,
            Scale = scale,
            Systems = measurement.Systems,
            Figures = measurement.Figures,
            Omissions = measurement.Omissions,
        };
        Console.WriteLine();
        foreach (var line in MarkdownReport.SideBySide(results.Figures))
            Console.WriteLine(line);
        Write(results, parsed.GetValue(Output)!, parsed.GetValue(Publish));
        return measurement.Figures.Count > 0 ? 0 : 1;
    }

    private static void Write(Results results, string output, bool publish)
    {
        var report = MarkdownReport.Write(results);
        var folder = Directory.CreateDirectory(output).FullName;
        File.WriteAllText(Path.Combine(folder, "report.md"), report);
        File.WriteAllText(Path.Combine(folder, "raw.json"), results.ToJson());
        Console.WriteLine($"\n{results.Duration.TotalMinutes:0.0} minutes; report.md and raw.json are in {folder}");
        if (!publish)
            return;
        var page = Path.Combine(Repository.Root, "docs", "benchmarks.md");
        File.WriteAllText(page, Publication.Insert(File.ReadAllText(page), report));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "benchmarks")).FullName,
            "raw.json"), results.ToJson());
        Console.WriteLine($"published in {page}");
    }
}
