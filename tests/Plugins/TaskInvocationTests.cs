using System.Reflection;
using System.Text.Json;
using Gristmill.Execution.Arguments;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

public sealed class TaskInvocationTests : IDisposable
{
    private readonly Greeter _greeter = new("hello");
    private readonly PluginHost _plugins;
    private readonly TestTaskContext _context = new();

    public TaskInvocationTests()
    {
        _plugins = new PluginHost(new ServiceCollection().AddSingleton(_greeter).BuildServiceProvider());
        _plugins.Load(Assembly.GetExecutingAssembly());
    }

    public void Dispose()
    {
        _plugins.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task Arguments_bind_by_position_and_a_default_stands_in_for_what_is_missing()
    {
        Assert.Equal("5", await Run("samples.add", "[2, 3]"));
        Assert.Equal("12", await Run("samples.add", "[2]"));
    }

    [Fact]
    public async Task Arguments_bind_by_name_without_regard_to_case_and_order()
    {
        Assert.Equal("5", await Run("samples.add", """{"other": 3, "ONE": 2}"""));
        Assert.Equal("12", await Run("samples.add", """{"one": 2}"""));
    }

    [Fact]
    public async Task Context_and_token_are_supplied_wherever_they_stand_and_take_no_place_among_the_arguments() =>
        Assert.Equal("\"True 7 3\"", await Run("samples.supplied", "[7]"));

    [Fact]
    public async Task A_path_binds_to_a_file_and_a_tuple_is_an_array()
    {
        Assert.Equal("[1,\"data.csv\",[2]]", await Run("samples.triple", "[\"/tmp/data.csv\"]"));
        Assert.Equal("[1,\"none\",[2]]", await Run("samples.triple", "[null]"));
        await Assert.ThrowsAsync<ArgumentsRefusedException>(() => Run("samples.triple", "[7]"));
    }

    [Fact]
    public async Task Structs_and_constants_have_their_defaults() =>
        Assert.Equal("\"0 True 0.5 1.5 x 00000000-0000-0000-0000-000000000000\"", await Run("samples.defaults", "[]"));

    [Fact]
    public async Task Every_common_type_binds_and_comes_back()
    {
        const string Arguments = """
            [true,255,9007199254740993,0.1,79228162514264337593543950335,"x","11111111-2222-3333-4444-555555555555","2030-01-02T03:04:05+01:00","2030-01-02",
            "1.02:03:04","AQID",null,null,[1,null],{"a":1},{"deep":[1]},"http://a/b","Monday"]
            """;

        var result = await Run("samples.many", Arguments);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Arguments), JsonElement.Parse(result!)), result);
    }

    [Fact]
    public async Task Records_are_camel_case_and_enums_go_by_name()
    {
        Assert.Equal(
            """{"source":"http://a/","retries":3,"tags":["x"],"fallback":{"source":"http://b/","retries":1,"tags":null,"fallback":null}}""",
            await Run("samples.read", """[{"source":"http://a/","tags":["x"],"fallback":{"source":"http://b/","Retries":1}}]"""));
        Assert.StartsWith("""{"source":"http://a/","retries":1,""",
            await Run("samples.read", """[{"source":"http://a/"}, "slow", "Fast"]"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples.later", "[]", null)]
    [InlineData("samples.maybelater", "[]", null)]
    [InlineData("named.task", "{}", null)]
    [InlineData("samples.textlater", """["a\"<é"]""", """
        "a\"<é"
        """)]
    [InlineData("samples.textlater", "[null]", "null")]
    [InlineData("samples.numbernow", "[]", "5")]
    public async Task The_result_is_JSON_and_there_is_none_where_a_method_returns_nothing(string task, string arguments,
        string? result) =>
        Assert.Equal(result, await Run(task, arguments));

    [Theory]
    [InlineData("samples.throws")]
    [InlineData("samples.throwslater")]
    public async Task What_a_task_throws_comes_out_as_it_is(string task) =>
        Assert.Equal("oh", (await Assert.ThrowsAsync<InvalidOperationException>(() => Run(task, "[\"oh\"]"))).Message);

    [Fact]
    public async Task A_class_is_made_for_each_run_with_its_services_and_disposed_of_after_it()
    {
        Assert.Equal("\"hello, Ann\"", await Run("instancesamples.hello", "[\"Ann\"]"));
        Assert.Equal("\"hello, Bob\"", await Run("instancesamples.hello", "[\"Bob\"]"));
        await Assert.ThrowsAsync<NotSupportedException>(() => Run("instancesamples.fail", "[]"));

        Assert.Equal(["Ann", "bye", "Bob", "bye", "nobody", "bye"], _greeter.Greeted);
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_are_refused_with_every_problem_and_the_task_does_not_run()
    {
        var refused = await Assert.ThrowsAsync<ArgumentsRefusedException>(() => Run("samples.add", """["x", 1, 2]"""));

        Assert.Equal(
            "gristmill.plugins.tests.samples.add cannot take these arguments: argument 'one' (1st): expected an integer (int), received the string \"x\"; "
            + "surplus argument 3: 2; the task takes 2 (one, other)",
            refused.Message);
        Assert.Equal(2, refused.Problems.Count);
    }

    [Fact]
    public async Task A_type_may_refuse_its_values_itself()
    {
        var refused = await Assert.ThrowsAsync<ArgumentsRefusedException>(() => Run("samples.picky", """[{"value": 3}]"""));

        Assert.Equal(["ArgumentException: 3 is odd"], refused.Problems);
    }

    private async Task<string?> Run(string name, string arguments)
    {
        Assert.True(_plugins.TryGetTask(name == "named.task" ? name : $"gristmill.plugins.tests.{name}", out var task),
            Assert.Single(_plugins.Plugins).Reason);
        return await task.InvokeAsync(arguments, _context);
    }
}
