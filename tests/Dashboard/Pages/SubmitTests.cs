using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

public sealed class SubmitTests(Site site, Browser browser)
{
    [Fact]
    public async Task What_does_not_fit_is_told_at_its_field_while_it_is_typed()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.fibonacci");
        var field = page.Locator("#arg-n");
        var submit = page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true });
        await Expect(submit).ToBeDisabledAsync();

        await field.FillAsync("ten");
        await Expect(page.Locator("#arg-n-help")).ToContainTextAsync("expected an integer");
        await Expect(submit).ToBeDisabledAsync();

        await field.FillAsync("10");
        await Expect(page.Locator("#arg-n-help")).ToContainTextAsync("Which one");
        await submit.ClickAsync();

        await Expect(page.Locator("#result")).ToHaveTextAsync("55");
    }

    [Fact]
    public async Task The_arguments_may_be_written_as_JSON()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.fibonacci");
        await page.GetByRole(AriaRole.Button, new() { Name = "As JSON" }).ClickAsync();
        await page.GetByLabel("Arguments as JSON").FillAsync("[12");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("the arguments are not JSON");

        await page.GetByLabel("Arguments as JSON").FillAsync("[12]");
        await page.GetByRole(AriaRole.Button, new() { Name = "As fields" }).ClickAsync();
        await Expect(page.Locator("#arg-n")).ToHaveValueAsync("12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator("#result")).ToHaveTextAsync("144");
    }

    [Fact]
    public async Task A_job_is_submitted_again_with_edits()
    {
        var before = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.fibonacci", 11) with { Title = "The eleventh", Tags = ["again"] });
        await before.WaitAsync(TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync($"{site.Url}/jobs/{before.Id}");
        await page.GetByText("Submit again…").ClickAsync();
        await Expect(page.Locator("#arg-n")).ToHaveValueAsync("11");
        await page.Locator("#arg-n").FillAsync("13");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator("#result")).ToHaveTextAsync("233");
        await Expect(page.Locator("h1")).ToContainTextAsync("The eleventh");
        await Expect(page.Locator(".tag")).ToHaveTextAsync("again");
    }

    [Fact]
    public async Task An_option_that_cannot_be_is_told()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.noop");
        await page.GetByText("Options", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Priority").FillAsync("12");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("priority is 12");
    }
}
