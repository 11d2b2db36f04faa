using System.CommandLine;
using System.Globalization;
using Gristmill.Client.Input;
using Gristmill.Client.Output;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Lists what is kept with a job, or copies one of it.</summary>
internal sealed class ArtifactsCommand : Verb
{
    private readonly Argument<Guid> _id = JobArgument.One();

    private readonly Argument<string> _name =
        new("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "The artifact to copy; all are listed without it." };

    private readonly Option<string> _save = new("--save", "-s")
    {
        HelpName = "FILE",
        Description = "Where to copy it. [default: the output, if that is no terminal]",
        CustomParser = Values.FileName,
    };

    public ArtifactsCommand()
        : base("artifacts",
            "Lists what is kept with a job: files that came with it, and what its runs have kept. With a NAME copies it.")
    {
        Add(_id);
        Add(_name);
        Add(_save);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var (id, name, file) = (session.Typed.GetValue(_id), session.Typed.GetValue(_name), session.Typed.GetValue(_save));
        if (name is null && file is not null)
            throw new UsageException("--save is given without a NAME; name what is to be copied");
        if (name is not null && file is null && (session.Json || session.Out.IsTerminal))
            throw new UsageException("what is kept may be any bytes: give --save FILE, or send the output to a file or a program");

        var jobs = await session.ConnectAsync();
        if (name is null)
            await ListAsync(session, jobs, id);
        else if (file is null)
            await DownloadAsync(session, jobs, id, name);
        else
            await SaveAsync(session, jobs, id, name, file);
        return ExitCodes.Success;
    }

    private static async Task ListAsync(Session session, JobClient jobs, Guid id)
    {
        var kept = await jobs.ArtifactsAsync(id);
        // None may be those of a job that does not exist, which this reports.
        if (kept.Length == 0)
            await jobs.Job(id).GetAsync();
        if (session.Json)
        {
            foreach (var artifact in kept)
                session.Out.Raw(JsonViews.Line(artifact));
            return;
        }
        var sheet = new Sheet("name", "bytes", "kept by", "created");
        foreach (var artifact in kept)
            sheet.Add(
                new Ink(artifact.Name, Tone.Strong), artifact.Bytes.ToString(CultureInfo.InvariantCulture),
                artifact.Input ? "input" : string.Create(CultureInfo.InvariantCulture, $"run {artifact.Run}"), session.Clock.Moment(artifact.Created));
        session.Print(sheet, "nothing is kept with the job");
    }

    private static async Task DownloadAsync(Session session, JobClient jobs, Guid id, string name)
    {
        var output = session.OutBytes();
        await using (output)
            await jobs.DownloadAsync(id, name, output, session.Interrupts.Leaving);
    }

    // Written aside, so that what was there stays until the new content is whole.
    private static async Task SaveAsync(Session session, JobClient jobs, Guid id, string name, string file)
    {
        var part = $"{file}.part";
        try
        {
            var output = File.Create(part);
            await using (output)
                await jobs.DownloadAsync(id, name, output, session.Interrupts.Leaving);
            File.Move(part, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--save '{file}' cannot be written: {e.Message}");
        }
        finally
        {
            if (File.Exists(part))
                File.Delete(part);
        }
        if (session.Json)
            session.Out.Raw(JsonViews.Line(Array.Find(await jobs.ArtifactsAsync(id), artifact => artifact.Name == name)!));
    }
}
