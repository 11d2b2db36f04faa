namespace Gristmill.Architecture.Tests;

/// <summary>Who may use whom: the arrows of docs/architecture.md.</summary>
public sealed class ArrowTests
{
    /// <summary>What each assembly may refer to, of ours.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Gristmill.Core"] = [],
        ["Gristmill.Plugins"] = [],
        ["Gristmill.Grains.Interfaces"] = ["Gristmill.Core"],
        ["Gristmill.Json"] = ["Gristmill.Core", "Gristmill.Grains.Interfaces"],
        ["Gristmill.Execution"] = ["Gristmill.Core", "Gristmill.Plugins"],
        ["Gristmill.Jobs"] = ["Gristmill.Core", "Gristmill.Plugins", "Gristmill.Grains.Interfaces"],
        ["Gristmill.Storage.Sqlite"] = ["Gristmill.Core", "Gristmill.Grains.Interfaces", "Gristmill.Jobs"],
        ["Gristmill.Grains"] =
            ["Gristmill.Core", "Gristmill.Plugins", "Gristmill.Grains.Interfaces", "Gristmill.Execution", "Gristmill.Jobs"],
        ["Gristmill.Dashboard"] = ["Gristmill.Core", "Gristmill.Grains.Interfaces", "Gristmill.Json"],
        ["Gristmill.Hosting"] =
        [
            "Gristmill.Core", "Gristmill.Grains.Interfaces", "Gristmill.Execution", "Gristmill.Jobs", "Gristmill.Storage.Sqlite",
            "Gristmill.Grains", "Gristmill.Dashboard",
        ],
        ["gristmill-silo"] =
            ["Gristmill.Core", "Gristmill.Grains.Interfaces", "Gristmill.Execution", "Gristmill.Jobs", "Gristmill.Grains",
            "Gristmill.Hosting"],
        ["gristmill"] =
        [
            "Gristmill.Core", "Gristmill.Grains.Interfaces", "Gristmill.Json", "Gristmill.Execution", "Gristmill.Grains",
            "Gristmill.Dashboard",
            "Gristmill.Hosting",
        ],
    };

    /// <summary>What an assembly may not refer to, of others: the beginnings of names.</summary>
    private static readonly Dictionary<string, string[]> Strangers = new()
    {
        ["Gristmill.Core"] = ["Orleans.Core", "Orleans.Runtime", "SQLite", "Microsoft.AspNetCore"],
        ["Gristmill.Plugins"] = ["Orleans", "SQLite"],
        ["Gristmill.Execution"] = ["Orleans", "SQLite"],
        ["Gristmill.Jobs"] = ["Orleans.Core", "Orleans.Runtime", "SQLite", "Microsoft.AspNetCore"],
        ["Gristmill.Storage.Sqlite"] = ["Orleans.Core", "Orleans.Runtime", "Microsoft.AspNetCore"],
        ["Gristmill.Grains"] = ["SQLite"],
        ["Gristmill.Dashboard"] = ["SQLite"],
    };

    public static TheoryData<string> Names => [.. Assemblies.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_assembly_has_its_arrows() =>
        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), Assemblies.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_assembly_refers_to_no_other_than_its_arrows_say(string name) =>
        Assert.Empty(ReferencesOf(name).Where(Arrows.ContainsKey).Except(Arrows[name]));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_assembly_does_not_know_what_is_others_business(string name) => Assert.DoesNotContain(
        ReferencesOf(name), reference => Strangers.GetValueOrDefault(name, []).Any(stranger => reference.StartsWith(stranger, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Namespaces_of_an_assembly_form_no_cycle(string name)
    {
        var arrows = Assemblies.TypesOf(Assemblies.All[name])
            .SelectMany(type => Assemblies.UsesOf(type).Select(used => (From: type, To: used)))
            .Where(arrow => arrow.From.Namespace != arrow.To.Namespace)
            .ToLookup(arrow => arrow.From.Namespace);

        var cycles = arrows.SelectMany(own => own).Where(arrow => Reaches(arrow.To.Namespace, arrow.From.Namespace, []))
            .Select(arrow => $"{arrow.From.FullName} -> {arrow.To.FullName}").Order(StringComparer.Ordinal).ToArray();

        Assert.True(cycles.Length == 0, string.Join(Environment.NewLine, cycles));

        bool Reaches(string from, string to, HashSet<string> seen) =>
            from == to || seen.Add(from) && arrows[from].Any(arrow => Reaches(arrow.To.Namespace, to, seen));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Internals_are_visible_to_tests_alone(string name) => Assert.All(
        Assemblies.All[name].CustomAttributes.Where(attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute"),
        attribute => Assert.EndsWith(".Tests", (string)attribute.ConstructorArguments[0].Value, StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(string name) =>
        Assemblies.All[name].MainModule.AssemblyReferences.Select(reference => reference.Name);
}
