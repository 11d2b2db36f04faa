using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Gristmill.Dashboard;

/// <summary>What a page costs a browser that sees it for the first time, and for the second.</summary>
public sealed partial class AssetTests(Site site, Browser browser)
{
    /// <summary>What 750 kbit/s carry in less than four seconds, and leave time for the connection.</summary>
    private const int MostBytes = 250_000;

    [Theory]
    [InlineData(false, "material-base.css")]
    [InlineData(true, "material-dark-base.css")]
    public async Task A_page_is_small_and_has_one_of_the_two_themes_and_no_font(bool dark, string theme)
    {
        var page = await browser.OpenAsync($"{site.Url}/silos", dark: dark);

        var loaded = await LoadedAsync(page);
        Assert.Equal([theme],
            loaded.Select(each => NameOf(each.Name)).Where(name => name.StartsWith("material", StringComparison.Ordinal)));
        Assert.DoesNotContain(loaded, each => each.Name.Contains("font", StringComparison.Ordinal));
        Assert.InRange(loaded.Sum(each => each.Body), 1, MostBytes);
    }

    [Fact]
    public async Task A_notice_needs_no_font()
    {
        var page = await browser.OpenAsync($"{site.Url}/queues");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause reports" }).ClickAsync();
        await page.Locator(".rz-notification-message").WaitForAsync();
        await page.EvaluateAsync("document.fonts.ready");

        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.fonts].filter(font => font.status !== 'unloaded').length"));
        await site.Jobs.ResumeQueueAsync("reports");
    }

    [Fact]
    public async Task Another_page_loads_nothing_again()
    {
        var page = await browser.OpenAsync($"{site.Url}/silos");

        await page.GoLiveAsync($"{site.Url}/queues");

        Assert.All(await LoadedAsync(page), each =>
            Assert.True(each.Transferred == 0 || !each.Name.Contains("?v=", StringComparison.Ordinal), each.Name));
    }

    [Fact]
    public async Task Assets_are_compressed_for_whoever_takes_it_and_kept_for_good_under_their_content()
    {
        using var http =
            new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
            {
                BaseAddress =
            new Uri(site.Url)
            };
        var page = await http.GetStringAsync("/silos", TestContext.Current.CancellationToken);
        var addresses = Addresses().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(addresses.Length >= 7, page);
        foreach (var address in addresses)
        {
            using var plain = await GetAsync(http, address);
            using var small = await GetAsync(http, address, headers => headers.AcceptEncoding.ParseAdd("deflate, gzip;q=0.5"));
            using var again = await GetAsync(http, address, headers =>
            {
                headers.AcceptEncoding.ParseAdd("gzip");
                headers.IfNoneMatch.Add(small.Headers.ETag!);
            });
            using var none = await GetAsync(http, address, headers => headers.AcceptEncoding.ParseAdd("gzip;q=0"));
            using var old = await GetAsync(http, address.Split('?')[0] + "?v=another");

            Assert.Equal(("public, max-age=31536000, immutable", HttpStatusCode.NotModified),
                (plain.Headers.CacheControl!.ToString(), again.StatusCode));
            Assert.Equal(["gzip"], small.Content.Headers.ContentEncoding);
            Assert.Equal("Accept-Encoding", Assert.Single(small.Headers.Vary));
            Assert.NotEqual(plain.Headers.ETag, small.Headers.ETag);
            Assert.Equal(await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
                await UnpackAsync(small));
            Assert.Empty(none.Content.Headers.ContentEncoding);
            Assert.True(old.Headers.CacheControl!.NoCache, address);
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string address,
        Action<HttpRequestHeaders>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + address);
        with?.Invoke(request.Headers);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> UnpackAsync(HttpResponseMessage answer)
    {
        await using var packed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var content = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await content.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }

    private static Task<Resource[]> LoadedAsync(IPage page) => page.EvaluateAsync<Resource[]>(
        "performance.getEntriesByType('resource').map(one => ({ name: one.name, body: one.encodedBodySize, transferred: one.transferSize }))");

    private static string NameOf(string address) => new Uri(address).Segments[^1];

    [GeneratedRegex("(?:href|src)=\"([^\"]+\\?v=[0-9a-f]{16})\"")]
    private static partial Regex Addresses();

    private sealed record Resource
    {
        public string Name { get; init; } = "";
        public int Body { get; init; }
        public int Transferred { get; init; }
    }
}
