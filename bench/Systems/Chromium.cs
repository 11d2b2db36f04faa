using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>
/// A browser without a window that looks at a page. It runs at the lowest priority, so that what is measured is the other side.
/// </summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Opens a page; done when it has its title.</summary>
    /// <exception cref="BenchException">No Chromium is installed, or the page did not come.</exception>
    public static async Task<IAsyncDisposable> OpenAsync(string url, string title)
    {
        var program = (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                       from name in Names
                       let path = Path.Combine(folder, name)
                       where File.Exists(path)
                       select path).FirstOrDefault() ?? throw new BenchException($"no Chromium is installed: put one of {string.Join(", ", Names)} into the PATH");
        var profile = new TemporaryFolder();
        // Its sandbox refuses root, whom containers run as.
        string[] asRoot = Environment.IsPrivilegedProcess ? ["--no-sandbox", "--disable-dev-shm-usage"] : [];
        var browser = await ChildProcess.StartAsync(
            new ProcessStartInfo("chrt",
                ["--idle", "0", program, "--headless=new", "--disable-gpu", "--window-size=1280,900", $"--user-data-dir={profile.Path}", "--remote-debugging-port=0", .. asRoot, url]),
            line => line.StartsWith("DevTools listening", StringComparison.Ordinal));
        var opened = new Opened(browser, profile);
        await WaitAsync(new Uri(browser.ReadyLine[browser.ReadyLine.IndexOf("ws:", StringComparison.Ordinal)..]).Port, title);
        return opened;
    }

    private static async Task WaitAsync(int port, string title)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var since = Stopwatch.GetTimestamp(); !(await http.GetStringAsync($"http://127.0.0.1:{port}/json/list"))
            .Contains(title, StringComparison.Ordinal);)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new BenchException($"the browser did not come to '{title}'");
            await timer.WaitForNextTickAsync();
        }
    }

    private sealed class Opened(ChildProcess browser, TemporaryFolder profile) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            profile.Dispose();
        }
    }
}
