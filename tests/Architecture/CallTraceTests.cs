using System.Globalization;
using System.Text.RegularExpressions;

namespace Gristmill.Architecture.Tests;

/// <summary>The numbered path of a job in docs/architecture.md: what it names exists, and a reader finishes it.</summary>
public sealed partial class CallTraceTests
{
    private const int MostSteps = 25;
    private const int MostFiles = 12;

    private static readonly (int Number, string Type, string Method)[] Steps =
        [.. File.ReadLines(Path.Combine(Root(), "docs", "architecture.md")).Select(line => Step().Match(line))
            .Where(match => match.Success)
            .Select(match => (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value, match.Groups[3].Value))];

    [Fact]
    public void Each_step_is_a_method_that_there_is() => Assert.All(Steps, step => Assert.Contains(
        Assemblies.All.Values.SelectMany(Assemblies.TypesOf).Where(type => type.Name == step.Type),
        type => type.Methods.Any(method => method.Name == step.Method)));

    [Fact]
    public void Steps_are_numbered_and_few()
    {
        Assert.Equal(Enumerable.Range(1, Steps.Length), Steps.Select(step => step.Number));
        Assert.InRange(Steps.Length, 15, MostSteps);
    }

    [Fact]
    public void A_reader_opens_few_files_and_none_twice()
    {
        var files = Steps.Select(step => step.Type).Where(type => !type.StartsWith("Sqlite", StringComparison.Ordinal)).ToArray();
        var visits = files.Where((type, i) => i == 0 || files[i - 1] != type).ToArray();

        Assert.Equal(visits.Distinct(), visits);
        Assert.InRange(visits.Length, 8, MostFiles);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^(\d+)\. `(\w+)\.(\w+)`")]
    private static partial Regex Step();
}
