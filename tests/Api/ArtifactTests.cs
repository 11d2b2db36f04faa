using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Gristmill.Api.Tests;

public sealed class ArtifactTests(OpenSilo silo)
{
    private const string CountWords = "gwexample.analyses.files.countwords";

    [Fact]
    public async Task A_file_is_uploaded_comes_with_its_job_and_what_the_job_keeps_is_listed_and_downloaded()
    {
        var id = Guid.CreateVersion7();
        using var uploaded = await UploadAsync(id, "text.txt", "to be or not to be"u8.ToArray());
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        Assert.Equal(18, (await ApiSilo.JsonAsync(uploaded)).GetProperty("bytes").GetInt64());
        Assert.Equal(id,
            await silo.SubmitAsync($$"""{"id": "{{id}}", "task": "{{CountWords}}", "args": [{"$transform": "file", "name": "text.txt"}]}"""));
        await silo.Jobs.Job(id).WaitAsync(TestContext.Current.CancellationToken);

        var kept = (await silo.GetAsync($"/api/v1/jobs/{id}/artifacts")).EnumerateArray().ToArray();
        using var words = await silo.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{id}/artifacts/words.csv");

        Assert.Equal([("text.txt", true), ("words.csv", false)],
            kept.Select(one => (one.GetProperty("name").GetString(), one.GetProperty("input").GetBoolean())));
        Assert.Contains("be,2", await words.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_is_a_file_to_save_whatever_it_is()
    {
        var id = await KeptAsync("page.html", "<script>alert(1)</script>"u8.ToArray());

        using var answer = await silo.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{id}/artifacts/page.html");

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("attachment", "page.html"),
            (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_download_that_was_broken_off_goes_on_where_it_was()
    {
        // More than a piece, so that the part begins in one and ends in another.
        var content = RandomNumberGenerator.GetBytes(700_000);
        var id = await KeptAsync("data.bin", content);
        var address = $"/api/v1/jobs/{id}/artifacts/data.bin";
        using var whole = await silo.SendAsync(HttpMethod.Get, address);
        using var head = await silo.SendAsync(HttpMethod.Head, address);

        using var part =
            await silo.SendAsync(HttpMethod.Get, address,
            headers: [("Range", "bytes=100000-599999"), ("If-Range", whole.Headers.ETag!.ToString())]);
        using var other =
            await silo.SendAsync(HttpMethod.Get, address,
            headers: [("Range", "bytes=100000-"), ("If-Range", "\"of another content\"")]);

        Assert.Equal(content, await BytesAsync(whole));
        Assert.Equal((HttpStatusCode.OK, 700_000), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(100_000, 599_999, 700_000), part.Content.Headers.ContentRange);
        Assert.Equal(content[100_000..600_000], await BytesAsync(part));
        Assert.Equal((HttpStatusCode.OK, content.Length), (other.StatusCode, (await BytesAsync(other)).Length));
    }

    [Fact]
    public async Task A_part_behind_the_end_is_refused()
    {
        var id = await KeptAsync("short.txt", "short"u8.ToArray());

        using var answer =
            await silo.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{id}/artifacts/short.txt", headers: ("Range", "bytes=100-"));

        var fault = (await ApiSilo.ProblemAsync(answer, 416)).GetProperty("errors")[0];
        Assert.Equal(("Range", "bytes=100-"), (fault.GetProperty("field").GetString(), fault.GetProperty("value").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_told_and_a_job_that_was_submitted_takes_no_more()
    {
        using var named = await UploadAsync(Guid.CreateVersion7(), ".hidden", [1]);
        Assert.Contains(".hidden", (await ApiSilo.ProblemAsync(named, 422)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);

        var id = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1]}""");
        using var late = await UploadAsync(id, "late.txt", [1]);
        await ApiSilo.ProblemAsync(late, 422);
        Assert.Empty((await silo.GetAsync($"/api/v1/jobs/{id}/artifacts")).EnumerateArray());
    }

    private async Task<Guid> KeptAsync(string name, byte[] content)
    {
        var id = Guid.CreateVersion7();
        using var uploaded = await UploadAsync(id, name, content);
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        return id;
    }

    private async Task<HttpResponseMessage> UploadAsync(Guid job, string name, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        return await silo.Http.PutAsync($"/api/v1/jobs/{job}/artifacts/{name}", body, TestContext.Current.CancellationToken);
    }

    private static Task<byte[]> BytesAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
