using System.Reflection;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Json;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>What becomes of arguments and results on their way through JSON.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly PluginHost _plugins = new(new ServiceCollection().BuildServiceProvider());
    private readonly TestTaskContext _context = new();

    public ValueTests() => _plugins.Load(Assembly.GetExecutingAssembly());

    public void Dispose()
    {
        _plugins.Dispose();
        _context.Dispose();
    }

    [Theory]
    [InlineData("""[{"kind":"circle","r":2}]""")]
    [InlineData("""[{"r":2,"kind":"circle"}]""")]
    public async Task The_kind_of_an_object_may_stand_anywhere_in_it(string arguments)
    {
        Assert.Equal([], Check("figure", arguments));
        Assert.Equal("""{"kind":"circle","r":2}""", await Run("figure", arguments));
    }

    [Theory]
    [InlineData("""{"r":2}""",
        "argument 'figure' (1st): expected a member 'kind', one of \"circle\", \"square\", received the object {\"r\":2}")]
    [InlineData("""{"r":2,"Kind":"circle"}""",
        "argument 'figure' (1st): expected a member 'kind', one of \"circle\", \"square\", received the object {\"r\":2,\"Kind\":\"circle\"}")]
    [InlineData("""{"kind":"oval"}""",
        "argument 'figure.kind' (1st): expected one of \"circle\", \"square\", received the string \"oval\"")]
    [InlineData("""{"kind":"circle","r":"x"}""",
        "argument 'figure.r' (1st): expected a number or one of \"NaN\", \"Infinity\", \"-Infinity\", received the string \"x\"")]
    [InlineData("""{"kind":"square","r":1}""", "argument 'figure' (1st) has an unknown member 'r'; it may have side",
        "argument 'figure' (1st) lacks the member 'side' (number or \"NaN\", \"Infinity\", \"-Infinity\")")]
    public void A_wrong_or_missing_kind_is_refused_with_those_that_there_are(string figure, params string[] problems) =>
        Assert.Equal(problems, Check("figure", $"[{figure}]"));

    [Theory]
    [InlineData("""{"x":"a"}""", "argument 'map' (1st): expected members named by a whole number (int32), received 'x'")]
    [InlineData("""{"1":"a","2147483648":"b"}""",
        "argument 'map' (1st): expected members named by a whole number (int32), received '2147483648'")]
    [InlineData("""{"1":5}""", "argument 'map.1' (1st): expected a string or null, received the number 5")]
    [InlineData("""{"1":"a","1":"b"}""", "argument 'map' (1st) has the member '1' twice")]
    [InlineData("""{"1":"a","01":"b"}""", "argument 'map' (1st) has the member '01' twice")]
    public void Keys_of_a_dictionary_are_checked(string map, string problem) =>
        Assert.Equal([problem], Check("numbered", $"[{map}]"));

    [Fact]
    public void A_member_that_is_given_twice_is_refused_wherever_it_is()
    {
        Assert.Equal(["argument 'value.a[1]' has the member 'b' twice"],
            Check("anything", """{"value":{"a":[1,{"b":1,"b":2}]}}"""));
        Assert.Equal(["argument 'options' (1st) has the member 'Source' twice"],
            Check("read", """[{"source":"http://a","Source":"http://b"}]"""));
    }

    [Theory]
    [InlineData("1e400",
        "argument 'value' (1st): expected a number or one of \"NaN\", \"Infinity\", \"-Infinity\" (double) from -1.7976931348623157E+308 to 1.7976931348623157E+308, received the number 1e400")]
    [InlineData("\"nan\"",
        "argument 'value' (1st): expected a number or one of \"NaN\", \"Infinity\", \"-Infinity\" (double), received the string \"nan\"")]
    public void A_number_out_of_range_is_refused(string value, string problem) =>
        Assert.Equal([problem], Check("half", $"[{value}]"));

    [Theory]
    [InlineData("3", "1.5")]
    [InlineData("\"NaN\"", "\"NaN\"")]
    [InlineData("\"-Infinity\"", "\"-Infinity\"")]
    [InlineData("1e308", "5E+307")]
    public async Task Numbers_that_are_none_have_names(string value, string result) =>
        Assert.Equal(result, await Run("half", $"[{value}]"));

    [Fact]
    public void What_has_bounds_takes_no_NaN() =>
        Assert.Equal(["argument 'share' (1st): expected a number (double), received the string \"NaN\""],
            Check("share", "[\"NaN\"]"));

    [Fact]
    public async Task Types_that_the_serializer_does_not_know_come_and_go_as_they_are()
    {
        const string Arguments = """[123456789012345678901234567890,"10.0.0.1",{"x":1,"y":2.5,"z":"NaN"},{"items":[1,2]}]""";

        Assert.Equal([], Check("odd", Arguments));
        Assert.Equal(Arguments, await Run("odd", Arguments));
    }

    [Theory]
    [InlineData("2030-01-02T03:04:05", "2030-01-02T03:04:05+00:00", "2030-01-02T03:04:05")]
    [InlineData("2030-01-02", "2030-01-02T00:00:00+00:00", "2030-01-02T00:00:00")]
    [InlineData("2030-01-02T03:04:05+01:00", "2030-01-02T03:04:05+01:00", "2030-01-02T02:04:05Z")]
    [InlineData("2030-01-02T03:04:05.123456789Z", "2030-01-02T03:04:05.1234567+00:00", "2030-01-02T03:04:05.1234567Z")]
    public async Task Times_are_the_same_in_every_time_zone(string given, string withOffset, string without)
    {
        foreach (var zone in new[] { "UTC", "America/New_York", "Asia/Kolkata" })
        {
            using var _ = new ZoneOfMachine(zone);
            Assert.Equal($"""["{withOffset}","{without}"]""", await Run("times", $"""["{given}","{given}"]"""));
        }
    }

    [Theory]
    [InlineData("[1]", "[1]")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("[1,2,3]", "[1,2,3]")]
    [InlineData("[1,[2,3]]", "[1,2,3]")]
    [InlineData("[1,[]]", "[1]")]
    [InlineData("""{"a":1,"rest":[2]}""", "[1,2]")]
    [InlineData("""{"a":1}""", "[1]")]
    public async Task Params_are_given_as_in_CSharp(string arguments, string result)
    {
        Assert.Equal([], Check("rest", arguments));
        Assert.Equal(result, await Run("rest", arguments));
    }

    [Theory]
    [InlineData("[1,[[2],[3]]]", "[[2],[3]]")]
    [InlineData("[1,[2]]", "[[2]]")]
    [InlineData("[1,[2],[3]]", "[[2],[3]]")]
    [InlineData("[1,[]]", "[]")]
    public async Task Params_of_arrays_take_a_whole_one_where_it_fits(string arguments, string result)
    {
        Assert.Equal([], Check("rows", arguments));
        Assert.Equal(result, await Run("rows", arguments));
    }

    [Theory]
    [InlineData("[1,2,\"x\"]", "argument 'rest[1]' (3rd): expected an integer, received the string \"x\"")]
    [InlineData("[1,[2,\"x\"]]", "argument 'rest[1]' (2nd): expected an integer, received the string \"x\"")]
    [InlineData("""{"a":1,"rest":2}""", "argument 'rest': expected an array of at most 3 (params int[]), received the number 2")]
    [InlineData("[1,2,3,4,5]", "argument 'rest': expected an array of at most 3 (params int[]), received 4")]
    public async Task Params_that_do_not_fit_are_named_one_by_one(string arguments, string problem)
    {
        Assert.Equal([problem], Check("rest", arguments));
        if (!problem.Contains("at most", StringComparison.Ordinal))
            await Assert.ThrowsAsync<ArgumentsRefusedException>(() => Run("rest", arguments));
    }

    [Theory]
    [InlineData("sequence", "[0,1,2]")]
    [InlineData("sequencelater", "[0,1,2]")]
    [InlineData("lazily", "[0,1,2]")]
    [InlineData("nosequence", "null")]
    public async Task A_sequence_is_an_array(string task, string result) => Assert.Equal(result, await Run(task, "[]"));

    [Fact]
    public async Task What_a_sequence_throws_comes_out_as_it_is() =>
        Assert.Equal("at 2", (await Assert.ThrowsAsync<InvalidDataException>(() => Run("brokensequence", "[]"))).Message);

    [Fact]
    public async Task A_cycle_is_named()
    {
        var error = await Assert.ThrowsAsync<TaskFailedException>(() => Run("cycle", "[]"));

        Assert.Equal("the result cannot be kept: it leads back to itself, result.Children[0].Parent is result again; return a tree, or say by ids what belongs to what", error.Message);
    }

    [Fact]
    public async Task What_is_nested_too_deep_is_told_from_a_cycle()
    {
        var error = await Assert.ThrowsAsync<TaskFailedException>(() => Run("deep", "[]"));

        Assert.Equal("the result cannot be kept: it is nested more than 64 deep", error.Message);
    }

    [Fact]
    public async Task What_would_be_lost_of_a_derived_class_is_named()
    {
        Assert.Equal("""{"name":"a"}""", await Run("pet", "[false]"));

        var error = await Assert.ThrowsAsync<TaskFailedException>(() => Run("pet", "[true]"));

        Assert.Equal($"the result cannot be kept: 'barks' of {typeof(ValueSamples.Dog)} would be lost, since it is declared as {typeof(ValueSamples.Animal)}; "
            + "declare it as what it is, or name the kinds of Animal with [JsonDerivedType]", error.Message);
    }

    [Theory]
    [InlineData("endless")]
    [InlineData("endlessinside")]
    [InlineData("endlesslater")]
    [InlineData("largetext")]
    public async Task A_result_beyond_the_limit_ends_while_it_is_written(string task)
    {
        var error = await Assert.ThrowsAsync<ResultTooLargeException>(() => Run(task, "[]"));

        Assert.StartsWith("the result has more than 1,048,576 bytes as JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_result_beyond_the_limit_no_text_is_made()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        await Assert.ThrowsAsync<ResultTooLargeException>(() => Run("largebytes", "[]"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, ValueSamples.LargeBytes().Length,
            1.1 * ValueSamples.LargeBytes().Length);
    }

    [Fact]
    public async Task A_result_of_just_the_limit_is_kept()
    {
        Assert.Equal(Limits.ResultBytes, (await Run("text", $"[{Limits.ResultBytes - 2}]"))!.Length);
        await Assert.ThrowsAsync<ResultTooLargeException>(() => Run("text", $"[{Limits.ResultBytes - 1}]"));
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("slowlater")]
    public async Task A_sequence_ends_when_the_run_is_told_to_stop(string task)
    {
        ValueSamples.Third = () => _context.Cancel(CancelReason.Requested);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(task, "[]"));
    }

    private IReadOnlyList<string> Check(string task, string arguments) =>
        ArgumentCheck.Validate(Find(task).Descriptor, arguments);

    private async Task<string?> Run(string task, string arguments) => await Find(task).InvokeAsync(arguments, _context);

    private PluginTask Find(string name)
    {
        Assert.True(
            _plugins.TryGetTask($"gristmill.plugins.tests.valuesamples.{name}", out var task)
                || _plugins.TryGetTask($"gristmill.plugins.tests.samples.{name}", out task),
            Assert.Single(_plugins.Plugins).Reason);
        return task;
    }

    // The framework keeps the machine's zone until it is told to look again.
    private sealed class ZoneOfMachine : IDisposable
    {
        private readonly string? _before = Environment.GetEnvironmentVariable("TZ");

        public ZoneOfMachine(string zone) => Set(zone);

        public void Dispose() => Set(_before);

        private static void Set(string? zone)
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }
}
