using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gristmill.Embedded.Tests.Serialization;

public sealed class ErrorSerializerTests
{
    private static readonly Node Node =
        new(new EmbeddedClientOptions(), new ServiceCollection().BuildServiceProvider(), NullLogger<Node>.Instance);

    [Fact]
    public void A_declared_exception_keeps_type_message_members_and_cause()
    {
        var back = Assert.IsType<MillStoppedException>(RoundTrip(new MillStoppedException("north", 3, new InvalidOperationException("no wind"))));

        Assert.Equal("mill north stopped 3 times", back.Message);
        Assert.Equal(("north", 3), (back.Mill, back.Times));
        Assert.Equal("no wind", Assert.IsType<InvalidOperationException>(back.InnerException).Message);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ArgumentOutOfRangeException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(JsonException))]
    [InlineData(typeof(KeyNotFoundException))]
    public void An_exception_of_the_framework_keeps_type_and_message(Type type)
    {
        var error = (Exception)Activator.CreateInstance(type, "what happened")!;

        var back = RoundTrip(error);

        Assert.IsType(type, back);
        Assert.Equal(error.Message, back.Message);
    }

    [Fact]
    public void Another_exception_arrives_as_a_stand_in_with_its_name()
    {
        var back = Assert.IsType<UnavailableExceptionFallbackException>(RoundTrip(new UndeclaredMillException("broken")));

        Assert.Equal((typeof(UndeclaredMillException).FullName, "broken"), (back.ExceptionType, back.Message));
    }

    [Fact]
    public void The_stack_of_the_thrower_is_kept()
    {
        var error = Record.Exception((Action)(() => throw new InvalidOperationException("here")))!;

        Assert.Contains(nameof(The_stack_of_the_thrower_is_kept), RoundTrip(error).StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1")]
    [InlineData("""{"type":"System.Diagnostics.Process","message":"m","stack":null}""")]
    [InlineData("""{"type":"System.AppDomain","message":"m","stack":null}""")]
    [InlineData("""{"type":null,"message":null,"stack":null}""")]
    public void What_is_no_error_is_still_an_exception(string json)
    {
        var error = Node.Serializer.Errors.Read(Encoding.UTF8.GetBytes(json));

        Assert.True(error is OrleansException or UnavailableExceptionFallbackException);
    }

    private static Exception RoundTrip(Exception error)
    {
        using var frame = FrameWriter.Start(FrameKind.Response);
        Node.Serializer.Errors.Write(frame, error);
        return Node.Serializer.Errors.Read(frame.Finish()[5..]);
    }
}

[GenerateSerializer]
public sealed class MillStoppedException : Exception
{
    public MillStoppedException(string mill, int times, Exception? cause)
        : base($"mill {mill} stopped {times} times", cause)
    {
        Mill = mill;
        Times = times;
    }

    [Id(0)]
    public string Mill { get; }

    [Id(1)]
    public int Times { get; private set; }
}

public sealed class UndeclaredMillException(string message) : Exception(message);
