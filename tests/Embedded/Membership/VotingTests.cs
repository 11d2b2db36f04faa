using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Embedded.Tests.Membership;

public sealed class VotingTests
{
    private static readonly SiloAddress[] Others = [SiloAddress.New("b", 1), SiloAddress.New("c", 1), SiloAddress.New("d", 1)];

    [Fact]
    public async Task A_silo_that_holds_its_lock_but_does_not_answer_is_voted_out()
    {
        await using var cluster = await Clusters.Start(configure: options => options.PeerTimeout = TimeSpan.FromMilliseconds(300));
        var oracle = cluster.Silos[0].ServiceProvider.Get<ISiloStatusOracle>();
        using var mute = await MuteSilo.Start(cluster.DataFolder);
        var listener = Listener.At(cluster.Silos[0].Node(), mute.Address);

        await listener.Became(SiloStatus.Dead);

        Assert.True(oracle.IsDeadSilo(mute.Address));
        cluster.ClientNode().Membership.Refresh();
        foreach (var key in Enumerable.Range(0, 20))
            await cluster.Client.GetGrain<IProbeGrain>($"{key}").Echo("").Soon();
    }

    [Fact]
    public async Task Calls_to_a_silo_that_is_voted_out_fail_then_and_not_at_their_time_out()
    {
        await using var cluster = await Clusters.Start(configure: options => options.PeerTimeout = TimeSpan.FromMilliseconds(300));
        using var mute = await MuteSilo.Start(cluster.DataFolder);
        await Listener.At(cluster.Silos[0].Node(), mute.Address).Known();

        var grains = cluster.Silos[0].ServiceProvider.Get<IGrainFactory>();
        var errors = await Task.WhenAll(Enumerable.Range(0, 32).Select(key => Record.ExceptionAsync(() => grains.GetGrain<IProbeGrain>($"{key}").Echo("")).AsTask())).Soon();

        Assert.All(errors, error => Assert.True(error is null or SiloUnavailableException, $"{error}"));
    }

    [Fact]
    public async Task A_silo_that_notices_that_it_was_voted_out_stops()
    {
        await using var cluster = await Clusters.Start(silos: 2);
        var victim = cluster.Silos[1];
        var stopping = new TaskCompletionSource();
        victim.ServiceProvider.Get<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        Assert.True(await new MembershipFolder(cluster.DataFolder).Vote(victim.SiloAddress, Others[0], [Others[0]]));

        await stopping.Task.Soon();
        Assert.Equal(SiloStatus.Dead, victim.ServiceProvider.Get<ISiloStatusOracle>().CurrentStatus);
    }

    [Fact]
    public async Task It_takes_more_than_half_of_the_others()
    {
        var data = Directory.CreateTempSubdirectory("gristmill-").FullName;
        var folder = new MembershipFolder(data);
        var silo = await folder.TakeName("a");

        Assert.False(await folder.Vote(silo, Others[0], Others));
        folder.WithdrawVote(silo, Others[0]);
        Assert.False(await folder.Vote(silo, Others[1], Others));
        Assert.False(folder.IsVotedOut(silo));
        Assert.True(await folder.Vote(silo, Others[2], Others));
        Assert.True(folder.IsVotedOut(silo));
        Assert.True(folder.IsLocked("a"));

        await folder.Leave(silo);
        Assert.False(folder.IsLocked("a"));
        Directory.Delete(data, recursive: true);
    }

    /// <summary>A silo that is there, and listens, but hangs.</summary>
    private sealed class MuteSilo : IDisposable
    {
        private readonly MembershipFolder _folder;
        private readonly Socket _listener;

        private MuteSilo(MembershipFolder folder, Socket listener, SiloAddress address)
        {
            _folder = folder;
            _listener = listener;
            Address = address;
        }

        public SiloAddress Address { get; }

        public static async Task<MuteSilo> Start(string dataFolder)
        {
            var folder = new MembershipFolder(dataFolder);
            var address = await folder.TakeName("mute");
            var id = SocketFolder.NewNodeId();
            var listener = new SocketFolder(dataFolder).Listen(id);
            folder.Publish(new(address, id, SiloStatus.Active, [new("probe", false, [typeof(IProbeGrain).FullName!])]));
            return new(folder, listener, address);
        }

        public void Dispose()
        {
            _listener.Dispose();
            _folder.Unlock();
        }
    }
}
