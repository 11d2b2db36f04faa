using System.Reflection;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Json;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>Arguments against a description: every problem at once, each with what was received and what is expected.</summary>
public sealed class ArgumentCheckTests
{
    private static readonly PluginHost Plugins = Load();

    [Theory]
    [InlineData("add", "[1]")]
    [InlineData("add", "[1,2]")]
    [InlineData("add", " { \"ONE\" : 1 } ")]
    [InlineData("later", "[]")]
    [InlineData("later", "{}")]
    [InlineData("textlater", "[null]")]
    [InlineData("read",
        """[{"source":"http://a","retries":1,"tags":["x",null],"fallback":{"source":"http://b","fallback":null}},"FAST",null]""")]
    [InlineData("many",
        """[false,0,-9223372036854775808,1e3,0.1,"x","11111111-2222-3333-4444-555555555555","2030-01-02T03:04:05Z","2030-01-02","00:00:01","",null,7,[],{},null,"xy:z","Friday"]""")]
    public void What_fits_is_accepted(string task, string arguments)
    {
        Assert.Equal([], Check(task, arguments));
        Assert.True(Binds(task, arguments));
    }

    [Theory]
    [InlineData("add", """["abc"]""", "argument 'one' (1st): expected an integer (int), received the string \"abc\"")]
    [InlineData("add", "[1.5]", "argument 'one' (1st): expected an integer (int), received the number 1.5")]
    [InlineData("add", "[1.0]", "argument 'one' (1st): expected an integer (int), received the number 1.0")]
    [InlineData("add", "[1e2]", "argument 'one' (1st): expected an integer (int), received the number 1e2")]
    [InlineData("add", "[null]", "argument 'one' (1st): expected an integer (int), received null")]
    [InlineData("add", "[1, true]", "argument 'other' (2nd): expected an integer (int), received true")]
    [InlineData("add", "[[1, 2]]", "argument 'one' (1st): expected an integer (int), received an array of 2")]
    [InlineData("add", """[{"a":1}]""", "argument 'one' (1st): expected an integer (int), received the object {\"a\":1}")]
    [InlineData("add", """{"one":"abc"}""", "argument 'one': expected an integer (int), received the string \"abc\"")]
    [InlineData("add", "[2147483648]",
        "argument 'one' (1st): expected an integer (int) from -2147483648 to 2147483647, received the number 2147483648")]
    [InlineData("add", "[123456789012345678901234567890123456789]",
        "argument 'one' (1st): expected an integer (int) from -2147483648 to 2147483647, received the number 123456789012345678901234567890123456789")]
    [InlineData("greet", "[5]", "argument 'name' (1st): expected a string (string), received the number 5")]
    [InlineData("greet", "[null]", "argument 'name' (1st): expected a string (string), received null")]
    [InlineData("textlater", "[5]", "argument 'text' (1st): expected a string or null (string?), received the number 5")]
    public void A_value_of_a_wrong_type(string task, string arguments, string problem) => Refuses(task, arguments, problem);

    [Theory]
    [InlineData("add", "[]", "missing argument 'one' (integer)")]
    [InlineData("add", "{}", "missing argument 'one' (integer)")]
    [InlineData("add", """[1,2,"x"]""", "surplus argument 3: \"x\"; the task takes 2 (one, other)")]
    [InlineData("later", "[1]", "surplus argument 1: 1; the task takes none")]
    [InlineData("supplied", """{"m":1,"n":1}""", "unknown argument 'm'; the task takes 1 (n)")]
    [InlineData("add", """{"one":1,"othr":1}""", "unknown argument 'othr'; did you mean 'other'?")]
    [InlineData("add", """{"one":1,"One":2}""", "argument 'one' is given twice")]
    public void A_missing_a_surplus_or_an_unknown_argument(string task, string arguments, string problem) =>
        Refuses(task, arguments, problem);

    [Fact]
    public void A_misspelt_argument_is_missing_under_its_right_name() =>
        Refuses("supplied", """{"m":1}""", "missing argument 'n' (integer)", "unknown argument 'm'; did you mean 'n'?");

