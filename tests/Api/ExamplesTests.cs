using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Gristmill.Dashboard;

namespace Gristmill.Api.Tests;

/// <summary>The examples of docs/rest.md, as a reader would type them.</summary>
public sealed partial class ExamplesTests(OpenSilo open, LockedSilo locked)
{
    private static readonly string Page = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(known => known.Key == "RepositoryRoot").Value!, "docs", "rest.md");

    public static TheoryData<string> Examples =>
        [.. Blocks().Matches(File.ReadAllText(Page)).Select(block => block.Groups[1].Value.Trim())
        .Where(block => block.Contains("curl", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_does_what_it_says(string example)
    {
        Assert.SkipUnless(Has("bash") && Has("curl"), "bash and curl are not both installed");
        var job = await open.SubmitAsync($$"""{"task": "{{ApiSilo.Chatty}}", "args": [3]}""");
        var folder = Directory.CreateTempSubdirectory("gristmill-api-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "words.txt"), "to be or not to be",
            TestContext.Current.CancellationToken);
        // Refusals fail, and what the page says of the console is for another day.
        var script = $$"""
            set -euo pipefail
            curl() { command curl --fail-with-body "$@"; echo; }
            gristmill() { :; }
            gristmill-silo() { :; }
            {{example.Replace("http://127.0.0.1:8080", Address(open), StringComparison.Ordinal).Replace("http://silo.example:8080", Address(locked), StringComparison.Ordinal)}}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ID"] = $"{job}", ["KEY"] = locked.MakeKey(Roles.Viewer), ["no_proxy"] = "*" },
        };
        using var bash = Process.Start(start)!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);

        Assert.True(bash.ExitCode == 0, $"exit code {bash.ExitCode}: {await output} {await errors}");
        Assert.Matches("[{\\[]|event: ", await output);
    }

    private static string Address(ApiSilo silo) => silo.Url.GetLeftPart(UriPartial.Authority);

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
