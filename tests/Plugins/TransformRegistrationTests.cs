using System.Reflection;
using System.Text.Json.Nodes;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>What a plugin says of its transforms, and which it may not have.</summary>
public sealed class TransformRegistrationTests : IDisposable
{
    private const string Tasks = "public static class Tasks { [JobTask(Name = \"a.task\"{0})] public static int One() => 1; }";

    private readonly PluginFolders _folders = new();
    private readonly PluginHost _plugins = new(new ServiceCollection().BuildServiceProvider());

    public void Dispose()
    {
        _plugins.Dispose();
        _folders.Dispose();
    }

    [Fact]
    public void The_tasks_of_a_plugin_describe_its_transforms_and_no_others()
    {
        _plugins.Load(Assembly.GetExecutingAssembly());
        Assert.True(_plugins.TryGetTask("named.task", out var task));

        var transform = Assert.Single(task.Descriptor.Transforms!);
        Assert.Equal(("sample.download", false, "Downloads a text."), (transform.Name, transform.OfResult, transform.Help));
        Assert.Equal(["token"], transform.Secrets);
        var schema = JsonNode.Parse(transform.JsonSchema)!;
        Assert.Equal(["link", "token"], schema["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(["link"], schema["required"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Theory]
    [InlineData("file",
        "public class T : ArgumentTransform { public override ValueTask<object?> Fetch(TaskContext task) => default; }", "it has a transform named 'file', which is the platform's own")]
    [InlineData("No Name",
        "public class T : ArgumentTransform { public override ValueTask<object?> Fetch(TaskContext task) => default; }", "its transform T is named 'No Name'; a name is 1 to 64 characters of a-z 0-9 . _ -")]
    [InlineData("idle", "public class T : ArgumentTransform { }", "its transform 'idle', T, overrides nothing that it could do")]
    [InlineData("vague", "public abstract class T : ResultTransform { }",
        "its transform 'vague' is T; it must be a class derived from ArgumentTransform or ResultTransform")]
    public void A_transform_that_cannot_be_one_breaks_its_plugin(string name, string transform, string reason) =>
        Assert.Equal(reason, Reason(
            $"{transform} public sealed class Adding : IWorkerPlugin {{ public void Configure(PluginBuilder plugin) => plugin.AddTransform<T>(\"{name}\"); }}", "", "Adding"));

    [Fact]
    public void A_task_that_names_an_unknown_transform_breaks_its_plugin() =>
        Assert.Contains("unknown transform 'artefact' of results; did you mean 'artifact'?",
            Reason("", ", ResultTransforms = \"[{\\\"$transform\\\": \\\"artefact\\\"}]\""), StringComparison.Ordinal);

    [Fact]
    public void A_tuple_is_a_result_and_no_argument() =>
        Assert.Contains("cannot be read from JSON",
            Reason("public static class More { [JobTask(Name = \"b.task\")] public static void Two((int, int) pair) { } }", ""), StringComparison.Ordinal);

    private string? Reason(string code, string option, string entry = "Plain")
    {
        _folders.Add("bad", "1.0", $$"""
            [assembly: WorkerPlugin("bad", typeof({{entry}}))]
            public sealed class Plain : IWorkerPlugin { }
            {{code}}
            {{Tasks.Replace("{0}", option, StringComparison.Ordinal)}}
            """);
        _plugins.Load([_folders.Root]);
        return _plugins.Plugins.Single(plugin => plugin.Name == "bad").Reason;
    }
}

/// <summary>A transform of the sample plugin.</summary>
[System.ComponentModel.Description("Downloads a text.")]
public sealed class Download : ArgumentTransform
{
    public required Uri Link { get; init; }

    [Secret]
    public string? Token { get; init; }

    public override ValueTask<object?> Fetch(TaskContext task) => new(Link.ToString());
}
