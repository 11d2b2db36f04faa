using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

public sealed class EachPageTests(Site site, Browser browser)
{
    [Theory]
    [InlineData("", "Overview", "millstone")]
    [InlineData("jobs", "Jobs", "Fibonacci")]
    [InlineData("queues", "Queues", "reports")]
    [InlineData("silos", "Silos", "millstone")]
    [InlineData("tasks", "Tasks and plugins", "gwexample.analyses.tasks.fibonacci")]
    [InlineData("submit", "Submit a job", "Choose a task")]
    public async Task Each_page_has_a_title_that_tells_it_and_shows_data(string address, string title, string content)
    {
        await site.RunAsync("fibonacci", 10);

        var page = await browser.OpenAsync($"{site.Url}/{address}");

        await Expect(page).ToHaveTitleAsync($"{title} – Gristmill");
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await Expect(page.Locator("main")).ToContainTextAsync(content);
        await Expect(page.GetByText("Reading…")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("queues")]
    [InlineData("silos")]
    [InlineData("tasks")]
    [InlineData("submit?task=gwexample.analyses.tasks.chatty")]
    public async Task No_page_is_wider_than_a_phone(string address)
    {
        await site.RunAsync("fail", "a message that is much longer than a phone is wide, as messages of errors tend to be");

        var page = await browser.OpenAsync($"{site.Url}/{address}", width: 390);
        await Expect(page.GetByText("Reading…")).ToHaveCountAsync(0);

        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
    }

    [Fact]
    public async Task A_page_follows_the_browser_s_colours_until_somebody_chooses()
    {
        var page = await browser.OpenAsync($"{site.Url}/silos", dark: true);
        var dark = await BackgroundAsync(page);

        await page.GetByLabel("Colours").SelectOptionAsync("light");
        var light = await BackgroundAsync(page);
        await page.ReloadAsync();
        await page.Locator("html[data-live] h1").WaitForAsync();

        Assert.NotEqual(dark, light);
        Assert.Equal(light, await BackgroundAsync(page));
        await Expect(page.GetByLabel("Colours")).ToHaveValueAsync("light");
    }

    [Fact]
    public async Task A_page_that_there_is_not_says_so()
    {
        var page = await browser.OpenAsync($"{site.Url}/no/such/page");

        await Expect(page.Locator("h1")).ToHaveTextAsync("There is no such page");
    }

    [Fact]
    public async Task A_job_that_there_is_not_is_told_in_words()
    {
        var page = await browser.OpenAsync($"{site.Url}/jobs/{Guid.CreateVersion7()}");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no job");
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_and_the_pages()
    {
        var page = await browser.OpenAsync($"{site.Url}/silos");

        await page.GetByText("Skip to the content").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();

        await page.GetByText("Skip to the content").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
