using Gristmill.Execution.Discovery;

namespace Gristmill.Plugins.Tests;

public sealed class PluginVersionTests
{
    [Theory]
    [InlineData("1.9.0", "1.10.0")]
    [InlineData("1.0", "1.0.1")]
    [InlineData("2.0.0-beta", "2.0.0")]
    [InlineData("2.0.0-beta", "2.0.0-beta.1")]
    [InlineData("2.0.0-beta.2", "2.0.0-beta.10")]
    [InlineData("2.0.0-1", "2.0.0-alpha")]
    [InlineData("1.9.9", "2.0.0-beta")]
    [InlineData("latest", "0.0.1-x")]
    [InlineData("latest", "stable")]
    public void The_second_is_newer(string older, string newer)
    {
        Assert.True(PluginVersion.Order.Compare(older, newer) < 0);
        Assert.True(PluginVersion.Order.Compare(newer, older) > 0);
    }

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1.0.0+one", "1.0.0+two")]
    public void Both_are_the_same_version(string one, string other) => Assert.Equal(0, PluginVersion.Order.Compare(one, other));
}
