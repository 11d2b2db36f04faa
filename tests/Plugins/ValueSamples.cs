using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Plugins.Tests;

/// <summary>Tasks whose arguments and results are not everybody's.</summary>
public static class ValueSamples
{
    /// <summary>What happens before a slow sequence goes on to its third element.</summary>
    internal static Action Third { get; set; } = () => { };

    [JobTask]
    public static Figure Figure(Figure figure) => figure;

    [JobTask]
    public static Dictionary<int, string> Numbered(Dictionary<int, string> map) => map;

    [JobTask]
    public static JsonElement Anything(JsonElement value) => value;

    [JobTask]
    public static double Half(double value) => value / 2;

    [JobTask]
    public static double Share([Range(0, 1)] double share) => share;

    [JobTask]
    public static (BigInteger, IPAddress, Vector3, Basket) Odd(BigInteger number, IPAddress address, Vector3 vector,
        Basket basket) => (number, address, vector, basket);

    [JobTask]
    public static object[] Times(DateTimeOffset withOffset, DateTime without) => [withOffset, without];

    [JobTask]
    public static int[] Rest(int a, [MaxLength(3)] params int[] rest) => [a, .. rest];

    [JobTask]
    public static int[][] Rows(int a, params int[][] rows) => rows[..(a * rows.Length)];

    [JobTask]
    public static async IAsyncEnumerable<int> Sequence()
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    [JobTask]
    public static async Task<IAsyncEnumerable<int>> SequenceLater()
    {
        await Task.Yield();
        return Sequence();
    }

    [JobTask]
    public static IEnumerable<int> Lazily() => Enumerable.Range(0, 3);

    [JobTask]
    public static IAsyncEnumerable<int>? NoSequence() => null;

    [JobTask]
    public static IEnumerable<int> BrokenSequence() =>
        Enumerable.Range(0, 3).Select(i => i < 2 ? i : throw new InvalidDataException($"at {i}"));

    [JobTask]
    public static Node Cycle()
    {
        var root = new Node();
        root.Children.Add(new Node { Parent = root });
        return root;
    }

    // Each is twice in the next, so that whoever followed every way to the bottom would not come back.
    [JobTask]
    public static Node Deep()
    {
        var node = new Node();
        for (var i = 0; i < 100; i++)
            node = new Node { Children = { node, node } };
        return node;
    }

    [JobTask]
    public static Animal Pet(bool isDog) => isDog ? new Dog("a", true) : new Animal("a");

    [JobTask]
    public static IEnumerable<int> Endless()
    {
        while (true)
            yield return 1;
    }

    [JobTask]
    public static Box EndlessInside() => new(Endless());

    [JobTask]
    public static async IAsyncEnumerable<string> EndlessLater()
    {
        while (true)
        {
            await Task.Yield();
            yield return new string('x', 1_000);
        }
    }

    [JobTask]
    public static byte[] LargeBytes() => new byte[50_000_000];

    [JobTask]
    public static object LargeText() => new { Text = new string('x', 20_000_000) };

    [JobTask]
    public static string Text(int length) => new('x', length);

    [JobTask]
    public static IEnumerable<int> Slow()
    {
        for (var i = 0; ; i++)
        {
            if (i == 2)
                Third();
            yield return i;
            if (i == 2)
                throw new InvalidOperationException("it was told to stop");
        }
    }

    [JobTask]
    public static async IAsyncEnumerable<int> SlowLater()
    {
        foreach (var i in Slow())
        {
            await Task.Yield();
            yield return i;
        }
    }

    public record Animal(string Name);

    public sealed record Dog(string Name, bool Barks) : Animal(Name);

    public sealed record Box(IEnumerable<int> Items);

    public sealed class Node
    {
        public List<Node> Children { get; } = [];

        public Node? Parent { get; set; }
    }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Round), "circle")]
[JsonDerivedType(typeof(Quad), "square")]
public abstract record Figure;

public sealed record Round(double R) : Figure;

public sealed record Quad(double Side) : Figure;

/// <summary>A collection that has no setter.</summary>
public sealed class Basket
{
    public List<int> Items { get; } = [];
}
