using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

/// <summary>The dashboard of Orleans beside ours.</summary>
public sealed class OrleansDashboardTests(Site site, Browser browser)
{
    [Fact]
    public async Task It_is_linked_and_shows_the_cluster_without_breaking_the_policy_of_its_page()
    {
        await site.RunAsync("noop");
        var ours = await browser.OpenAsync(site.Url);
        var refused = new List<string>();
        ours.Context.Console += Heard;

        var page = await ours.RunAndWaitForPopupAsync(() =>
            ours.GetByRole(AriaRole.Link, new() { Name = "Orleans" }).ClickAsync());
        await Expect(page.Locator("#content")).ToContainTextAsync("Total Activations");
        await page.GotoAsync($"{site.Url}/orleans/#/lifecycle");
        await Expect(page.Locator("#content svg").First).ToBeVisibleAsync();

        ours.Context.Console -= Heard;
        await page.CloseAsync();
        Assert.Empty(refused);

        void Heard(object? sender, IConsoleMessage message)
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                refused.Add(message.Text);
        }
    }
}
