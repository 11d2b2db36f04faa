using System.Text.Json;

namespace Gristmill.Conformance.Contracts;

/// <summary>What the checks must find. Orleans would not even build most of it.</summary>
#pragma warning disable CA1068 // That is one of the faults.
internal static class WrongSamples
{
    public interface IWrongGrain : IGrainWithStringKey
    {
        int Number { get; }

        int NotAsync();

        void VoidButNotOneWay();

        [OneWay]
        Task<int> OneWayResult();

        Task TwoTokens(CancellationToken first, CancellationToken second);

        Task TokenFirst(CancellationToken token, int number);

        Task TakesObject(object anything);

        Task TakesJson(JsonElement json);

        Task TakesDelegate(Func<int> function);

        Task TakesInterface(IReadOnlyList<int> numbers);

        Task<Undeclared> ReturnsUndeclared();

        Task TakesArrayOfUndeclared(Undeclared[] messages);

        Task ByReference(ref int number);

        Task Generic<T>(T value);
    }

    public interface IRightGrain : IGrainWithStringKey
    {
        Task<int?> Right(Guid id, string[] names, Right message, IRightGrain grain, IRightObserver observer, CancellationToken token);

        [OneWay]
        void Tell();
    }

    public interface IRightObserver : IGrainObserver
    {
        void Tell(byte[] bytes);
    }

    public sealed record Undeclared(int Number);

    [GenerateSerializer, Immutable]
    public sealed record Right([property: Id(0)] int Number, [property: Id(1)] Dictionary<string, Right[]>? Others)
    {
        public int Twice => Number * 2;
    }

    [GenerateSerializer, Immutable]
    public sealed record WithoutId([property: Id(0)] int Number, string Forgotten);

    [GenerateSerializer, Immutable]
    public sealed record SameIds([property: Id(0)] int Number, [property: Id(0)] int Other);

    [GenerateSerializer, Immutable]
    public sealed record WithObject([property: Id(0)] object Anything);

    [GenerateSerializer]
    public sealed record Mutable([property: Id(0)] int Number);

    [GenerateSerializer, Immutable]
    public sealed class FromUndeclared : UndeclaredBase
    {
        [Id(0)]
        public int Number { get; init; }
    }

    public class UndeclaredBase
    {
        public int Lost { get; init; }
    }

    public sealed class UndeclaredErrorException(string message) : Exception(message);

    [GenerateSerializer]
    public sealed class DeclaredErrorException(string message) : Exception(message)
    {
        [Id(0)]
        public int Code { get; init; }
    }

    public sealed class LeavesItsSchedulerSample : Grain
    {
        public static async Task Work() => await Task.Yield();

        public static async Task Leave()
        {
            await Work();
            await Work().ConfigureAwait(false);
        }
    }

    public sealed class LeavesItsSchedulerByOptionsSample : Grain
    {
        public static async Task Leave() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public sealed class StaysOnItsSchedulerSample : Grain
    {
        public static async Task Stay()
        {
            await Task.CompletedTask.ConfigureAwait(true);
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    public sealed class ThrowsUndeclaredSample : Grain
    {
        public static Task Fail() => throw new UndeclaredErrorException("lost");

        public static Task FailWell() => throw new DeclaredErrorException("found");
    }

    public sealed class AttributeOnClassSample : Grain
    {
        [AlwaysInterleave]
        public Task Interleave() => Task.FromResult(this);

        [OneWay]
        public Task Tell() => Task.FromResult(this);
    }

    public sealed class ForgetsItsObserver(IGrainFactory grains)
    {
        public IRightObserver Forget() => grains.CreateObjectReference<IRightObserver>(new Observer());

        public async Task<IRightObserver> ForgetLater()
        {
            await Task.Yield();
            return grains.CreateObjectReference<IRightObserver>(new Observer());
        }
    }

    public sealed class HoldsItsObserver(IGrainFactory grains)
    {
        private readonly Observer _observer = new();

        public IRightObserver Hold() => grains.CreateObjectReference<IRightObserver>(_observer);
    }

    public sealed class Observer : IRightObserver
    {
        public void Tell(byte[] bytes)
        {
        }
    }
}
