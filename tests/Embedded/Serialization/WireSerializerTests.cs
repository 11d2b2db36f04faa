using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gristmill.Embedded.Tests.Serialization;

public sealed class WireSerializerTests
{
    private static readonly Node Node =
        new(new EmbeddedClientOptions(), new ServiceCollection().BuildServiceProvider(), NullLogger<Node>.Instance);

    [Fact]
    public void Plain_values_come_back_as_they_were()
    {
        Same(true);
        Same(-7);
        Same(long.MinValue);
        Same(double.NaN);
        Same(1.5m);
        Same('x');
        Same("with \"quotes\", ünïcödé and \u0001");
        Same((string?)null);
        Same(Guid.NewGuid());
        Same(new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc).AddTicks(4567));
        Same(new DateTimeOffset(2026, 11, 22, 1, 2, 3, TimeSpan.FromHours(-5)).AddTicks(4567));
        Same(TimeSpan.FromTicks(1234567891234));
        Same(Colour.Blue);
        Same((int?)null);
        Same((Colour?)Colour.Red);
        Same((1, "two", 3.0));
        Same(GrainId.Create("job", "a/b"));
        Same(SiloAddress.New("silo.example.org", 12));
    }

    [Fact]
    public void Collections_come_back_as_they_were()
    {
        Assert.Equal([1, 2, 255], RoundTrip(new byte[] { 1, 2, 255 })!);
        Assert.Equal(new[] { "a", null, "" }, RoundTrip(new[] { "a", null, "" })!);
        Assert.Equal([[1], [], [2, 3]], RoundTrip(new int[][] { [1], [], [2, 3] })!);
        Assert.Equal([1, 2], RoundTrip(new List<int> { 1, 2 })!);
        Assert.Equal(new Dictionary<string, Point[]> { ["a"] = [new(1, 2)] }, RoundTrip(new Dictionary<string, Point[]> { ["a"] = [new(1, 2)] })!);
    }

    [Fact]
    public void Records_come_back_as_they_were()
    {
        Same(new Point(1, 2));
        Same(new Person("Ada", new(3, 4), Colour.Red, null));
        Same(new Person("Ada", null, null, TimeSpan.FromSeconds(1)) { Nick = "A." });
        Same(new Pair(1, "b"));
    }

    [Fact]
    public void Classes_travel_by_their_numbered_members_public_or_not()
    {
        var back = RoundTrip(new Account("k", 5) { Note = "n", Ignored = "i" })!;

        Assert.Equal(("k", 5, "n", null), (back.Key, back.Balance(), back.Note, back.Ignored));
    }

    [Fact]
    public void A_message_of_a_declared_base_keeps_its_type()
    {
        Same<Animal>(new Dog("Rex", 3));
        Same<Animal>(new Cat("Tom"));
        Assert.Equal([new Dog("Rex", 3), new Cat("Tom")], RoundTrip(new Animal[] { new Dog("Rex", 3), new Cat("Tom") })!);
        Same<Vehicle>(new("V"));
        Same<Vehicle>(new Bus("B", 40));
    }

    [Fact]
    public void Members_go_by_number_so_that_they_may_be_renamed_added_and_dropped()
    {
        var json = Write(new PersonOfOld("Ada", 1815));

        Assert.Equal(new Person("Ada", null, null, null) { Nick = null! }, Node.Serializer.Read<Person>(json));
    }

    [Fact]
    public void What_is_not_declared_does_not_travel()
    {
        Assert.Throws<NotSupportedException>(() => Write<object>(1));
        Assert.Throws<NotSupportedException>(() => Write(new Undeclared(1)));
        Assert.Throws<NotSupportedException>(() => Write(new[] { new Undeclared(1) }));
    }

    [Fact]
    public void No_type_name_travels()
    {
        var text = System.Text.Encoding.UTF8.GetString(Write<Animal>(new Dog("Rex", 3)));

        Assert.DoesNotContain("Gristmill", text, StringComparison.Ordinal);
        Assert.Contains("\"Dog\"", text, StringComparison.Ordinal);
    }

    private static void Same<T>(T value) => Assert.Equal(value, RoundTrip(value));

    private static T? RoundTrip<T>(T value) => Node.Serializer.Read<T>(Write(value));

    private static byte[] Write<T>(T value)
    {
        using var frame = FrameWriter.Start(FrameKind.Response);
        Node.Serializer.Write(frame, value);
        return frame.Finish()[5..].ToArray();
    }
}

[GenerateSerializer]
public enum Colour
{
    Red,
    Blue,
}

[GenerateSerializer, Immutable]
public readonly record struct Point([property: Id(0)] int X, [property: Id(1)] int Y);

[GenerateSerializer, Immutable]
public sealed record Person([property: Id(0)] string Name, [property: Id(1)] Point? Home, [property: Id(2)] Colour? Favourite, [property: Id(3)] TimeSpan? Age)
{
    [Id(4)]
    public string Nick { get; init; } = "";

    public int Length => Name.Length;
}

[GenerateSerializer, Immutable]
public sealed record PersonOfOld([property: Id(0)] string FullName, [property: Id(9)] int BirthYear);

[GenerateSerializer, Immutable]
public sealed record Pair([Id(0)] int First, [Id(1)] string Second);

[GenerateSerializer]
public sealed class Account(string key, int balance)
{
    [Id(1)]
    private readonly int _balance = balance;

    [Id(0)]
    public string Key { get; } = key;

    [Id(2)]
    public string? Note { get; set; }

    public string? Ignored { get; set; }

    public int Balance() => _balance;
}

[GenerateSerializer, Immutable]
public abstract record Animal([property: Id(0)] string Name);

[GenerateSerializer, Immutable]
public sealed record Dog(string Name, [property: Id(0)] int Bones) : Animal(Name);

[GenerateSerializer, Immutable]
public sealed record Cat(string Name) : Animal(Name);

[GenerateSerializer, Immutable]
public record Vehicle([property: Id(0)] string Name);

[GenerateSerializer, Immutable]
public sealed record Bus(string Name, [property: Id(0)] int Seats) : Vehicle(Name);

public sealed record Undeclared(int Number);
