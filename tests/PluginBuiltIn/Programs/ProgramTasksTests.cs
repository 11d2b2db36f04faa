using System.Text;
using Gristmill.BuiltIn.Programs;

namespace Gristmill.BuiltIn.Tests.Programs;

/// <summary>Programs as jobs, with a shell as the program.</summary>
public sealed class ProgramTasksTests : IDisposable
{
    private const string Shell = "/bin/sh";

    private readonly TaskHarness _harness = new();
    private readonly BuiltInOptions _options = new() { Programs = [Shell, "env"], Variables = ["NAME"] };

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task What_it_prints_is_in_the_log_line_by_line()
    {
        var result = await RunAsync("""echo one; printf 'two\r\nthree\rfour'; echo oh no >&2""");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["one", "two", "three", "four"], Lines(TaskLogLevel.Info));
        Assert.Equal(["oh no"], Lines(TaskLogLevel.Error));
    }

    [Fact]
    public async Task A_line_without_an_end_comes_in_pieces()
    {
        await RunAsync("head -c 200000 /dev/zero | tr '\\0' x");

        Assert.Equal([65536, 65536, 65536, 3392], Lines(TaskLogLevel.Info).Select(line => line.Length));
    }

    [Fact]
    public async Task It_gets_arguments_as_they_are_and_variables_and_input()
    {
        var run = Run(task => new ProgramTasks(_options).Run(
            task, Shell, ["-c", "echo \"$1\"; echo $NAME; cat", "sh", "a b; $(c) 'd'"], new() { ["NAME"] = "Ada" }, stdin: "über\n"));

        Assert.Equal(0, (await run).ExitCode);
        Assert.Equal(["a b; $(c) 'd'", "Ada", "über"], Lines(TaskLogLevel.Info));
    }

    [Fact]
    public async Task Without_input_its_standard_input_is_empty()
    {
        Assert.Equal(0, (await RunAsync("cat")).ExitCode);
        Assert.Empty(_harness.Log);
    }

    [Fact]
    public async Task The_silos_own_configuration_is_not_handed_on()
    {
        Environment.SetEnvironmentVariable("GRISTMILL__Key", "secret");

        await Run(task => new ProgramTasks(_options).Run(task, "env"));

        Assert.DoesNotContain(Lines(TaskLogLevel.Info), line => line.StartsWith("GRISTMILL__", StringComparison.Ordinal));
        Assert.Contains(Lines(TaskLogLevel.Info), line => line.StartsWith("PATH=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_works_in_a_folder_of_its_own_unless_an_allowed_one_is_named()
    {
        var here = Directory.CreateDirectory(Path.Combine(_harness.Context.Folder, "here")).FullName;
        _options.Folders = [here];
        await Run(task => new ProgramTasks(_options).Run(task, Shell, ["-c", "pwd"], folder: here));
        await RunAsync("pwd; ls");

        Assert.Equal([here, Path.Combine(_harness.Context.Folder, "work")], Lines(TaskLogLevel.Info));
    }

    [Fact]
    public async Task Nothing_is_allowed_until_it_is_listed_and_the_refusal_says_where()
    {
        var none = new BuiltInOptions();
        var linked = Path.Combine(_harness.Context.Folder, "linked");
        Directory.CreateSymbolicLink(linked, "/etc");

        Assert.Equal(
            "the program 'rm' is not allowed on this silo; its operator allows it by adding \"rm\" to "
                + $"{BuiltInOptions.Section}:Programs (GRISTMILL__{BuiltInOptions.Section.Replace(":", "__", StringComparison.Ordinal)}__Programs__0=rm)",
            await RefusedAsync(task => new ProgramTasks(none).Run(task, "rm")));
        Assert.Contains(":Variables",
            await RefusedAsync(task => new ProgramTasks(_options).Run(task, Shell, environment: new() { ["LD_PRELOAD"] = "x" })), StringComparison.Ordinal);
        Assert.Contains(":Folders", await RefusedAsync(task => new ProgramTasks(_options).Run(task, Shell, folder: "/etc")),
            StringComparison.Ordinal);
        _options.Folders = [_harness.Context.Folder];
        Assert.Contains(":Folders", await RefusedAsync(task => new ProgramTasks(_options).Run(task, Shell, folder: linked)),
            StringComparison.Ordinal);
        _options.Programs = ["/opt/tools/*"];
        Assert.Contains(":Programs", await RefusedAsync(task => new ProgramTasks(_options).Run(task, "/opt/tools/../../bin/sh")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-program", "there is no program 'no-such-program' on this silo's PATH")]
    [InlineData("/no/such/program", "there is no program /no/such/program on this silo")]
    [InlineData("./here", "the program './here' must be a name on the silo's PATH or a full path")]
    public async Task A_program_that_is_not_there_is_named(string program, string message)
    {
        _options.Programs = ["*"];

        var error = await Assert.ThrowsAnyAsync<TaskFailedException>(() =>
            Run(task => new ProgramTasks(_options).Run(task, program)));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exit_code_that_is_not_expected_fails_the_job()
    {
        var error = await Assert.ThrowsAsync<ProgramFailedException>(() => RunAsync("exit 3"));
        Assert.StartsWith("/bin/sh ended with exit code 3; expected 0", error.Message, StringComparison.Ordinal);

        Assert.Equal(3,
            (await Run(task => new ProgramTasks(_options).Run(task, Shell, ["-c", "exit 3"], success: [0, 3]))).ExitCode);
    }

    [Fact]
    public async Task Its_progress_pipe_is_the_jobs_progress()
    {
        await RunAsync("""
            echo '{"current": 1, "total": 2, "message": "half"}' > "$GRISTMILL_PROGRESS"
            echo '{"current": 2}' > "$GRISTMILL_PROGRESS"
            echo 'nearly' > "$GRISTMILL_PROGRESS"
            echo '{"current": "much"}' > "$GRISTMILL_PROGRESS"
            """);

        Assert.Equal([new(1, 2, "half"), new(2, 2, "half")], _harness.Progress);
        Assert.Equal(
            ["not a progress report: nearly", "not a progress report: {\"current\": \"much\"}"],
            Lines(TaskLogLevel.Warning).Select(line => line.Split(';')[0]));
    }

    [Fact]
    public async Task Output_files_are_kept()
    {
        var result =
            await RunAsync("mkdir sub; echo a > sub/a.csv; echo b > sub/b.csv; echo c > c.txt; echo d > d.txt", "sub/*.csv",
            "c.txt", "*.none");

        Assert.Equal(["a.csv", "b.csv", "c.txt"], result.Outputs.Select(kept => kept.Name));
        Assert.Equal("c\n", Encoding.UTF8.GetString(_harness.Artifacts["c.txt"]));
    }

    [Theory]
    [InlineData("true", "missing.txt", "the program has written no file 'missing.txt'")]
    [InlineData("ln -s /etc/passwd mine", "mine", "the output 'mine' is a link that leads out of the working folder")]
    [InlineData("exit 1", "../up", "the output '../up' must be a name below the working folder")]
    public async Task An_output_file_that_cannot_be_kept_is_named(string script, string output, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAnyAsync<TaskFailedException>(() => RunAsync(script, output))).Message);

    private Task<ProgramResult> RunAsync(string script, params string[] outputs) =>
        Run(task => new ProgramTasks(_options).Run(task, Shell, ["-c", script], outputs: outputs));

    private Task<ProgramResult> Run(Func<TaskContext, Task<ProgramResult>> run) => _harness.RunAsync(run);

    private async Task<string> RefusedAsync(Func<TaskContext, Task<ProgramResult>> run) =>
        (await Assert.ThrowsAsync<NotAllowedException>(() => Run(run))).Message;

    private IEnumerable<string> Lines(TaskLogLevel level) =>
        _harness.Log.Where(line => line.Level == level).Select(line => line.Text);
}
