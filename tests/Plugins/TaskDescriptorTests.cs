using System.Reflection;
using System.Text.Json;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>What a task says of itself.</summary>
public sealed class TaskDescriptorTests
{
    private static readonly PluginHost Plugins = Load();

    [Fact]
    public void A_plugin_that_names_no_classes_offers_all_that_have_tasks()
    {
        var plugin = Assert.Single(Plugins.Plugins);

        Assert.Equal(("sample", PluginState.Working), (plugin.Name, plugin.State));
        Assert.Contains("gristmill.plugins.tests.samples.add", plugin.Tasks);
        Assert.Contains("gristmill.plugins.tests.instancesamples.hello", plugin.Tasks);
    }

    [Fact]
    public void Options_come_from_the_attribute()
    {
        Assert.True(Plugins.TryGetTask("named.task", out var task));

        var (descriptor, second) = (task.Descriptor, TimeSpan.FromSeconds(1));
        Assert.Equal(("A title", "A text"), (descriptor.Title, descriptor.Help));
        Assert.Equal((1.5 * second, "own", 9, 7, true),
            (descriptor.TimeLimit, descriptor.Queue, descriptor.Priority, descriptor.MaxLostRuns, descriptor.Redeliver));
    }

    [Fact]
    public void Options_that_are_not_set_come_from_the_plugin_and_else_are_left_open()
    {
        var task = Find("add");

        Assert.Equal(("samples", 4, false), (task.Queue, task.Priority, task.Redeliver));
        Assert.Equal((null, null), (task.TimeLimit, task.MaxLostRuns));
    }

    [Fact]
    public void A_tasks_limit_has_the_attributes_numbers_and_else_the_plugins()
    {
        Assert.True(Plugins.TryGetTask("named.task", out var task));
        Assert.Equal(
            new JobLimit { Key = "named.task", MaxConcurrent = 2, MaxStarts = 100, Period = TimeSpan.FromMinutes(1) },
            task.Descriptor.Limit);

        var add = Find("add");
        Assert.Equal(new JobLimit { Key = add.Name, MaxStarts = 100 }, add.Limit);
    }

    [Fact]
    public void A_title_is_made_of_the_methods_name() => Assert.Equal("Text later", Find("textlater").Title);

    [Fact]
    public void Help_comes_from_the_description_attribute() => Assert.Equal("The text of the attribute", Find("read").Help);

    [Fact]
    public void Supplied_parameters_are_not_described() =>
        Assert.Equal(["n"], Find("supplied").Parameters.Select(parameter => parameter.Name));

    [Theory]
    [InlineData("add", "int int", "int")]
    [InlineData("read", "ReadOptions Speed Speed?", "ReadOptions")]
    [InlineData("many",
        "bool byte long double decimal char Guid DateTimeOffset DateOnly TimeSpan byte[] string? int? List<int?> Dictionary<string, int> JSON Uri DayOfWeek", "JSON[]")]
    [InlineData("later", "", null)]
    [InlineData("maybelater", "", null)]
    [InlineData("textlater", "string?", "string?")]
    [InlineData("numbernow", "", "int")]
    public void Types_read_as_people_write_them(string name, string parameters, string? returns)
    {
        Assert.Equal(parameters, string.Join(' ', Find(name).Parameters.Select(parameter => parameter.TypeName)));
        Assert.Equal(returns, Find(name).Returns);
    }

    [Fact]
    public void Defaults_are_JSON_and_make_a_parameter_optional()
    {
        Assert.Equal(["\"0001-01-01T00:00:00\"", "0.5", "1.5", "\"x\"", "\"00000000-0000-0000-0000-000000000000\""],
            Find("defaults").Parameters.Select(parameter => parameter.Default));
        Assert.Equal([null, "\"Fast\"", "null"], Find("read").Parameters.Select(parameter => parameter.Default));
        Assert.Equal([true, false, false], Find("read").Parameters.Select(parameter => parameter.Required));
    }

    [Theory]
    [InlineData("add", 0, """{"type":"integer","minimum":-2147483648,"maximum":2147483647}""")]
    [InlineData("greet", 0, """{"type":"string"}""")]
    [InlineData("textlater", 0, """{"type":["string","null"]}""")]
    [InlineData("read", 1, """{"enum":["Slow","Fast"]}""")]
    [InlineData("read", 2, """{"enum":["Slow","Fast",null]}""")]
    [InlineData("many", 10, """{"type":"string","contentEncoding":"base64"}""")]
    [InlineData("many", 6, """{"type":"string","format":"uuid"}""")]
    [InlineData("many", 15, "true")]
    [InlineData("ruled", 0, """{"type":"integer","minimum":1,"maximum":9}""")]
    [InlineData("ruled", 1, """{"type":"number","format":"double","minimum":0,"exclusiveMaximum":1}""")]
    [InlineData("ruled", 2, """{"type":"string","enum":["red","blue"]}""")]
    [InlineData("ruled", 3, """{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647,"enum":[1,2,4,null]}""")]
    [InlineData("ruled", 4, """{"type":"string","minLength":2,"maxLength":5}""")]
    [InlineData("ruled", 5, """{"type":"string","pattern":"^(?:[a-z]+)$"}""")]
    [InlineData("ruled", 6,
        """{"type":"array","items":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"minItems":1,"maxItems":2}""")]
    [InlineData("ruled", 7, """
        {"type":"object","additionalProperties":false,"properties":{
          "level":{"type":"integer","minimum":1,"maximum":11,"default":3,"description":"How loud"},
          "speaker":{"type":"string","minLength":1},
          "day":{"type":["string","null"],"format":"date","description":"When"}}}
        """)]
    public void A_parameter_has_a_JSON_schema(string name, int parameter, string schema) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(schema),
            JsonElement.Parse(Find(name).Parameters[parameter].JsonSchema)), Find(name).Parameters[parameter].JsonSchema);

    [Fact]
    public void A_descriptor_survives_its_way_as_a_message()
    {
        var task = Find("read");

        var arrived = JsonSerializer.Deserialize<TaskDescriptor>(JsonSerializer.Serialize(task))!;

        Assert.Equal(task.Parameters, arrived.Parameters);
        var (transform, other) = (Assert.Single(task.Transforms!), Assert.Single(arrived.Transforms!));
        Assert.Equal(transform, other with { Secrets = transform.Secrets });
        Assert.Equal(task, arrived with { Parameters = task.Parameters, Transforms = task.Transforms });
    }

    private static TaskDescriptor Find(string name)
    {
        Assert.True(Plugins.TryGetTask($"gristmill.plugins.tests.samples.{name}", out var task));
        return task.Descriptor;
    }

    private static PluginHost Load()
    {
        var plugins = new PluginHost(new ServiceCollection().BuildServiceProvider());
        plugins.Load(Assembly.GetExecutingAssembly());
        return plugins;
    }
}
