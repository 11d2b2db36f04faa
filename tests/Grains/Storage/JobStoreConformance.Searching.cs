using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    [Theory]
    [InlineData("über", true)]
    [InlineData("ÜBER", true)]
    [InlineData("Übergrösse", true)]
    [InlineData("🎉", true)]
    [InlineData("straße", true)]
    [InlineData("add up", true)]
    [InlineData("uber", false)]
    public async Task A_text_is_found_by_its_letters_in_any_case(string text, bool isFound)
    {
        await SubmitAsync();
        var job = await SubmitAsync(TestJobs.New() with { Title = "ADD UP", Arguments = """["Übergrösse 🎉", "STRAßE"]""" });

        Assert.Equal(isFound ? [job] : [], (await Store.ListAsync(new JobQuery { Text = text })).Rows);
        Assert.Equal(isFound ? 1 : 0, await Store.CountAsync(new JobQuery { Text = text }));
    }

    [Theory]
    [InlineData("""C:\data\new""")]
    [InlineData("""the "best" one""")]
    [InlineData("first\nsecond")]
    [InlineData("""C:\\data""")]
    [InlineData("""{"path":"c:""")]
    public async Task A_text_is_found_in_arguments_as_it_is_meant_and_as_it_is_written(string text)
    {
        await SubmitAsync();
        const string Arguments = """{"path":"C:\\data\\new","note":"the \"best\" one","lines":"first\nsecond"}""";
        var job = await SubmitAsync(TestJobs.New() with { Arguments = Arguments });

        Assert.Equal([job], (await Store.ListAsync(new JobQuery { Text = text })).Rows);
    }

    [Theory]
    [InlineData("can't find \"Größe\"")]
    [InlineData("GRÖSSENFEHLER")]
    [InlineData("at größe.cs")]
    public async Task An_error_is_found_by_what_it_says(string text)
    {
        await SubmitAsync();
        var error = new JobError("Grössenfehler", "can't find \"Größe\"", "at Größe.cs:12");
        var job = TestJobs.In(JobStatus.Error) with { Error = error };
        await Store.ExecuteAsync(TestCommand.Save(job));

        Assert.Equal([job.Id], (await Store.ListAsync(new JobQuery { Text = text })).Rows.Select(row => row.Id));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("detail")]
    public async Task What_errors_are_stored_with_finds_none(string text)
    {
        var error = new JobError("Failed", "no such column", "stack");
        await Store.ExecuteAsync(TestCommand.Save(TestJobs.In(JobStatus.Error) with { Error = error }));

        Assert.Empty((await Store.ListAsync(new JobQuery { Text = text })).Rows);
    }
}
