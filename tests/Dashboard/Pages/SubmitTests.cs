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
        var before =
            await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.fibonacci", 11) with
            {
                Title = "The eleventh",
                Tags = ["again"]
            });
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
    public async Task A_job_submitted_again_is_the_same_but_for_what_is_said()
    {
        var before =
            await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.chatty", 2, "one\ntwo") with
            {
                User = "ann",
                Unique = new UniqueRule { Key = "again" }
            });
        await before.WaitAsync(TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync($"{site.Url}/submit?from={before.Id}");
        await Expect(page.Locator("#arg-text")).ToHaveValueAsync("one\ntwo");
        await Expect(page.Locator("#unseen")).ToContainTextAsync("user ann; unique key again (Reject)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator(".options")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("User\\s*ann"));
        await Expect(page.Locator(".json").First).ToContainTextAsync("one\\ntwo");
    }

    [Fact]
    public async Task What_is_still_missing_is_named()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.fibonacci");

        await Expect(page.GetByText("Still missing: n")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_option_that_cannot_be_is_told_beside_it_in_its_words_and_keeps_the_job_from_being_submitted()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.noop");
        await page.GetByText("Options", new() { Exact = true }).ClickAsync();
        foreach (var (label, typed, told) in new[]
        {
            ("Priority", "12", "Priority is 12"), ("Priority", "7.5", "Priority is 7.5"),
            ("Time limit", ".5", "Time limit is .5"),
            ("Start after", "4000d", "Start after is 4000"), ("Attempts", "0", "Attempts is 0"),
        })
        {
            await page.GetByLabel(label).FillAsync(typed);
            await Expect(page.Locator(".wrong", new() { Has = page.GetByLabel(label) }).GetByRole(AriaRole.Alert))
                .ToContainTextAsync(told);
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeDisabledAsync();
            await page.GetByLabel(label).FillAsync("");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeEnabledAsync();
        }
    }

    [Fact]
    public async Task What_was_refused_may_be_submitted_once_more_as_it_is()
    {
        await using var own = await Own.StartAsync();
        var holder =
            await own.Jobs.SubmitAsync(JobClient.Request("gristmill.validators") with
            {
                Delay = TimeSpan.FromHours(1),
                Unique = new UniqueRule { Key = "one" }
            });

        var page = await browser.OpenAsync($"{own.Url}/submit?from={holder.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("one");
        await holder.CancelAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("Success");
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(1_000_000)]
    public async Task A_text_may_be_as_long_as_arguments_may(int length)
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.chatty");
        await page.Locator("#arg-lines").FillAsync("1");
        await page.Locator("#arg-text").FillAsync(new string('x', length));
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        Assert.Contains(new string('x', length), await SubmittedAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_longer_than_arguments_may_be_is_told_and_not_submitted()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit?task={Site.Tasks}.chatty");
        await page.Locator("#arg-lines").FillAsync("1");
        await page.Locator("#arg-text").FillAsync(new string('x', 1_100_000));

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("arguments");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_large_job_is_submitted_again_as_it_was_edited()
    {
        var before = await site.RunAsync("chatty", 1, new string('y', 900_000));

        var page = await browser.OpenAsync($"{site.Url}/submit?from={before.Id}");
        await page.Locator("#arg-text").FillAsync(new string('z', 900_000));
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        var arguments = await SubmittedAsync(page);
        Assert.Contains(new string('z', 900_000), arguments, StringComparison.Ordinal);
        Assert.DoesNotContain('y', arguments[..^900_000]);
    }

    [Fact]
    public async Task What_was_typed_before_the_script_of_the_form_is_there_counts()
    {
        var page = await browser.BlankAsync();
        var typed = new TaskCompletionSource();
        await page.RouteAsync(new System.Text.RegularExpressions.Regex("/submit[^/]*\\.js"), async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await page.GoLiveAsync($"{site.Url}/submit?task={Site.Tasks}.fibonacci");
        await page.Locator("#arg-n").FillAsync("12");

        typed.SetResult();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator("#result")).ToHaveTextAsync("144");
    }

    [Fact]
    public async Task What_was_typed_while_the_connection_was_lost_is_submitted_as_it_is_seen()
    {
        var page = await browser.BlankAsync();
        IWebSocketRoute? last = null, cut = null;
        await page.RouteWebSocketAsync(new System.Text.RegularExpressions.Regex("/_blazor"), connection =>
        {
            var silo = connection.ConnectToServer();
            connection.OnMessage(message =>
            {
                // What is sent into a cut is lost, as on a network.
                if (connection == cut)
                    return;
                if (message.Binary is { } bytes)
                    silo.Send(bytes);
                else
                    silo.Send(message.Text!);
            });
            last = connection;
        });
        await page.GoLiveAsync($"{site.Url}/submit?task={Site.Tasks}.fibonacci");
        await page.Locator("#arg-n").FillAsync("10");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeEnabledAsync();

        cut = last;
        await page.Locator("#arg-n").FillAsync("12");
        await cut!.CloseAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator("#result")).ToHaveTextAsync("144");
    }

    // The arguments of the job that the page has gone over to.
    private static async Task<string> SubmittedAsync(IPage page)
    {
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/jobs/[0-9a-f-]{36}$"));
        var address = new Uri(page.Url);
        using var http = new HttpClient();
        var job = await http.GetStringAsync(new Uri(address, $"/api/v1{address.AbsolutePath}"),
            TestContext.Current.CancellationToken);
        return System.Text.Json.JsonDocument.Parse(job).RootElement.GetProperty("arguments").GetRawText();
    }
}
