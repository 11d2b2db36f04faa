using System.CommandLine;
using Gristmill.Client.Input;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Submits a job, or all jobs of a file, and does not wait for them.</summary>
internal sealed class SubmitCommand : Verb
{
    private const string StandardInput = "-";

    private readonly Submission _submission;

    private readonly Option<string> _file = new("--file", "-f")
    {
        HelpName = "FILE",
        Description = $$"""
            Submit a job for each line of a file, or of the input if it is -. A line is a JSON object, {"task": "name", "args": [26]}, with any of:
            {{string.Join(", ", RequestLine.Names)}}. What a line does not give is taken from the command line. Prints "LINE ID" a line; a line
            that is refused is told on stderr, and keeps no other from being accepted. After a lost connection the same file may be sent again
            if its lines have ids: the same id is the same job.
            """.ReplaceLineEndings(" "),
        CustomParser = Values.FileName,
    };

    public SubmitCommand()
        : base("submit", "Submits a job and prints its id alone. From then on the job is on disk and will not be lost.")
    {
        _submission = new Submission(this, isTaskOptional: true);
        Add(_file);
        Examples =
        [
            "submit gwexample.analyses.tasks.fibonacci 26 --queue slow --delay 10m --tag nightly",
            "submit gwexample.analyses.tasks.fibonacci 26 --unique report-7 --unique-policy replace",
            "submit gwexample.analyses.tasks.fibonacci 26 --limit-key customer-7 --max-concurrent 2 --max-starts 10 --start-period 1m",
            "submit --file jobs.ndjson",
        ];
    }

    public override Task<int> RunAsync(Session session) =>
        session.Typed.GetValue(_file) is { } file ? SubmitFileAsync(session, file) : SubmitOneAsync(session);

    private async Task<int> SubmitOneAsync(Session session)
    {
        var (request, jobs) = await _submission.ReadAsync(session.Typed, session.ConnectAsync, session.Interrupts.Leaving);
        // Asked before: what fails once the job is accepted would look as if it had not been.
        var isServed = request.Queue is not { } queue || (await jobs.SilosAsync()).Any(silo => silo.Queues.Contains(queue));
        var job = await jobs.SubmitAsync(request);
        session.Out.Raw(session.Json ? JsonViews.Line(new Submitted(job.Id, job.Id != request.Id)) : job.Id.ToString());
        Submission.SayWhatBecame(session, request, job);
        if (!isServed)
            session.Say($"no silo serves the queue {request.Queue} now; the job waits until one does");
        return ExitCodes.Success;
    }

    private async Task<int> SubmitFileAsync(Session session, string name)
    {
        var template = _submission.ReadForFile(session.Typed);
        await using var file = name == StandardInput ? session.In() : Open(name);
        return await new BulkSubmission(session, template).RunAsync(await session.ConnectAsync(), file);
    }

    private static FileStream Open(string name)
    {
        if (Directory.Exists(name))
            throw new UsageException($"--file '{name}' is a folder; it names a file, or - for the input");
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--file '{name}' cannot be read: {e.Message}");
        }
    }
}
