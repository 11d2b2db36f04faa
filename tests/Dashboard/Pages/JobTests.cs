using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

public sealed class JobTests(Site site, Browser browser)
{
    [Fact]
    public async Task A_job_submitted_by_the_form_moves_live_and_is_canceled_by_the_button()
    {
        var page = await browser.OpenAsync($"{site.Url}/submit");
        await page.EvaluateAsync("window.neverReloaded = true");
        await page.GetByLabel("Task", new() { Exact = true }).SelectOptionAsync($"{Site.Tasks}.chatty");
        await page.Locator("#arg-lines").FillAsync("4000");
        await page.Locator("#arg-text").FillAsync("<script>window.hacked = true</script>");
        await page.Locator("#arg-pause").FillAsync("0.05");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("Running");
        var bar = page.GetByRole(AriaRole.Progressbar);
        await Expect(bar).ToHaveAttributeAsync("aria-valuenow", new Regex("^[1-9]"));
        await Expect(bar).Not.ToHaveAttributeAsync("aria-valuenow", (await bar.GetAttributeAsync("aria-valuenow"))!);
        var line = page.Locator(".logline .words").Last;
        await Expect(line).ToContainTextAsync("<script>window.hacked = true</script> ");
        await Expect(line).Not.ToHaveTextAsync(await line.InnerTextAsync());
        await page.Locator(".lines").HoverAsync();
        await page.Mouse.WheelAsync(0, -100);
        await Expect(page.GetByLabel("Follow")).Not.ToBeCheckedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();
        await Expect(page.Locator(".rz-dialog")).ToHaveCountAsync(0);
        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("Running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();

        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("Canceled");
        await Expect(page).ToHaveTitleAsync("Canceled: Logs lines and reports progress – Gristmill");
        await Expect(page.Locator(".timeline")).ToContainTextAsync("Canceling");
        Assert.True(await page.EvaluateAsync<bool>("window.neverReloaded && !window.hacked"));
    }

    [Fact]
    public async Task A_job_shows_its_arguments_result_and_history_as_text()
    {
        var job = await site.RunAsync("echo", "<b>bold</b>");

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");

        await Expect(page.Locator("#result")).ToHaveTextAsync("\"<b>bold</b>\"");
        await Expect(page.Locator("main b")).ToHaveCountAsync(0);
        await Expect(page.Locator(".timeline li")).ToContainTextAsync(["Queued", "Running", "Success"]);
    }

    [Fact]
    public async Task A_job_that_failed_shows_each_attempt_with_its_failure_and_is_retried_by_the_button()
    {
        var job = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.fail", "no such column") with
        {
            Retry = new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.Zero },
        });
        await job.WaitAsync(TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");
        await Expect(page.Locator("summary", new() { HasText = "System.InvalidOperationException: no such column" }))
            .ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();

        await Expect(page.Locator("summary", new() { HasText = "System.InvalidOperationException: no such column" }))
            .ToHaveCountAsync(4);
        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("Error");
    }

    [Fact]
    public async Task A_job_shows_its_children_as_a_tree()
    {
        var parent = await site.RunAsync("noop");
        var child = await SubmitChildAsync(parent.Id, "child");
        await SubmitChildAsync(child, "grandchild");

        var page = await browser.OpenAsync($"{site.Url}/jobs/{parent.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Children of child" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "grandchild" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_job_keeps_is_downloaded()
    {
        string[] texts = ["<p>first</p>", "second"];
        var job = await (await site.Jobs.SubmitAsync("gwexample.analyses.files.join", (object)texts))
            .WaitAsync(TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "0.txt" }).ClickAsync());

        Assert.Equal("0.txt", download.SuggestedFilename);
        Assert.Equal("<p>first</p>", await File.ReadAllTextAsync(await download.PathAsync()));
    }

    [Fact]
    public async Task An_ended_job_is_deleted_by_the_button()
    {
        var job = await site.RunAsync("noop");
        await site.RunAsync("noop"); // The newest job of all stays.

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");
        await Assert.ThrowsAsync<UnknownJobException>(() => site.Jobs.Job(job.Id).GetAsync());
    }

