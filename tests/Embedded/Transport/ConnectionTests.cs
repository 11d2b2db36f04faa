using System.Net.Sockets;

namespace Gristmill.Embedded.Tests.Transport;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F, 2 })]
    [InlineData(new byte[] { 9, 0, 0, 0, 5, 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 200, 1 })]
    public async Task What_is_no_frame_closes_its_connection_and_harms_nobody_else(byte[] garbage)
    {
        await using var cluster = await Clusters.Start();
        using var socket = await ConnectTo(cluster);

        await socket.SendAsync(garbage);
        if (garbage.Length > 3)
            await ReadToEnd(socket).Soon();

        Assert.Equal("well", await cluster.Client.GetGrain<IProbeGrain>("a").Echo("well"));
    }

    [Fact]
    public async Task Malformed_frames_after_the_introduction_harm_nobody_else_either()
    {
        await using var cluster = await Clusters.Start();
        foreach (var kind in Enum.GetValues<FrameKind>().Where(k => k is not (FrameKind.Hello or FrameKind.MembershipChanged)))
        {
            using var socket = await ConnectTo(cluster);
            await socket.SendAsync(Hello());
            await socket.SendAsync(new byte[] { 3, 0, 0, 0, (byte)kind, 0xFF, 0xFF });
            await ReadToEnd(socket).Soon();
        }

        Assert.Equal("well", await cluster.Client.GetGrain<IProbeGrain>("a").Echo("well"));
    }

    [Fact]
    public async Task Calls_between_processes_are_serialized_and_calls_within_one_are_not()
    {
        await using var cluster = await Clusters.Start();
        var letter = new Letter("hello");

        var fromClient = await cluster.Client.GetGrain<IProbeGrain>("a").EchoLetter(letter);
        var fromSilo = await cluster.Silos[0].ServiceProvider.Get<IGrainFactory>().GetGrain<IProbeGrain>("a").EchoLetter(letter);

        Assert.Equal(letter, fromClient);
        Assert.NotSame(letter, fromClient);
        Assert.Same(letter, fromSilo);
    }

    [Fact]
    public async Task A_long_message_arrives()
    {
        await using var cluster = await Clusters.Start();
        var text = new string('x', 5_000_000);

        Assert.Equal(text, await cluster.Client.GetGrain<IProbeGrain>("a").Echo(text));
    }

    [Fact]
    public async Task Calls_under_way_to_a_silo_that_dies_fail_at_once()
    {
        await using var cluster = await Clusters.Start(silos: 2);
        var silo = cluster.Silos[1];
        var key = await KeyAt(cluster, silo.Name);
        var call = cluster.Client.GetGrain<IProbeGrain>(key).Block();
        await silo.Probe().Wait($"{key} blocked");

        var listener = Listener.At(cluster.Silos[0].Node(), silo.SiloAddress);

        await cluster.KillSiloAsync(silo);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call.Soon());
        await listener.Became(SiloStatus.Dead);
        Assert.Equal("silo-0", await cluster.Client.GetGrain<IProbeGrain>(key).WhereAmI());
    }

    [Fact]
    public async Task While_no_silo_lives_a_grain_is_unavailable_and_not_unknown()
    {
        await using var cluster = await Clusters.Start();
        var listener = Listener.At(cluster.ClientNode(), cluster.Silos[0].SiloAddress);

        await cluster.KillSiloAsync(cluster.Silos[0]);
        await listener.Became(SiloStatus.Dead);

        Assert.Throws<SiloUnavailableException>(() => cluster.Client.GetGrain<IProbeGrain>("never asked for before"));
    }

    [Fact]
    public async Task A_silo_passes_on_a_call_for_a_grain_that_it_thinks_is_elsewhere()
    {
        await using var cluster = await Clusters.Start(silos: 2);
        var key = await KeyAt(cluster, "silo-1");

        Assert.Equal("silo-1", await CallAt(cluster, cluster.Silos[0], key, hops: 0));
    }

    [Fact]
    public async Task A_silo_keeps_a_call_that_was_passed_on_once()
    {
        await using var cluster = await Clusters.Start(silos: 2);
        var key = await KeyAt(cluster, "silo-1");

        Assert.Equal("silo-0", await CallAt(cluster, cluster.Silos[0], key, hops: 1));
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_longer_there_for_its_observers()
    {
        await using var cluster = await Clusters.Start();
        var observer = new Teller();
        var reference = cluster.Silos[0].ServiceProvider.Get<IGrainFactory>().GetGrain<ITellObserver>(GrainId.Create("sys.observer", "0123456789ab.1"));

        await Assert.ThrowsAsync<ClientNotAvailableException>(() => cluster.Client.GetGrain<ITellGrain>("a").Ask(reference).Soon());

        var known = cluster.Client.CreateObjectReference<ITellObserver>(observer);
        Assert.Equal("told", await cluster.Client.GetGrain<ITellGrain>("a").Ask(known));
        cluster.Client.DeleteObjectReference<ITellObserver>(known);
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => cluster.Client.GetGrain<ITellGrain>("a").Ask(known).Soon());
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Observers_are_held_weakly()
    {
        await using var cluster = await Clusters.Start();
        var reference = ReferenceToNothing(cluster.Client);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        await Assert.ThrowsAsync<ClientNotAvailableException>(() => cluster.Client.GetGrain<ITellGrain>("a").Ask(reference).Soon());
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static ITellObserver ReferenceToNothing(IClusterClient client) => client.CreateObjectReference<ITellObserver>(new Teller());

    private static async Task<string> KeyAt(EmbeddedTestCluster cluster, string silo)
    {
        for (var n = 0; ; n++)
        {
            if (await cluster.Client.GetGrain<IProbeGrain>($"key-{n}").WhereAmI() == silo)
                return $"key-{n}";
        }
    }

    /// <summary>Calls WhereAmI at a silo of our choice, as somebody with another view of the cluster would.</summary>
    private static Task<string> CallAt(EmbeddedTestCluster cluster, EmbeddedSiloHandle silo, string key, int hops)
    {
        var method = GrainMethod.Of(typeof(IProbeGrain).GetMethod(nameof(IProbeGrain.WhereAmI))!);
        var call = new Call<string>(cluster.ClientNode(), method, GrainId.Create("probe", key), []) { Hops = hops };
        cluster.ClientNode().Pending.Add(call);
        cluster.ClientNode().Peers.To(silo.Node().Id).Send(call);
        return call.Task.Soon();
    }

    private static async Task<Socket> ConnectTo(EmbeddedTestCluster cluster)
    {
        var socket = Connection.NewSocket();
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(new SocketFolder(cluster.DataFolder).PathOf(cluster.Silos[0].Node().Id)));
        return socket;
    }

    private static byte[] Hello()
    {
        using var frame = FrameWriter.Start(FrameKind.Hello);
        frame.Write(0x47724D32);
        frame.Write(SocketFolder.NewNodeId());
        return frame.Finish().ToArray();
    }

    private static async Task ReadToEnd(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The silo closed with our garbage unread: that is an end, too.
        }
    }

    private sealed class Teller : ITellObserver
    {
        public Task<string> Answer() => Task.FromResult("told");
    }
}
