using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace Gristmill.Cluster;

/// <summary>A plugin's way from the template to a silo, as its author goes it: with the SDK and two packages.</summary>
public sealed class PluginTemplateTests : IDisposable
{
    private static readonly string Repository = Metadata("RepositoryRoot");

    private readonly string _root = Directory.CreateTempSubdirectory("gristmill-template-").FullName;

    // A version of this run's own: the machine's package cache would remember an older build.
    private readonly string _version = $"{Metadata("ProductVersion")}-test-{Guid.NewGuid():N}";

    private string Feed => Path.Combine(_root, "feed");

    private string Plugin => Path.Combine(_root, "My-Weather");

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var cached = Path.Combine(packages, "gristmill.plugins", _version);
        if (Directory.Exists(cached))
            Directory.Delete(cached, recursive: true);
    }

    [Fact]
    public async Task A_plugin_from_the_template_passes_its_tests_and_runs_on_a_silo()
    {
        var hive = Path.Combine(_root, "hive");
        await DotnetAsync(_root, "pack", Path.Combine(Repository, "src", "Plugins"), "--no-build", "-c",
            Metadata("Configuration"), "-o", Feed,
            $"-p:Version={_version}");
        await DotnetAsync(_root, "pack", Path.Combine(Repository, "templates"), "-c", Metadata("Configuration"), "-o", Feed);
        await DotnetAsync(_root, "new", "install", Path.Combine(Feed, $"Gristmill.Templates.{Metadata("ProductVersion")}.nupkg"),
            "--debug:custom-hive", hive);
        await DotnetAsync(_root, "new", "gristmill-plugin", "-n", "My-Weather", "--gristmillVersion", _version,
            "--debug:custom-hive", hive);
        await File.WriteAllTextAsync(
            Path.Combine(Plugin, "nuget.config"),
            new XElement("configuration",
                new XElement("packageSources", new XElement("add", new XAttribute("key", "test"), new XAttribute("value", Feed)))).ToString(),
            TestContext.Current.CancellationToken);

        Assert.Contains("Passed!  - Failed:     0, Passed:     5", await DotnetAsync(Plugin, "test"), StringComparison.Ordinal);
        await DotnetAsync(Plugin, "build", "src/My-Weather", "-t:CopyPlugin", $"-p:PluginsFolder={Plugin}/plugins");

        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddSiloAsync("one", "--plugins", Path.Combine(Plugin, "plugins"));
        await ShowAllTasksAsync(cluster);
        await ReleaseAsync(cluster);
    }

    private async Task ShowAllTasksAsync(TestCluster cluster)
    {
        Assert.Equal((0, "5", ""), await cluster.ConsoleAsync("run", "my_weather.tasks.add", "2", "3"));
        Assert.Equal((0, "2"), Told(await cluster.ConsoleAsync("run", "my_weather.tasks.count", "2", "0")));
        Assert.Equal((0, "\"Hello, Ada!\""), Told(await cluster.ConsoleAsync("run", "my_weather.greetings.greet", "Ada")));
        var numbers = Path.Combine(Plugin, "numbers.txt");
        await File.WriteAllTextAsync(numbers, "1\n2.5\n", TestContext.Current.CancellationToken);
        await cluster.ConnectAsync();
        var request =
            JobClient.Request("my_weather.tasks.sum") with
            {
                Arguments =
            """[{"$transform": "numbers", "name": "numbers.txt"}]"""
            };
        await cluster.Jobs.UploadAsync(request.Id, "numbers.txt", new MemoryStream("1\n2.5\n"u8.ToArray()),
            TestContext.Current.CancellationToken);
        var job = await (await cluster.Jobs.SubmitAsync(request)).WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((JobStatus.Success, "3.5"), (job.Status, job.Result));
        var (_, help, _) = await cluster.ConsoleAsync("tasks", "my_weather.tasks.count");
        Assert.Contains("from 0 to 60  1        Seconds from one number to the next.", help, StringComparison.Ordinal);
        Assert.Contains("numbers    arguments  A transform: stands in a job's arguments", help, StringComparison.Ordinal);

        static (int, string) Told((int Exit, string Output, string Errors) run) => (run.Exit, run.Output);
    }

    // The next version: changed, packed, installed on the silo that runs, and removed again.
    private async Task ReleaseAsync(TestCluster cluster)
    {
        await EditAsync("Tasks.cs", "a + b;", "a + b + 100;");
        await EditAsync("My-Weather.csproj", "<Version>1.0.0<", "<Version>1.1.0<");
        var packed =
            await cluster.ConsoleAsync("plugins", "pack", Path.Combine(Plugin, "src", "My-Weather"), "--to",
            Path.Combine(Plugin, "packages"));
        Assert.Equal((0, Path.Combine(Plugin, "packages", "my-weather.1.1.0.nupkg"), "gristmill: publishes My-Weather"), packed);

        Assert.Equal((0, "my-weather 1.1.0  Working", ""), await cluster.ConsoleAsync("plugins", "add", packed.Output));
        Assert.Equal((0, "105", ""), await cluster.ConsoleAsync("run", "my_weather.tasks.add", "2", "3"));

        Assert.Equal(0, (await cluster.ConsoleAsync("plugins", "remove", "my-weather", "1.1.0")).Exit);
        Assert.Equal((0, "5", ""), await cluster.ConsoleAsync("run", "my_weather.tasks.add", "2", "3"));

        await EditAsync("Tasks.cs", "a + b + 100;", "a + ;");
        var (exit, output, errors) =
            await cluster.ConsoleAsync("plugins", "pack", Path.Combine(Plugin, "src", "My-Weather"), "--to", Plugin);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("error CS1525: Invalid expression term ';'", errors, StringComparison.Ordinal);
    }

    private async Task EditAsync(string file, string old, string now)
    {
        var path = Path.Combine(Plugin, "src", "My-Weather", file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(old, now, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_template_is_installed_from_its_folder_too_and_builds_against_this_version()
    {
        var hive = Path.Combine(_root, "hive");

        await DotnetAsync(_root, "new", "install", Path.Combine(Repository, "templates", "gristmill-plugin"),
            "--debug:custom-hive", hive);
        await DotnetAsync(_root, "new", "gristmill-plugin", "-n", "My-Weather", "--debug:custom-hive", hive);

        var project = XDocument.Load(Path.Combine(Plugin, "src", "My-Weather", "My-Weather.csproj"));
        Assert.Equal(Metadata("ProductVersion"), project.Descendants("PackageReference").Single().Attribute("Version")!.Value);
    }

    /// <summary>The snippets of docs/plugins.md are parts of the template, which the other test compiles.</summary>
    [Fact]
    public async Task What_the_documentation_shows_is_what_the_template_holds()
    {
        var template =
            string.Join('\n',
            Directory.EnumerateFiles(Path.Combine(Repository, "templates", "gristmill-plugin"), "*.cs",
            SearchOption.AllDirectories)
            .Select(file => File.ReadAllText(file).Replace("MyPlugin._1", "MyPlugin", StringComparison.Ordinal).Replace("plugin-name", "myplugin", StringComparison.Ordinal)));
        var document =
            await File.ReadAllTextAsync(Path.Combine(Repository, "docs", "plugins.md"), TestContext.Current.CancellationToken);

        var snippets = document.Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0].TrimEnd()).ToArray();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(Unindented(snippet), Unindented(template), StringComparison.Ordinal));

        static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
    }

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Nothing stays behind that the SDK would keep for the next build.
            Environment =
            {
                ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false",
                ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            },
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var printed = $"{await output}{await errors}";
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{printed}");
        return printed;
    }

    private static string Metadata(string key) =>
        typeof(PluginTemplateTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key)
            .Value!;
}
