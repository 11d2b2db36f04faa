using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsCheck;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Json;

namespace Gristmill.Plugins.Tests;

/// <summary>
/// What the check of arguments takes, the binder takes, and the other way round; and what is written is read as the same.
/// </summary>
public sealed class ArgumentAgreementTests
{
    // Values at the edges of types, and what is nearly one.
    private static readonly string[] Fragments =
    [
        "null", "true", "0", "-0", "-1", "1.0", "1e2", "255", "256", "-129", "65536", "2147483648", "-9223372036854775809",
        "18446744073709551616", "1e30", "-1e39", "1e400", "1e-400",
        "340282366920938463463374607431768211456", "0.1", "[]", "{}", "[null]", "[[1]]", """{"a":1}""", """{"kind":"circle"}""",
        """{"kind":1}""",
        "\"\"", "\"NaN\"", "\"-Infinity\"", "\"nan\"", "\"1\"", "\"01\"", "\"-0\"", "\"1e400\"", "\"x\"", "\"xy\"", "\"true\"",
        "\"red\"", "\"Green\"", "\"Reed\"", "\"read , WRITE\"", "\"Read,\"",
        "\"11111111-2222-3333-4444-555555555555\"", "\"11111111222233334444555555555555\"", "\"2030-01-02\"", "\"2030-13-02\"",
        "\"2030-01-02T03:04\"", "\"2030-01-02T03:04:05.123456789Z\"",
        "\"2030-01-02 03:04:05\"", "\"2030-01-02T03:04:05+15:00\"", "\"0001-01-01T00:00:00+01:00\"",
        "\"9999-12-31T23:59:59.9999999-01:00\"", "\"23:59:59\"", "\"24:00:00\"", "\"-1.00:00:00\"",
        "\"00:00:00.12345678\"", "\"5\"", "\"1.2\"", "\"1.2.3.4.5\"", "\"AQID\"", "\"AQI\"", "\" AQID \"", "\"http://\"",
        "\"a/b\"", "\"10.0.0.1\"", "\"10.0.0\"", "\"::1\"", "\"10.0.0.1:80\"",
        "\"10.0.0.1:99999\"", "\"10.0.0.0/8\"", "\"10.0.0.1/8\"", "\"a\\u0000b\"",
    ];

    private static readonly string[] Names =
        ["a", "A", "b", "kind", "Kind", "r", "1", "01", "x", "area", "more", "$type", "Red", "0.5"];

    private static readonly Gen<Change[]> Changes = Gen.Select(
        Gen.Int[0, 1_000], Gen.Int[0, 3], Gen.OneOfConst(Fragments), Gen.OneOfConst(Names), (place, kind, fragment, name) => new Change(place, kind, fragment, name)).Array[0, 3];

