using System.Text;
using Gristmill.Execution;
using Gristmill.Execution.Runs;

namespace Gristmill.Workers;

/// <summary>Exceptions in words.</summary>
public sealed class FailureTests
{
    private const int Many = 100_000;

    // By name: a test runner that wrote the exceptions themselves would end as the silo did.
    private static readonly Dictionary<string, Func<Exception>> Large = new()
    {
        ["a chain"] = () => Chain(inner => new InvalidOperationException("outer", inner)),
        ["a chain of messages that hold the inner ones"] = () => Chain(inner => new Telling(inner)),
        ["a chain of aggregates"] = () => Chain(inner => new AggregateException(inner)),
        ["many side by side"] = () =>
            new AggregateException(Enumerable.Range(0, Many).Select(_ => new TimeoutException("innermost"))),
        ["two that are shared more often than can be counted"] = Shared,
    };

    public static TheoryData<string> LargeNames { get; } = [.. Large.Keys];

    [Theory]
    [MemberData(nameof(LargeNames))]
    public void However_deep_or_wide_an_exception_is_it_is_told_in_bounded_words_with_the_innermost_one(string what)
    {
        var thrown = Large[what]();

        var error = Failure.Describe(thrown);

        Assert.Equal(thrown.GetType().FullName, error.Type);
        Assert.InRange(Encoding.UTF8.GetByteCount(error.Detail!), 1, 17 << 10);
        Assert.Contains("System.TimeoutException: innermost", error.Detail, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 100);
    }

    [Fact]
    public void A_long_chain_says_its_outermost_messages_and_how_many_follow()
    {
        var lines = ExceptionTree.Text(Chain(inner => new InvalidOperationException("outer", inner))).Split('\n');

        Assert.Equal("System.InvalidOperationException: outer", lines[0]);
        Assert.Equal(" ---> System.InvalidOperationException: outer", lines[1]);
        Assert.Equal([$" ---> ({Many - 8:N0} more)", " ---> System.TimeoutException: innermost"], lines[^2..]);
    }

    [Fact]
    public void An_exception_of_ordinary_size_is_told_as_it_tells_itself()
    {
        var thrown = new AggregateException(
            new InvalidOperationException("one", new TimeoutException("two")), new Telling(new TimeoutException("three")));

        Assert.Equal(thrown.ToString(), ExceptionTree.Text(thrown));
        Assert.Equal(thrown.Message, Failure.Describe(thrown).Message);
    }

    [Fact]
    public void Cancellations_are_one_however_they_are_gathered_and_nothing_else_is()
    {
        var canceled =
            new AggregateException(new TaskCanceledException(), new AggregateException(new OperationCanceledException()));

        Assert.True(ExceptionTree.IsCancellation(new TaskCanceledException()));
        Assert.True(ExceptionTree.IsCancellation(canceled));
        Assert.True(ExceptionTree.IsCancellation(Chain(inner =>
            new AggregateException(inner), new OperationCanceledException())));
        Assert.False(ExceptionTree.IsCancellation(new AggregateException(canceled, new TimeoutException())));
        Assert.False(ExceptionTree.IsCancellation(new AggregateException()));
        Assert.False(ExceptionTree.IsCancellation(new InvalidOperationException("", new OperationCanceledException())));
    }

    [Fact]
    public async Task What_transforms_and_loggers_are_given_is_told_in_bounded_words_too()
    {
        await using var runs = await TestRuns.StartAsync();
        using var loggers = new RunLoggerProvider();

        var log = await runs.LogOfAsync(_ =>
        {
            loggers.CreateLogger("category").Log(
                Microsoft.Extensions.Logging.LogLevel.Error, default, "said", Chain(inner => new Telling(inner)), (state, _) => state);
            return Task.CompletedTask;
        });

        Assert.Equal("Error: category: said", log[0]);
        Assert.Equal("Error:  ---> System.TimeoutException: innermost", log[^1]);
    }

    private static Exception Chain(Func<Exception, Exception> wrap, Exception? innermost = null)
    {
        var chain = innermost ?? new TimeoutException("innermost");
        for (var i = 0; i < Many; i++)
            chain = wrap(chain);
        return chain;
    }

    private static Exception Shared()
    {
        Exception shared = new TimeoutException("innermost");
        for (var i = 0; i < 60; i++)
            shared = new AggregateException(shared, shared);
        return shared;
    }

    private sealed class Telling(Exception inner) : Exception("", inner)
    {
        public override string Message => $"because of {InnerException!.Message}";
    }
}