    [Theory]
    [InlineData("", "the arguments are not JSON (at character 1): received '', expected an array or an object")]
    [InlineData("abc", "the arguments are not JSON (at character 1): received 'abc', expected an array or an object")]
    [InlineData("[1,]", "the arguments are not JSON (at character 4): received '[1,]', expected an array or an object")]
    [InlineData("[1] 2", "the arguments are not JSON (at character 5): received '[1] 2', expected an array or an object")]
    [InlineData("[\n1,\n", "the arguments are not JSON (in line 3): received '[ 1, ', expected an array or an object")]
    [InlineData("26", "expected a JSON array of arguments, or an object of named ones; received the number 26")]
    [InlineData("null", "expected a JSON array of arguments, or an object of named ones; received null")]
    public void What_are_no_arguments_at_all(string arguments, string problem) => Refuses("add", arguments, problem);

    [Theory]
    [InlineData("{}", "argument 'options' (1st) lacks the member 'source' (URI)")]
    [InlineData("""{"source":"http://a","retries":"x"}""",
        "argument 'options.retries' (1st): expected an integer, received the string \"x\"")]
    [InlineData("""{"source":"http://a","tags":["a",1]}""",
        "argument 'options.tags[1]' (1st): expected a string or null, received the number 1")]
    [InlineData("""{"source":"http://a","retires":1}""",
        "argument 'options' (1st) has an unknown member 'retires'; did you mean 'retries'?")]
    [InlineData("""{"source":"http://a","fallback":{"source":7}}""",
        "argument 'options.fallback.source' (1st): expected a URI, received the number 7")]
    [InlineData("5", "argument 'options' (1st): expected an object (ReadOptions), received the number 5")]
    public void A_problem_within_an_object_is_named_by_its_path(string options, string problem) =>
        Refuses("read", $"[{options}]", problem);

