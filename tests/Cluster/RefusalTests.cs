using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Gristmill.Cluster;

/// <summary>
/// What people see when they type the wrong thing: one clear line a problem, the documented exit code, no stack trace.
/// </summary>
public sealed class RefusalTests(RefusalTests.OneSilo shared) : IClassFixture<RefusalTests.OneSilo>
{
    private const int Refused = 2;
    private const int NoCluster = 4;

    [Theory]
    [InlineData("unknown task 'fib'; did you mean 'gwexample.analyses.tasks.fibonacci'?", "run", "fib", "26")]
    [InlineData("missing argument 'n'", "run", "gwexample.analyses.tasks.fibonacci")]
    [InlineData("surplus argument", "run", "gwexample.analyses.tasks.fibonacci", "26", "27")]
    [InlineData("argument 'n'", "submit", "gwexample.analyses.tasks.fibonacci", "abc")]
    [InlineData("There is no job 0190a0e0-0000-7000-8000-000000000000", "status", "0190a0e0-0000-7000-8000-000000000000")]
    public async Task Bad_input_is_refused_in_words(string says, params string[] arguments)
    {
        var (exit, output, errors) = await shared.Cluster.ConsoleAsync(arguments);

        Assert.Equal((Refused, ""), (exit, output));
        Assert.Contains(says, errors, StringComparison.Ordinal);
        HasNoStackTrace(errors);
    }

    [Fact]
    public async Task Every_problem_of_the_arguments_is_told_at_once()
    {
        var (exit, _, errors) =
            await shared.Cluster.ConsoleAsync("run", "gwexample.analyses.tasks.chatty", "many", "1", "soon", "4");

        Assert.Equal(Refused, exit);
        Assert.Equal(4, errors.Split('\n').Count(line => line.Contains("argument", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_silo_the_console_says_so()
    {
        await using var cluster = new TestCluster();

        var (exit, output, errors) = await cluster.ConsoleProgramAsync("run", "gwexample.analyses.tasks.fibonacci", "26");

        Assert.Equal((NoCluster, ""), (exit, output));
        Assert.Contains(cluster.Data, errors, StringComparison.Ordinal);
        HasNoStackTrace(errors);
    }

    [Fact]
    public async Task A_console_with_another_secret_than_the_silos_is_told_so_in_one_line()
    {
        await using var cluster = new TestCluster();
        await cluster.HostSiloAsync("one");
        await File.WriteAllBytesAsync(Path.Combine(cluster.Data, "cluster.secret"), new byte[32],
            TestContext.Current.CancellationToken);

        var (exit, output, errors) = await cluster.ConsoleProgramAsync("queues");

        Assert.Equal((NoCluster, "", 1), (exit, output, errors.Split('\n').Length));
        Assert.Contains($"does not know the secret in {cluster.Data}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_that_finds_no_secret_is_told_so_in_one_line()
    {
        await using var cluster = new TestCluster();
        await cluster.HostSiloAsync("one");
        File.Delete(Path.Combine(cluster.Data, "cluster.secret"));

        var (exit, output, errors) = await cluster.ConsoleProgramAsync("queues");

        Assert.Equal((NoCluster, "", 1), (exit, output, errors.Split('\n').Length));
        Assert.Contains("the secret of its silos cannot be read", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_refused()
    {
        await using var silo = ProgramRun.Start("SiloProgram", "--data", "/proc/gristmill", "--http", "off");

        Assert.Equal(Refused, await silo.ExitAsync());

        Assert.Contains("/proc/gristmill", silo.Errors, StringComparison.Ordinal);
        HasNoStackTrace(silo.Errors);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_data_folder_that_others_may_look_into_is_closed_if_empty_and_else_refused()
    {
        const UnixFileMode Open =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        await using var cluster = new TestCluster();
        File.SetUnixFileMode(cluster.Data, Open);
        var first = await cluster.AddSiloAsync("one");
        Assert.Equal(UnixFileMode.None,
            File.GetUnixFileMode(cluster.Data) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        first.Signal(PosixSignals.Terminate);
        await first.ExitAsync();

        File.SetUnixFileMode(cluster.Data, Open);
        var second = cluster.StartSilo("two");

        Assert.Equal(Refused, await second.ExitAsync());
        Assert.Contains($"chmod 700 {cluster.Data}", second.Errors, StringComparison.Ordinal);
        HasNoStackTrace(second.Errors);
    }

    [Fact]
    public async Task A_name_that_another_silo_has_is_refused()
    {
        await using var cluster = new TestCluster();
        await cluster.HostSiloAsync("one");

        var second = cluster.StartSilo("one");

        Assert.Equal(Refused, await second.ExitAsync());
        Assert.Contains("'one'", second.Errors, StringComparison.Ordinal);
        HasNoStackTrace(second.Errors);
    }

    [Fact]
    public async Task A_port_that_another_process_has_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await using var cluster = new TestCluster();

        var silo = cluster.StartSilo("one", "--http", url);

        Assert.Equal(Refused, await silo.ExitAsync());
        Assert.Contains($"{url} is taken", silo.Errors, StringComparison.Ordinal);
        HasNoStackTrace(silo.Errors);
    }

    [Fact]
    public async Task All_faults_of_a_silos_options_are_told_at_once()
    {
        await using var silo =
            ProgramRun.Start("SiloProgram", "--name", "a b", "--concurrency", "0", "--queues", "x y", "--http",
            "ftp://elsewhere");

        Assert.Equal(Refused, await silo.ExitAsync());

        foreach (var option in new[] { "name:", "concurrency:", "queues:", "http:" })
            Assert.Contains(option, silo.Errors, StringComparison.Ordinal);
    }

    private static void HasNoStackTrace(string errors) => Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);

    public sealed class OneSilo : IAsyncLifetime
    {
        internal TestCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await TestCluster.HostAsync("one");

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
