using System.CommandLine;

namespace Gristmill.Bench;

/// <summary>Compares a revision with the files as they are: rounds of both in turn, in one run, by the same harness.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> Revision = new("revision") { Description = "A commit, branch or tag." };
    private static readonly Argument<string[]> Names = new("scenario") { Description = "[default: run bulk single]" };
    private static readonly Option<string[]> Properties = new("--property")
    {
        Description = "NAME=VALUE for the build of the revision.",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<int> Rounds =
        new("--rounds") { Description = "Rounds of each version.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Jobs a round.", DefaultValueFactory = _ => 20_000 };

    public static Command Create()
    {
        var command =
            new Command("compare", "Builds a revision in a worktree of its own and measures it and the current files in turn.")
        {
            Revision, Names, Properties, Rounds, Jobs,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var names = parsed.GetValue(Names) is { Length: > 0 } named ? named : ["run", "bulk", "single"];
        Choice.Of(Scenario.All, scenario => scenario.Name, names, "scenario");
        var revision = parsed.GetValue(Revision)!;
        using var worktree = await Worktree.CheckOutAsync(revision);
        Console.WriteLine($"building {revision}");
        var before = await worktree.BuildBenchAsync(parsed.GetValue(Properties)!);
        var after = typeof(CompareCommand).Assembly.Location;
        using var folder = new TemporaryFolder();
        var (old, now) = (new List<Figure>(), new List<Figure>());
        for (var round = 0; round < parsed.GetValue(Rounds); round++)
        {
            Console.WriteLine($"round {round + 1}");
            // Who goes first takes turns, too.
            foreach (var (program, figures) in round % 2 == 0 ? [(before, old), (after, now)]
                : new[] { (after, now), (before, old) })
                figures.AddRange(await MeasureAsync(program, names, parsed.GetValue(Jobs), folder.Path));
        }
        Console.WriteLine();
        foreach (var line in Comparison.Table(revision, old, now))
            Console.WriteLine(line);
        return 0;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string program, IReadOnlyList<string> scenarios, int jobs,
        string output)
    {
        await Repository.RunAsync(output, "dotnet",
            ["exec", program, .. scenarios, "--systems", JobSystem.Ours, "--rounds", "1", "--jobs", $"{jobs}", "--many-jobs", $"{jobs}", "--output", output]);
        return Results.FromJson(await File.ReadAllTextAsync(Path.Combine(output, "raw.json"))).Figures;
    }
}