    [Theory]
    [InlineData(0, "1", "argument 'flag': expected true or false (bool), received the number 1")]
    [InlineData(1, "256", "argument 'small': expected an integer (byte) from 0 to 255, received the number 256")]
    [InlineData(3, "\"1\"",
        "argument 'real': expected a number or one of \"NaN\", \"Infinity\", \"-Infinity\" (double), received the string \"1\"")]
    [InlineData(5, "\"xy\"", "argument 'letter': expected a string of one character (char), received the string \"xy\"")]
    [InlineData(6, "\"xy\"", "argument 'id': expected a UUID (Guid), received the string \"xy\"")]
    [InlineData(7, "\"xy\"",
        "argument 'when': expected a date and time (2030-12-31T23:59:59Z) (DateTimeOffset), received the string \"xy\"")]
    [InlineData(8, "\"xy\"", "argument 'day': expected a date (2030-12-31) (DateOnly), received the string \"xy\"")]
    [InlineData(9, "\"xy\"", "argument 'span': expected a duration (1.23:59:59) (TimeSpan), received the string \"xy\"")]
    [InlineData(10, "\"x\"", "argument 'bytes': expected a base64 string (byte[]), received the string \"x\"")]
    [InlineData(12, "\"x\"", "argument 'maybe': expected an integer or null (int?), received the string \"x\"")]
    [InlineData(13, "[1,\"x\"]", "argument 'list[1]': expected an integer or null, received the string \"x\"")]
    [InlineData(14, "{\"a\":\"x\"}", "argument 'map.a': expected an integer, received the string \"x\"")]
    [InlineData(16, "\"http://\"", "argument 'link': expected a URI (Uri), received the string \"http://\"")]
    [InlineData(17, "\"Frday\"",
        "argument 'weekday': expected one of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday (DayOfWeek), received the string \"Frday\"")]
    public void Every_common_type_is_checked(int parameter, string value, string problem)
    {
        string[] values =
            ["true", "1", "1", "1", "1", "\"x\"", "\"11111111-2222-3333-4444-555555555555\"", "\"2030-01-02\"", "\"2030-01-02\"",
            "\"00:01:00\"", "\"\"", "null", "null", "[]", "{}", "0", "\"xy:z\"", "\"Friday\""];
        values[parameter] = value;
        var names = Find("many").Descriptor.Parameters.Select(known => known.Name);

        Refuses("many", $"{{{string.Join(',', names.Zip(values, (name, text) => $"\"{name}\":{text}"))}}}", problem);
    }

    [Theory]
    [InlineData(0, "0", "argument 'digit': expected an integer (int) from 1 to 9, received the number 0")]
    [InlineData(1, "1", "argument 'share': expected a number (double) at least 0 and less than 1, received the number 1")]
    [InlineData(2, "\"green\"", "argument 'colour': expected one of red, blue (string), received the string \"green\"")]
    [InlineData(3, "3", "argument 'power': expected one of 1, 2, 4 or null (int?), received the number 3")]
    [InlineData(4, "\"x\"", "argument 'code': expected a string of 2 to 5 characters (string), received the string \"x\"")]
    [InlineData(5, "\"ab1\"",
        "argument 'word': expected a string that matches ^(?:[a-z]+)$ (string), received the string \"ab1\"")]
    [InlineData(6, "[1,2,3]", "argument 'few': expected an array of 1 to 2 (int[]), received an array of 3")]
    [InlineData(7, """{"level":12}""", "argument 'nested.level': expected an integer from 1 to 11, received the number 12")]
    public void What_attributes_demand_is_checked(int parameter, string value, string problem)
    {
        string[] values = ["9", "0.99", "\"RED\"", "null", "\"ab\"", "\"ab\"", "[1]", "{}"];
        Assert.Equal([], Check("ruled", $"[{string.Join(',', values)}]"));
        values[parameter] = value;
        var names = Find("ruled").Descriptor.Parameters.Select(known => known.Name);

        Assert.Equal([problem],
            Check("ruled", $"{{{string.Join(',', names.Zip(values, (name, text) => $"\"{name}\":{text}"))}}}"));
    }

    [Fact]
    public void Every_problem_is_named_at_once() => Refuses(
        "read", """[{"retries":0.5,"tags":7}, "quick", "x", 1]""",
        "argument 'options.retries' (1st): expected an integer, received the number 0.5",
        "argument 'options.tags' (1st): expected an array or null, received the number 7",
        "argument 'options' (1st) lacks the member 'source' (URI)",
        "argument 'speed' (2nd): expected one of Slow, Fast (Speed), received the string \"quick\"",
        "argument 'other' (3rd): expected one of Slow, Fast or null (Speed?), received the string \"x\"",
        "surplus argument 4: 1; the task takes 3 (options, speed, other)");

    [Fact]
    public void Of_very_many_problems_the_first_hundred_are_named()
    {
        var problems = Check("add", $"[{string.Join(',', Enumerable.Repeat("\"x\"", 1000))}]");

        Assert.Equal(101, problems.Count);
        Assert.Equal("and 900 more", problems[^1]);
    }

    [Fact]
    public void A_long_value_is_cut()
    {
        var problem = Assert.Single(Check("add", $"[\"{new string('x', 500)}\"]"));

        Assert.EndsWith($"\"{new string('x', 60)}…\"", problem, StringComparison.Ordinal);
    }

    private static void Refuses(string task, string arguments, params string[] problems)
    {
        Assert.Equal(problems, Check(task, arguments));
        Assert.False(Binds(task, arguments), "the check refuses what would bind");
    }

    private static IReadOnlyList<string> Check(string task, string arguments) =>
        ArgumentCheck.Validate(Find(task).Descriptor, arguments);

    private static bool Binds(string task, string arguments)
    {
        var json = new PluginJson();
        var method = typeof(Samples).GetMethods().Single(method => method.Name.Equals(task, StringComparison.OrdinalIgnoreCase));
        using var context = new TestTaskContext();
        return new ArgumentBinder(
                json.Options, method.GetParameters(), parameter =>
                    new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.NotNull,
                parameter => json.SchemaOf(parameter.ParameterType, nullable: false))
            .Bind(arguments, context, out _) is not null;
    }

    private static PluginTask Find(string name)
    {
        Assert.True(Plugins.TryGetTask($"gristmill.plugins.tests.samples.{name}", out var task));
        return task;
    }

    private static PluginHost Load()
    {
        var plugins = new PluginHost(new ServiceCollection().BuildServiceProvider());
        plugins.Load(Assembly.GetExecutingAssembly());
        return plugins;
    }
}
