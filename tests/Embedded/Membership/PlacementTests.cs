namespace Gristmill.Embedded.Tests.Membership;

public sealed class PlacementTests
{
    private static readonly GrainId[] Ids = [.. Enumerable.Range(0, 3000).Select(n => GrainId.Create("probe", $"key-{n}"))];

    [Fact]
    public void Grains_are_spread_evenly()
    {
        var view = ViewOf("a", "b", "c");

        var counts = Ids.CountBy(id => view.HostsOf(id.Type).OwnerOf(id.Hash)).Select(c => c.Value).ToList();

        Assert.Equal(3, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void When_a_silo_leaves_only_its_own_grains_move()
    {
        var (before, after) = (ViewOf("a", "b", "c"), ViewOf("a", "c"));

        foreach (var id in Ids)
        {
            var (old, now) = (before.HostsOf(id.Type).OwnerOf(id.Hash), after.HostsOf(id.Type).OwnerOf(id.Hash));
            Assert.True(old == now || old == "b");
        }
    }

    [Fact]
    public async Task Grains_that_belong_to_a_silo_that_joins_move_there()
    {
        await using var cluster = await Clusters.Start();
        var keys = Enumerable.Range(0, 40).Select(n => $"{n}").ToList();
        foreach (var key in keys)
            await cluster.Client.GetGrain<IProbeGrain>(key).Echo("");

        var joined = await cluster.StartAdditionalSiloAsync();

        var places = new List<string>();
        foreach (var key in keys)
            places.Add(await cluster.Client.GetGrain<IProbeGrain>(key).WhereAmI());
        var moved = keys.Zip(places).Where(p => p.Second == joined.Name).Select(p => p.First).ToList();
        Assert.NotEmpty(moved);
        foreach (var key in moved)
            await joined.Probe().Wait($"{key} deactivated");
        Assert.All(moved, key => Assert.Contains($"{key} deactivated: Migrating", joined.Probe().Events));
    }

    private static ClusterView ViewOf(params string[] names) =>
        new([.. names.Select(name => new Member(SiloAddress.New(name, 7), name, SiloStatus.Active, [new("probe", false, [])]))]);
}
