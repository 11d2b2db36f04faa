using System.Reflection;

namespace Gristmill.Conformance.Contracts;

public sealed class ContractTests
{
    [Fact]
    public void Orleans_would_take_the_interfaces_and_messages() =>
        Assert.Equal([], ContractChecks.FaultsOf(Assembly.Load("Gristmill.Grains.Interfaces")));

    [Fact]
    public void Orleans_would_take_the_grains() =>
        Assert.Equal([], ContractChecks.FaultsOf(Assembly.Load("Gristmill.Grains")));
}
