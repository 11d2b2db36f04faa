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

    [Theory]
    [InlineData("jobs")]
    [InlineData("tasks")]
    [InlineData("jobs/")]
    public async Task No_text_that_is_looked_for_is_too_long_for_a_message_of_the_connection(string address)
    {
        var job = await site.RunAsync("chatty", 1, "line");

        var page = await browser.OpenAsync($"{site.Url}/{address}{(address.EndsWith('/') ? job.Id : "")}");
        await page.Locator("input[type=search]").First.WaitForAsync();

        Assert.Equal(0, await page.Locator("input:not([type=checkbox]):not([maxlength='1000']), textarea").CountAsync());
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
        await page.GetByLabel("Colours").SelectOptionAsync("auto"); // The browser keeps it for the tests behind.
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_text_can_be_read_on_what_is_behind_it(bool dark)
    {
        var job = await site.RunAsync("fail", "no such column");
        string[] addresses = ["", "jobs", $"jobs/{job.Id}", "queues", "silos", "tasks", $"submit?task={Site.Tasks}.chatty"];
        foreach (var address in addresses)
        {
            var page = await browser.OpenAsync($"{site.Url}/{address}", dark: dark);
            await Expect(page.GetByText("Reading…")).ToHaveCountAsync(0);

            Assert.Empty(await page.EvaluateAsync<string[]>(FaintTexts));
        }
    }

    // What has less contrast than WCAG 2 asks for at level AA.
    private const string FaintTexts = """
        () => {
          const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const read = colour => {
            pixel.clearRect(0, 0, 1, 1);
            pixel.fillStyle = colour;
            pixel.fillRect(0, 0, 1, 1);
            return [...pixel.getImageData(0, 0, 1, 1).data].map((part, i) => i === 3 ? part / 255 : part);
          };
          const over = (top, below, opacity = 1) =>
            [0, 1, 2].map(i => top[i] * top[3] * opacity + below[i] * (1 - top[3] * opacity)).concat(1);
          const behind = element => element === null
            ? [255, 255, 255, 1]
            : over(read(getComputedStyle(element).backgroundColor), behind(element.parentElement));
          const light = colour => {
            const [r, g, b] = colour.map(part => part / 255)
              .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const contrast = (element, style) => {
            const back = behind(element);
            const [one, other] = [light(over(read(style.color), back, Number(style.opacity))), light(back)].sort((a, b) => b - a);
            return (one + 0.05) / (other + 0.05);
          };
          const isLarge = style => parseFloat(style.fontSize) >= (Number(style.fontWeight) >= 700 ? 18.66 : 24);
          const faint = [];
          const check = (element, style, text) => {
            const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(':disabled');
            if (isSeen && contrast(element, style) < (isLarge(style) ? 3 : 4.5)) {
              faint.push(`${text.trim()}: ${contrast(element, style).toFixed(2)}`);
            }
          };
          for (const element of document.querySelectorAll('.app *')) {
            const text = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join('');
            if (text.trim() !== '') {
              check(element, getComputedStyle(element), text);
            }
            if (element.placeholder) {
              check(element, getComputedStyle(element, '::placeholder'), element.placeholder);
            }
          }
          return faint;
        }
        """;

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

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
