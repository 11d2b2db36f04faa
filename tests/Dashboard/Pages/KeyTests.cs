using System.Text.RegularExpressions;
using Gristmill.Dashboard.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

/// <summary>A page is worth as much as its key is at the moment.</summary>
public sealed class KeyTests(Browser browser)
{
    [Fact]
    public async Task A_page_whose_key_is_revoked_says_so_and_leads_to_the_login()
    {
        await using var silo = await Own.StartLockedAsync();
        var page = await silo.LogInAsync(browser, Roles.Operator);
        await page.GoLiveAsync($"{silo.Url}/queues");
        await Expect(page.GetByLabel("Pause default")).ToBeVisibleAsync();

        new ApiKeys(silo.Data).Revoke(Roles.Operator);

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The key 'operator' was revoked.");
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Log in with another" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{silo.Url}/login?to=%2Fqueues");
    }

    [Fact]
    public async Task A_button_that_is_pressed_at_once_after_the_key_was_revoked_does_nothing()
    {
        await using var silo = await Own.StartLockedAsync();
        var page = await silo.LogInAsync(browser, Roles.Operator);
        await page.GoLiveAsync($"{silo.Url}/queues");
        var pause = page.GetByLabel("Pause default");
        await pause.FocusAsync();

        new ApiKeys(silo.Data).Revoke(Roles.Operator);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The key 'operator' was revoked.");
        Assert.Equal(QueueMode.Open, Assert.Single(await silo.Jobs.QueuesAsync(), queue => queue.Name == "default").Mode);
    }

    [Fact]
    public async Task The_header_says_whose_the_key_is_and_lets_one_log_out()
    {
        await using var silo = await Own.StartLockedAsync();
        var page = await silo.LogInAsync(browser, Roles.Viewer);
        await Expect(page.Locator("header .who")).ToContainTextAsync(new Regex("viewer\\s+viewer"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();

        await Expect(page).ToHaveTitleAsync("Log in – Gristmill");
        await page.GotoAsync($"{silo.Url}/jobs");
        await Expect(page).ToHaveTitleAsync("Log in – Gristmill");
    }

    [Fact]
    public async Task The_login_page_has_the_dashboard_s_style_before_anybody_logged_in()
    {
        await using var silo = await Own.StartLockedAsync();
        foreach (var dark in new[] { false, true })
        {
            var page = await browser.BlankAsync(dark: dark);
            var refused = new List<string>();
            page.Response += (_, response) => { if (!response.Ok) refused.Add($"{response.Status} {response.Url}"); };

            await page.GotoAsync($"{silo.Url}/login");

            Assert.Empty(refused);
            await Expect(page.Locator("body"))
                .ToHaveCSSAsync("background-color", dark ? "rgb(20, 24, 31)" : "rgb(245, 246, 248)");
        }
    }

    [Fact]
    public async Task Whoever_tries_too_many_keys_is_told_on_the_login_page()
    {
        await using var silo = await Own.StartLockedAsync();
        var page = await browser.BlankAsync();
        await page.GotoAsync($"{silo.Url}/login");

        for (var i = 0; i <= Attempts.Most; i++)
        {
            await page.GetByLabel("Key").FillAsync($"wrong {i}");
            await page.RunAndWaitForResponseAsync(() =>
                page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync(), response => response.Request.Method == "POST");
        }

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Try again in a minute.");
        await Expect(page.GetByLabel("Key")).ToBeVisibleAsync();
    }
}
