using Gristmill.Dashboard;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Gristmill.Dashboard;

/// <summary>
/// The system's Chromium, without a window. Nothing is downloaded: where there is none, the tests that need it are skipped.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Missing =
        "no Chromium is installed: put chromium, chromium-browser or google-chrome into the PATH, or its path into CHROMIUM_PATH";

    private const float PatienceMilliseconds = 60_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // One process that draws all pages: one of its own for each test is half of what the tests cost.
    private static readonly string[] OneRenderer =
        ["--renderer-process-limit=1", "--process-per-site", "--disable-site-isolation-trials"];

    // Chromium's sandbox refuses root, whom containers run as.
    private static readonly string[] AsRoot = ["--no-sandbox", "--disable-dev-shm-usage"];

    private IPlaywright? _playwright;
    private readonly Dictionary<(int Width, bool Dark), IBrowserContext> _contexts = [];
    private IBrowser? _browser;
    private IPage? _page;

    /// <summary>Where the browser is; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given ? given
        : (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
           from name in Names
           let path = System.IO.Path.Combine(folder, name)
           where File.Exists(path)
           select path).FirstOrDefault();

    public async ValueTask InitializeAsync()
    {
        if (Path is null)
            return;
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args = [.. OneRenderer, .. Environment.IsPrivilegedProcess ? AsRoot : []],
        });
    }

    /// <summary>The page of a test, in place of the one before. Skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(string url, int width = 1280, bool dark = false)
    {
        await BlankAsync(width, dark);
        await _page!.GoLiveAsync(url);
        return _page!;
    }

    /// <summary>The page of a test, before it goes anywhere.</summary>
    public async Task<IPage> BlankAsync(int width = 1280, bool dark = false)
    {
        Assert.SkipWhen(_browser is null, Missing);
        var before = _page;
        if (!_contexts.TryGetValue((width, dark), out var context))
        {
            context = _contexts[(width, dark)] = await _browser.NewContextAsync(new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            });
            context.SetDefaultTimeout(PatienceMilliseconds);
        }
        _page = await context.NewPageAsync();
        // Closed only now: the process that draws pages ends with the last of them.
        if (before is not null)
            await before.CloseAsync();
        return _page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

internal static class Pages
{
    /// <summary>Goes to an address, and waits until the page is connected to its silo.</summary>
    public static async Task GoLiveAsync(this IPage page, string url)
    {
        await page.GotoAsync(url);
        await page.Locator("html[data-live] h1").WaitForAsync();
    }
}
