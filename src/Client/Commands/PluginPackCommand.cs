using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Gristmill.Core;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Installing;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Makes a package of a plugin.</summary>
internal sealed class PluginPackCommand : Verb
{
    private readonly Argument<string> _source = new("PROJECT|FOLDER")
    {
        Description = "The plugin's project, which is published first, or a folder with what a publish left.",
    };

    private readonly Option<string> _to =
        new("--to") { HelpName = "FOLDER", Description = "Where to put the package. [default: the working folder]" };

    public PluginPackCommand()
        : base("pack", "Makes one file of a plugin and all that it needs: a NuGet package named NAME.VERSION.nupkg.")
    {
        Add(_source);
        Add(_to);
        Examples = ["plugins pack src/MyPlugin", "plugins pack bin/Release/net10.0/publish --to packages"];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var source = Path.GetFullPath(session.Typed.GetRequiredValue(_source));
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new UsageException($"there is no project or folder '{source}'");
        var isProject = File.Exists(source) ? source.EndsWith("proj", StringComparison.Ordinal)
            : Directory.EnumerateFiles(source, "*.*proj").Any();
        if (!isProject && (File.Exists(source) || !Directory.EnumerateFiles(source, "*.dll").Any()))
            throw new UsageException($"'{source}' is no project and holds no assembly; name the plugin's project, or the folder that a publish of it left");
        var published = isProject ? Directory.CreateTempSubdirectory("gristmill-pack-") : null;
        try
        {
            if (published is not null)
                await PublishAsync(session, source, published.FullName);
            var folder = published?.FullName ?? source;
            var content = PluginContent.Verify(folder);
            var package = PluginPackage.Write(folder, content, Path.GetFullPath(session.Typed.GetValue(_to) ?? "."));
            if (session.Json)
                session.Out.Raw(JsonViews.Line(new Packed(content.Name, content.Version, package)));
            else
                session.Out.Raw(package);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is PluginRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{Path.GetFileName(source)}' was not packed: {e.Message}");
        }
        finally
        {
            published?.Delete(recursive: true);
        }
    }

    private static async Task PublishAsync(Session session, string project, string into)
    {
        session.Say($"publishes {Path.GetFileName(project)}");
        using var publish = Start(project, into);
        var output = publish.StandardOutput.ReadToEndAsync();
        var errors = publish.StandardError.ReadToEndAsync();
        var exitCode = await session.Error.BusyAsync("this may take a minute", async () =>
        {
            await publish.WaitForExitAsync();
            return publish.ExitCode;
        });
        if (exitCode == 0)
            return;
        string[] lines =
            [.. $"{await output}\n{await errors}".Split('\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        string[] faults = [.. lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct()];
        throw new UsageException([$"`dotnet publish {project}` failed", .. faults.Length > 0 ? faults : lines]);
    }

    // Servers that a build leaves running would hold our pipes open.
    private static Process Start(string project, string into)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("dotnet",
                ["publish", project, "-c", "Release", "-o", into, "-v", "quiet", "--nologo", "--disable-build-servers"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"publishing a project takes the .NET SDK, whose `dotnet` cannot be started ({e.Message}); give the folder that a publish elsewhere left instead");
        }
    }
}
