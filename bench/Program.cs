using System.CommandLine;
using Gristmill.Bench;

var names = new Argument<string[]>("scenario") { Description = $"all, or some of: {string.Join(", ", Scenarios.All.Keys)}" };
var jobs = new Option<int>("--jobs") { Description = "Jobs a round.", DefaultValueFactory = _ => 50_000 };
var samples = new Option<int>("--samples") { Description = "Samples of a latency.", DefaultValueFactory = _ => 2_000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds of a throughput.", DefaultValueFactory = _ => 3 };
var command = new RootCommand("Measures Gristmill: real silo processes, a client process, every job on disk.") { names, jobs, samples, rounds };
command.SetAction(async (parsed, _) =>
{
    var scale = new Scale(parsed.GetValue(jobs), parsed.GetValue(samples), parsed.GetValue(rounds));
    var chosen = parsed.GetValue(names) is { Length: > 0 } some && some[0] != "all" ? some : [.. Scenarios.All.Keys];
    Console.WriteLine($"Gristmill, {BenchCluster.Runtime}, {Environment.ProcessorCount} processors\n");
    Console.WriteLine(Figure.Header);
    foreach (var name in chosen)
    {
        if (!Scenarios.All.TryGetValue(name, out var scenario))
        {
            Console.Error.WriteLine($"unknown scenario '{name}'; there are {string.Join(", ", Scenarios.All.Keys)}");
            return 2;
        }
        await foreach (var figure in scenario(scale))
            Console.WriteLine(figure);
    }
    return 0;
});
return await command.Parse(args).InvokeAsync();
