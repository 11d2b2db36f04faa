using static Gristmill.Conformance.Contracts.WrongSamples;

namespace Gristmill.Conformance.Contracts;

public sealed class ContractCheckTests
{
    [Theory]
    [InlineData("Number is a property")]
    [InlineData("NotAsync returns Int32")]
    [InlineData("VoidButNotOneWay returns void")]
    [InlineData("OneWayResult is [OneWay] and returns a result")]
    [InlineData("TwoTokens takes more than one CancellationToken")]
    [InlineData("TokenFirst takes a CancellationToken that is not its last")]
    [InlineData("TakesObject takes System.Object")]
    [InlineData("TakesJson takes System.Text.Json.JsonElement")]
    [InlineData("TakesDelegate takes System.Func")]
    [InlineData("TakesInterface takes System.Collections.Generic.IReadOnlyList")]
    [InlineData("ReturnsUndeclared returns")]
    [InlineData("TakesArrayOfUndeclared takes")]
    [InlineData("ByReference takes 'number' by reference")]
    [InlineData("Generic is generic")]
    public void A_wrong_method_is_found(string fault) =>
        Assert.Single(ContractChecks.FaultsOf(typeof(IWrongGrain)), f => f.StartsWith($"IWrongGrain.{fault}", StringComparison.Ordinal));

    [Theory]
    [InlineData(typeof(WithoutId), "WithoutId.Forgotten has no [Id]")]
    [InlineData(typeof(SameIds), "SameIds.Other has the same [Id(0)] as Number")]
    [InlineData(typeof(WithObject), "WithObject.Anything is a System.Object")]
    [InlineData(typeof(Mutable), "Mutable is not [Immutable]")]
    [InlineData(typeof(FromUndeclared), "FromUndeclared derives from UndeclaredBase")]
    [InlineData(typeof(Grains.UndeclaredException), "UndeclaredException is an exception that is not [GenerateSerializer]")]
    [InlineData(typeof(LeavesItsSchedulerSample), "LeavesItsSchedulerSample calls ConfigureAwait")]
    [InlineData(typeof(LeavesItsSchedulerByOptionsSample), "LeavesItsSchedulerByOptionsSample calls ConfigureAwait")]
    [InlineData(typeof(ThrowsUndeclaredSample), "ThrowsUndeclaredSample throws UndeclaredErrorException")]
    [InlineData(typeof(ForgetsItsObserver), "ForgetsItsObserver.Forget makes a reference to an observer that nothing holds")]
    [InlineData(typeof(ForgetsItsObserver), "ForgetsItsObserver.MoveNext makes a reference to an observer that nothing holds")]
    [InlineData(typeof(AttributeOnClassSample), "AttributeOnClassSample.Interleave has [AlwaysInterleave]")]
    [InlineData(typeof(AttributeOnClassSample), "AttributeOnClassSample.Tell has [OneWay]")]
    public void A_wrong_type_is_found(Type type, string fault) =>
        Assert.Single(ContractChecks.FaultsOf(type), f => f.StartsWith(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData(typeof(IRightGrain))]
    [InlineData(typeof(IRightObserver))]
    [InlineData(typeof(Right))]
    [InlineData(typeof(DeclaredErrorException))]
    [InlineData(typeof(StaysOnItsSchedulerSample))]
    [InlineData(typeof(HoldsItsObserver))]
    public void What_is_right_passes(Type type) => Assert.Empty(ContractChecks.FaultsOf(type));
}
