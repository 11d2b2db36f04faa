using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

/// <summary>Who has logged in with a viewer's key sees everything, and is offered nothing that changes it.</summary>
public sealed class ViewerTests(Browser browser)
{
    // What a page may offer: it changes what is shown, and nothing else.
    private static readonly string[] Harmless = ["Search", "Clear", "Show more", "Try again"];

    [Fact]
    public async Task A_viewer_sees_no_action_buttons_and_is_refused_by_the_API()
    {
        await using var silo = await Own.StartLockedAsync();
        var running = await silo.Jobs.SubmitAsync($"{Site.Tasks}.untilcanceled");
        var ended = await (await silo.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.fail", "no such column")))
            .WaitAsync(TestContext.Current.CancellationToken);
        await silo.Jobs.PauseQueueAsync("shut");
        await silo.Jobs.CordonAsync("own");

        var page = await silo.LogInAsync(browser, Roles.Viewer);
        foreach (var address in new[] { "", "jobs", $"jobs/{running.Id}", $"jobs/{ended.Id}", "queues", "silos", "tasks",
            "submit" })
        {
            await page.GoLiveAsync($"{silo.Url}/{address}");
            await Expect(page.GetByText("Reading…")).ToHaveCountAsync(0);

            Assert.Empty((await OfferedAsync(page)).Except(Harmless));
            await Expect(page.Locator("a[href^=submit]:not(.skip)")).ToHaveCountAsync(0);
        }
        var status =
            await page.EvaluateAsync<int>("async path => (await fetch(path, { method: 'POST' })).status",
            $"/api/v1/jobs/{running.Id}/cancel");
        Assert.Equal(403, status);
        Assert.False((await running.GetAsync()).Status.IsTerminal());

        // With an operator's key the same pages have them, so that the test looks in the right place.
        await page.Context.ClearCookiesAsync();
        page = await silo.LogInAsync(browser, Roles.Operator);
        foreach (var (address, button) in new[] { ("jobs?queue=default", "Cancel all…"), ($"jobs/{running.Id}", "Cancel"),
            ("queues", "Pause default"), ("silos", "Uncordon"), ("tasks", "Disable gwexample") })
        {
            await page.GoLiveAsync($"{silo.Url}/{address}");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true })).ToBeVisibleAsync();
        }
        await page.Context.ClearCookiesAsync();
        await running.CancelAsync();
    }

    private static async Task<string[]> OfferedAsync(IPage page) => await page.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('main button:not(.twist), main input[type=checkbox]:not(.chip input, .log input)')].map(one => one.innerText.trim() || one.ariaLabel || one.type)");
}
