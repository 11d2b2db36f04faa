using Microsoft.Playwright;

namespace Gristmill.Dashboard;

/// <summary>Makes the pictures in docs/screenshots: <c>docs/screenshots/take</c> runs it.</summary>
public sealed class Screenshots(Site site, Browser browser)
{
    [Fact(Explicit = true)]
    public async Task Take()
    {
        var folder = Environment.GetEnvironmentVariable("GRISTMILL_SCREENSHOTS")
            ?? throw new InvalidOperationException("set GRISTMILL_SCREENSHOTS to the folder for the pictures");
        var job = await WorkAsync();
        // The charts are worth a look once some seconds are in them.
        await Task.Delay(TimeSpan.FromSeconds(45), TimeProvider.System);

        var pages = new[]
        {
            ("overview", ""), ("jobs", "jobs"), ("job", $"jobs/{job}"), ("submit", $"submit?task={Site.Tasks}.chatty"),
            ("silos", "silos"), ("queues", "queues"), ("tasks", "tasks"),
        };
        foreach (var (name, address) in pages)
            foreach (var (width, dark) in new[] { (1280, false), (1280, true), (390, false), (390, true) })
            {
                var page = await browser.OpenAsync($"{site.Url}/{address}", width, dark);
                // A second reading gives rates.
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
                await page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png"),
                    Animations = ScreenshotAnimations.Disabled
                });
            }
    }

    private async Task<Guid> WorkAsync()
    {
        var jobs = site.Jobs;
        JobRequest Of(string task, params object?[] arguments) => JobClient.Request($"{Site.Tasks}.{task}", arguments);
        await jobs.SubmitManyAsync(
        [
            .. Enumerable.Range(0, 40)
                .Select(i =>
                Of("wait", 0.2 + i % 7 * 0.3) with { Title = $"Thumbnail {i + 1}", Tags = i % 4 == 0 ? ["nightly"] : [] }),
            .. Enumerable.Range(0, 3)
                .Select(i =>
                Of("fail", $"measurements-{i}.csv has no column \"time\"") with { Title = $"Read measurements {i}", Retry = new RetryPolicy { MaxAttempts = 2 } }),
            .. Enumerable.Range(0, 900)
                .Select(i => Of("fibonacci", 12 + i % 9) with { Delay = TimeSpan.FromSeconds(2 + i % 60 * (i % 3)) }),
            Of("echo", new { label = "<b>text, not markup</b>", rows = 12_400, complete = true }) with { Title =
                "Summary of the night" },
            Of("noop") with { Queue = "archive", Title = "Waits for a silo that serves its queue" },
        ]);
        await jobs.SubmitAsync(Of("chatty", 600, "tile", 0.3) with { Title = "Mosaic of the south wing" });
        await jobs.SubmitAsync(Of("untilcanceled") with { Title = "Camera watch" });
        var import =
            await jobs.SubmitAsync(Of("chatty", 400, "imported row", 0.25) with
            {
                Title = "Import of shard 7",
                Tags = ["import"]
            });
        await jobs.SubmitAsync(Of("wait", 0.1) with { Title = "Check of shard 7", Parent = import.Id });
        return import.Id;
    }
}