    [Theory]
    [InlineData(typeof(bool), "true")]
    [InlineData(typeof(sbyte), "-128")]
    [InlineData(typeof(byte), "255")]
    [InlineData(typeof(ushort), "1")]
    [InlineData(typeof(int), "-5")]
    [InlineData(typeof(uint), "5")]
    [InlineData(typeof(long), "9007199254740993")]
    [InlineData(typeof(ulong), "18446744073709551615")]
    [InlineData(typeof(Int128), "-5")]
    [InlineData(typeof(UInt128), "340282366920938463463374607431768211455")]
    [InlineData(typeof(BigInteger), "-123456789012345678901234567890123456789012345678901234567890")]
    [InlineData(typeof(Half), "0.5")]
    [InlineData(typeof(float), "1e38")]
    [InlineData(typeof(double), "\"Infinity\"")]
    [InlineData(typeof(decimal), "79228162514264337593543950335")]
    [InlineData(typeof(int?), "1")]
    [InlineData(typeof(double?), "1.5")]
    [InlineData(typeof(DateTimeOffset?), "null")]
    [InlineData(typeof(char), "\"ü\"")]
    [InlineData(typeof(string), "\"text\"")]
    [InlineData(typeof(Guid), "\"11111111-2222-3333-4444-555555555555\"")]
    [InlineData(typeof(DateTime), "\"2030-01-02T03:04:05.5\"")]
    [InlineData(typeof(DateTimeOffset), "\"2030-01-02T03:04:05+01:00\"")]
    [InlineData(typeof(DateOnly), "\"2030-01-02\"")]
    [InlineData(typeof(TimeOnly), "\"01:02:03.0000001\"")]
    [InlineData(typeof(TimeSpan), "\"-1.02:03:04\"")]
    [InlineData(typeof(Uri), "\"http://a/b\"")]
    [InlineData(typeof(Version), "\"1.2.3\"")]
    [InlineData(typeof(byte[]), "\"AQID\"")]
    [InlineData(typeof(ReadOnlyMemory<byte>), "\"AQID\"")]
    [InlineData(typeof(IPAddress), "\"::1\"")]
    [InlineData(typeof(IPEndPoint), "\"10.0.0.1:80\"")]
    [InlineData(typeof(IPNetwork), "\"10.0.0.0/8\"")]
    [InlineData(typeof(FileInfo), "\"/tmp/a\"")]
    [InlineData(typeof(Colour), "\"Red\"")]
    [InlineData(typeof(Colour?), "\"green\"")]
    [InlineData(typeof(FileAccess), "\"Read, Write\"")]
    [InlineData(typeof(JsonElement), """{"a":[1]}""")]
    [InlineData(typeof(JsonObject), """{"a":[1]}""")]
    [InlineData(typeof(JsonValue), "1")]
    [InlineData(typeof(JsonNode), """{"a":1,"A":2}""")]
    [InlineData(typeof(object), "[1]")]
    [InlineData(typeof(List<int?>), "[1,null]")]
    [InlineData(typeof(string?[]), """["a",null]""")]
    [InlineData(typeof(ISet<double>), """[1.5,"NaN"]""")]
    [InlineData(typeof(double[]), "[1.5]")]
    [InlineData(typeof(List<DateTime?>), """["2030-01-02",null]""")]
    [InlineData(typeof(Uri?[]), """["http://a",null]""")]
    [InlineData(typeof(int[][]), "[[1],[]]")]
    [InlineData(typeof(Dictionary<string, int>), """{"a":1}""")]
    [InlineData(typeof(Dictionary<int, string>), """{"1":"a"}""")]
    [InlineData(typeof(Dictionary<ulong, bool>), """{"1":true}""")]
    [InlineData(typeof(Dictionary<double, int>), """{"0.5":1,"NaN":2}""")]
    [InlineData(typeof(Dictionary<Guid, DateTime>), """{"11111111-2222-3333-4444-555555555555":"2030-01-02"}""")]
    [InlineData(typeof(IReadOnlyDictionary<Colour, int[]>), """{"Red":[1]}""")]
    [InlineData(typeof(Dictionary<bool, char>), """{"true":"x"}""")]
    [InlineData(typeof(Vector3), """{"x":1,"y":2.5,"z":-3}""")]
    [InlineData(typeof(Filled), """{"a":[1,2],"b":{"x":1}}""")]
    [InlineData(typeof(Filled), """{"b":{}}""")]
    [InlineData(typeof(Made), """{"a":"x","b":null,"c":[1]}""")]
    [InlineData(typeof(Open), """{"a":1,"more":[1]}""")]
    [InlineData(typeof(Square), """{"a":2,"area":4}""")]
    [InlineData(typeof(Shape), """{"r":2,"kind":"circle"}""")]
    [InlineData(typeof(Drawing), """{"name":"x","shapes":[{"kind":"circle","r":2},{"kind":"dot"}],"level":0.5}""")]
    [InlineData(typeof(Base), """{"a":1,"b":2,"$type":3}""")]
    [InlineData(typeof(Forgetful), """{"a":"x","b":null}""")]
    public void The_check_and_the_binder_agree_and_what_is_written_is_read_as_the_same(Type type, string example)
    {
        var json = new PluginJson();
        var info = json.Options.GetTypeInfo(type);
        var shape = JsonShapeReader.Read(json.SchemaOf(type, nullable: true));
        Assert.True(Accepts(example), "the check refuses the example");
        Assert.True(Binds(example, out _), "the binder refuses the example");

        Changes.Select(changes => changes.Aggregate(example, (text, change) => change.In(text))).Sample(text =>
        {
            var binds = Binds(text, out var value);
            Assert.True(Accepts(text) == binds,
                $"the check {(binds ? "refuses" : "takes")} what the binder {(binds ? "takes" : "refuses")}: {text} for {json.SchemaOf(type, nullable: true)}");
            if (!binds)
                return;
            var written = JsonSerializer.Serialize(value, info);
            Assert.True(Accepts(written), $"{text} is written as {written}, which the check refuses");
            Assert.True(Binds(written, out var again), $"{text} is written as {written}, which the binder refuses");
            Assert.Equal(written, JsonSerializer.Serialize(again, info));
        }, iter: 400, threads: 1);

        bool Accepts(string text)
        {
            using var document = JsonDocument.Parse(text);
            return shape.Accepts(document.RootElement);
        }

        bool Binds(string text, out object? value)
        {
            try
            {
                value = JsonSerializer.Deserialize(text, info);
                return true;
            }
            catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
            {
                value = null;
                return false;
            }
        }
    }

