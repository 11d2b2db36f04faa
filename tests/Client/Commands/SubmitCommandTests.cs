using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class SubmitCommandTests
{
    [Theory]
    [InlineData("nightly", "gristmill: no silo serves the queue nightly now; the job waits until one does\n")]
    [InlineData("default", "")]
    public async Task A_queue_that_no_silo_serves_is_told(string queue, string says)
    {
        var cluster = new FakeCluster { Silos = [Samples.Silo("one") with { Queues = ["default"] }] };

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "submit", "task", "--queue", queue);

        Assert.Equal((0, says), (exit, errors));
        Assert.True(Guid.TryParse(output.TrimEnd(), out _), output);
    }
}
