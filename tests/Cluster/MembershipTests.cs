using System.Net;
using Gristmill.Hosting.Clustering;
using Orleans.Runtime;

namespace Gristmill.Cluster;

/// <summary>
/// What Orleans asks of a membership table, and that a silo counts as alive exactly as long as its process holds its name.
/// </summary>
public sealed class MembershipTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-membership-");
    private readonly ClusterFile _file;
    private readonly SqliteMembershipTable _table;

    public MembershipTests()
    {
        _file = new ClusterFile(_data.FullName);
        _table = new SqliteMembershipTable(_file);
    }

    [Fact]
    public async Task A_silo_is_read_back_as_it_was_written()
    {
        using var name = _file.TakeName("one");
        var entry = Silo("one");
        entry.SuspectTimes = [Tuple.Create(Address(2), Noon)];

        Assert.True(await _table.InsertRow(entry, await NextAsync()));

        var (read, etag) = (await _table.ReadRow(entry.SiloAddress)).Members.Single();
        Assert.Equivalent(entry, read, strict: true);
        Assert.Equal(DateTimeKind.Utc, read.SuspectTimes!.Single().Item2.Kind);
        var all = await _table.ReadAll();
        Assert.Equal((1, etag), (all.Version.Version, all.Members.Single().Item2));
        Assert.Empty((await _table.ReadRow(Address(9))).Members);
    }

    [Fact]
    public async Task A_write_that_knows_an_old_version_or_row_is_refused_and_changes_nothing()
    {
        using var name = _file.TakeName("one");
        var old = await NextAsync();
        Assert.True(await _table.InsertRow(Silo("one"), old));
        var etag = (await _table.ReadAll()).Members.Single().Item2;
        Assert.True(await _table.UpdateRow(Silo("one", SiloStatus.Joining), etag, await NextAsync()));

        Assert.False(await _table.InsertRow(Silo("one", port: 2), old));
        Assert.False(await _table.InsertRow(Silo("one"), await NextAsync()));
        Assert.False(await _table.UpdateRow(Silo("one", SiloStatus.Stopping), etag, await NextAsync()));
        Assert.False(await _table.UpdateRow(Silo("one", port: 2), etag, await NextAsync()));
        var current = (await _table.ReadAll()).Members.Single().Item2;
        Assert.False(await _table.UpdateRow(Silo("one", SiloStatus.Stopping), current, old));

        var all = await _table.ReadAll();
        Assert.Equal((2, SiloStatus.Joining), (all.Version.Version, all.Members.Single().Item1.Status));
    }

    [Fact]
    public async Task A_sign_of_life_changes_neither_version_nor_etag()
    {
        using var name = _file.TakeName("one");
        await _table.InsertRow(Silo("one"), await NextAsync());
        var before = await _table.ReadAll();
        var alive = Silo("one", SiloStatus.Dead);
        alive.IAmAliveTime = Noon.AddHours(1);

        await _table.UpdateIAmAlive(alive);

        var after = await _table.ReadAll();
        Assert.Equal((before.Version, before.Members.Single().Item2), (after.Version, after.Members.Single().Item2));
        Assert.Equal((SiloStatus.Active, Noon.AddHours(1)),
            (after.Members.Single().Item1.Status, after.Members.Single().Item1.IAmAliveTime));
    }

    [Fact]
    public async Task A_silo_whose_name_nobody_holds_is_dead_and_no_gateway()
    {
        var gateways = new SqliteGatewayListProvider(_file, new LostSilos());
        using var two = _file.TakeName("two");
        using (_file.TakeName("one"))
        {
            Assert.True(await _table.InsertRow(Silo("one", port: 1), await NextAsync()));
            Assert.True(await _table.InsertRow(Silo("two", port: 2), await NextAsync()));
            Assert.Equal(2, (await gateways.GetGateways()).Count);
        }

        var all = await _table.ReadAll();

        Assert.Equal(SiloStatus.Dead, all.TryGet(Address(1))!.Item1.Status);
        Assert.Equal(SiloStatus.Active, all.TryGet(Address(2))!.Item1.Status);
        Assert.Equal(3, all.Version.Version);
        Assert.Equal(1002, (await gateways.GetGateways()).Single().Port);
    }

    [Fact]
    public async Task Whoever_takes_a_name_knows_that_its_last_holder_is_dead()
    {
        using (_file.TakeName("one"))
        {
            await _table.InsertRow(Silo("one"), await NextAsync());
            Assert.Throws<SiloNameTakenException>(() => _file.TakeName("one"));
        }

        using var again = _file.TakeName("one");

        Assert.Equal(SiloStatus.Dead, (await _table.ReadAll()).Members.Single().Item1.Status);
    }

    [Fact]
    public async Task Only_the_long_dead_are_cleaned_away()
    {
        using var name = _file.TakeName("one");
        foreach (var (port, status, alive) in new[] { (1, SiloStatus.Dead, 0), (2, SiloStatus.Dead, 5),
            (3, SiloStatus.Active, 0) })
        {
            var entry = Silo("one", status, port);
            entry.IAmAliveTime = Noon.AddHours(alive);
            Assert.True(await _table.InsertRow(entry, await NextAsync()));
        }

        await _table.CleanupDefunctSiloEntries(Noon.AddHours(1));

        Assert.Equal([3, 2], (await _table.ReadAll()).Members.Select(member => member.Item1.SiloAddress.Endpoint.Port));
        await _table.DeleteMembershipTableEntries("");
        Assert.Empty((await _table.ReadAll()).Members);
    }

    [Fact]
    public async Task Of_writers_at_the_same_time_one_gets_each_version()
    {
        using var name = _file.TakeName("one");

        var accepted = await Task.WhenAll(Enumerable.Range(1, 4).Select(writer => Task.Run(async () =>
        {
            using var file = new ClusterFile(_data.FullName);
            var table = new SqliteMembershipTable(file);
            var count = 0;
            for (var i = 0; i < 25; i++)
                if (await table.InsertRow(Silo("one", port: writer * 100 + i), (await table.ReadAll()).Version.Next()))
                    count++;
            return count;
        })));

        var all = await _table.ReadAll();
        Assert.Equal((accepted.Sum(), accepted.Sum()), (all.Version.Version, all.Members.Count));
    }

    public void Dispose()
    {
        _file.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task<TableVersion> NextAsync() => (await _table.ReadAll()).Version.Next();

    private static SiloAddress Address(int port) => SiloAddress.New(IPAddress.Loopback, port, 7);

    private static MembershipEntry Silo(string name, SiloStatus status = SiloStatus.Active, int port = 1) => new()
    {
        SiloAddress = Address(port),
        SiloName = name,
        Status = status,
        ProxyPort = port + 1000,
        HostName = "here",
        RoleName = "silo",
        UpdateZone = 3,
        FaultZone = 4,
        StartTime = Noon,
        IAmAliveTime = Noon,
    };
}