    /// <summary>A change of JSON text: of one of its values, or of a member.</summary>
    private sealed record Change(int Place, int Kind, string Fragment, string Name)
    {
        public string In(string text)
        {
            var root = new JsonArray(JsonNode.Parse(text));
            var places = Places(root).ToArray();
            var (parent, at) = places[Place % places.Length];
            switch (parent)
            {
                case JsonObject members when Kind == 0:
                    members.Remove((string)at);
                    break;
                case JsonObject members when Kind == 1:
                    members[Name] = JsonNode.Parse(Fragment);
                    break;
                case JsonObject members when Kind == 2:
                    var value = members[(string)at];
                    members.Remove((string)at);
                    members[Name] = value?.DeepClone();
                    break;
                case JsonObject members:
                    members[(string)at] = JsonNode.Parse(Fragment);
                    break;
                case JsonArray items when Kind == 0 && items != root:
                    items.Insert((int)at, JsonNode.Parse(Fragment));
                    break;
                case JsonArray items:
                    items[(int)at] = JsonNode.Parse(Fragment);
                    break;
            }
            return root[0]?.ToJsonString() ?? "null";
        }

        private static IEnumerable<(JsonNode Parent, object At)> Places(JsonNode? node) => node switch
        {
            JsonArray items => items.SelectMany((item, i) => Places(item).Prepend((items, i))),
            JsonObject members => members.ToArray().SelectMany(member => Places(member.Value).Prepend((members, member.Key))),
            _ => [],
        };
    }

    public enum Colour
    {
        Red,
        Green,
    }

    public sealed class Filled
    {
        public List<int> A { get; } = [];

        public IDictionary<string, int> B { get; } = new Dictionary<string, int>();

        public HashSet<string>? C { get; } = [];
    }

    public sealed class Made(string a, List<int>? b, IList<int> c)
    {
        public string A { get; } = a;

        public List<int>? B { get; } = b;

        public IList<int> C { get; } = c;
    }

    public sealed class Open
    {
        public int A { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Rest { get; set; }
    }

    public sealed record Square(double A)
    {
        public double Area => A * A;
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Dot), "dot")]
    public abstract record Shape;

    public sealed record Circle(double R) : Shape;

    public sealed record Dot : Shape;

    public sealed record Drawing(string Name, Shape[]? Shapes = null, double Level = 1, DateTime? Due = null);

    [JsonDerivedType(typeof(Derived), 3)]
    public record Base(int A);

    public sealed record Derived(int A, int B) : Base(A);

    public sealed class Forgetful
    {
        [System.Diagnostics.CodeAnalysis.DisallowNull]
        public string? A { get; set; } = "a";

        public string? B { get; set; }
    }
}