    [Fact]
    public async Task The_log_is_searched()
    {
        var job = await site.RunAsync("chatty", 1_500, "row");

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");
        await Expect(page.Locator(".log")).ToContainTextAsync("1,500 lines");
        await page.GetByLabel("Find in the log").FillAsync("row 1234");

        await Expect(page.Locator(".logline .words")).ToHaveTextAsync(["row 1234"]);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("find=row%201234$"));
        await page.ReloadAsync();
        await Expect(page.Locator(".logline .words")).ToHaveTextAsync(["row 1234"]);
    }

    [Fact]
    public async Task Time_passes_on_the_page_of_a_running_job_and_children_appear_while_it_tells_nothing()
    {
        var parent = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.wait", 600));

        var page = await browser.OpenAsync($"{site.Url}/jobs/{parent.Id}");
        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("Running");
        await Expect(page.Locator("#ran")).Not.ToHaveTextAsync(await page.Locator("#ran").InnerTextAsync());
        await SubmitChildAsync(parent.Id, "first");
        await Expect(page.Locator(".tree")).ToContainTextAsync("first");
        var second =
            await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.wait", 600) with
            {
                Parent = parent.Id,
                Title = "second"
            });
        var badge = page.Locator(".tree li", new() { HasText = "second" }).Locator(".badge");
        await Expect(badge).ToHaveTextAsync("Running");
        await second.CancelAsync();

        await Expect(badge).ToHaveTextAsync("Canceled");
        await parent.CancelAsync();
    }

    [Fact]
    public async Task A_job_that_is_delayed_says_when_it_starts_and_one_that_is_not_says_nothing_of_it()
    {
        var delayed =
            await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.noop") with { Delay = TimeSpan.FromHours(1.5) });
        var ended = await site.RunAsync("noop");

        var page = await browser.OpenAsync($"{site.Url}/jobs/{delayed.Id}");
        await Expect(page.Locator(".figures")).ToContainTextAsync(new Regex("Starts\\s*in 1 h"));
        await Expect(page.Locator(".options")).ToContainTextAsync("Not before");
        await page.GoLiveAsync($"{site.Url}/jobs/{ended.Id}");

        await Expect(page.Locator(".figures")).ToContainTextAsync("Waited");
        await Expect(page.Locator(".options")).Not.ToContainTextAsync("Not before");
        await delayed.CancelAsync();
    }

    [Fact]
    public async Task A_log_is_followed_to_its_very_end_until_somebody_scrolls_up()
    {
        var job = await site.RunAsync("chatty", 10_000, "row");

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");
        await Expect(page.GetByText("row 10000", new() { Exact = true })).ToBeInViewportAsync();
        await page.Locator(".lines").HoverAsync();
        await page.Mouse.WheelAsync(0, -5_000);
        await Expect(page.GetByLabel("Follow")).Not.ToBeCheckedAsync();
        await Expect(page.GetByText("row 10000", new() { Exact = true })).Not.ToBeInViewportAsync();
        await page.GetByLabel("Follow").CheckAsync();

        await Expect(page.GetByText("row 10000", new() { Exact = true })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Colours_for_a_terminal_are_left_out_of_the_log_and_long_texts_keep_to_their_place()
    {
        var job = await site.RunAsync("chatty", 1, $"\e[31mred\e[0m {new string('x', 3_000)}");

        var page = await browser.OpenAsync($"{site.Url}/jobs/{job.Id}");

        await Expect(page.Locator(".logline .words").First).ToHaveTextAsync(new Regex("^red x+$"));
        Assert.True((await page.Locator(".now").BoundingBoxAsync())!.Height < 200);
        Assert.True(await page.Locator(".lines").EvaluateAsync<bool>("box => box.scrollWidth <= box.clientWidth"));
    }

    private async Task<Guid> SubmitChildAsync(Guid parent, string title)
    {
        var job = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.noop") with { Parent = parent, Title = title });
        await job.WaitAsync(TestContext.Current.CancellationToken);
        return job.Id;
    }
}
