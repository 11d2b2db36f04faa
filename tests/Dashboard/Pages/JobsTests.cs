using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

public sealed class JobsTests(Site site, Browser browser)
{
    [Fact]
    public async Task A_text_finds_one_job_among_a_hundred_thousand()
    {
        await using var crowded = await Own.StartAsync();
        var receipts = await crowded.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 100_000).Select(i =>
            JobClient.Request($"{Site.Tasks}.noop") with { Title = i == 77_777 ? "the needle" : $"straw {i}", Queue = "barn" })]);
        Assert.All(receipts, receipt => Assert.True(receipt.Accepted));

        var page = await browser.OpenAsync($"{crowded.Url}/jobs");
        await Expect(page.Locator("table.jobs tbody tr")).ToHaveCountAsync(50);
        await page.GetByLabel("Text or id").FillAsync("NEEDLE");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("table.jobs tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("table.jobs tbody")).ToContainTextAsync("the needle");
        Assert.Contains("text=NEEDLE", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_the_filter_finds_are_canceled_after_they_were_counted()
    {
        var queue = "all-of-it";
        await site.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 1_100)
            .Select(i => JobClient.Request($"{Site.Tasks}.noop") with { Queue = queue, Tags = i < 600 ? ["these"] : [] })]);
        var page = await browser.OpenAsync($"{site.Url}/jobs?queue={queue}&tag=these");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all…" }).ClickAsync();
        await Expect(page.GetByText("Cancel all that fit the filter and have not ended: 600 jobs?")).ToBeVisibleAsync();
        var told = Expect(page.GetByText("600 jobs told to stop")).ToBeVisibleAsync(); // It goes by itself.
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all", Exact = true }).ClickAsync();

        await told;
        Assert.Equal(500, await site.Jobs.CountAsync(new JobQuery { Queue = queue, Statuses = [JobStatus.Queued] }));
        told = Expect(page.GetByText("There are no jobs that fit the filter and have not ended.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all…" }).ClickAsync();
        await told;
        await site.Jobs.OrderAllAsync(BulkAction.Cancel, new JobQuery { Queue = queue });
    }

    [Fact]
    public async Task The_oldest_come_first_when_the_column_is_turned()
    {
        var queue = "turned";
        await site.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 60)
            .Select(i => JobClient.Request($"{Site.Tasks}.noop") with { Title = $"number {i}", Queue = queue })]);
        var page = await browser.OpenAsync($"{site.Url}/jobs?queue={queue}");
        await Expect(page.Locator("table.jobs tbody tr").First).ToContainTextAsync("number 59");

        await page.GetByRole(AriaRole.Link, new() { Name = "Submitted" }).ClickAsync();
        await Expect(page.Locator("table.jobs tbody tr").First).ToContainTextAsync("number 0");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).ClickAsync();

        await Expect(page.Locator("table.jobs tbody tr")).ToHaveCountAsync(10);
        await Expect(page.Locator("table.jobs tbody tr").Last).ToContainTextAsync("number 59");
        await site.Jobs.OrderAllAsync(BulkAction.Cancel, new JobQuery { Queue = queue });
    }

    [Fact]
    public async Task Statuses_queues_and_tags_narrow_the_list_and_pages_lead_through_it()
    {
        var queue = "listed";
        var requests = Enumerable.Range(0, 110).Select(i =>
            JobClient.Request($"{Site.Tasks}.noop") with { Title = $"number {i}.", Queue = queue, Tags = i == 3 ? ["third"] : [] });
        await site.Jobs.SubmitManyAsync([.. requests]);
        var page = await browser.OpenAsync($"{site.Url}/jobs?queue={queue}");
        var rows = page.Locator("table.jobs tbody tr");
        var newer = page.GetByRole(AriaRole.Link, new() { Name = "Newer" });
        var older = page.GetByRole(AriaRole.Link, new() { Name = "Older" });
        await Expect(rows.First).ToContainTextAsync("number 109.");

        await older.ClickAsync();
        await Expect(rows.First).ToContainTextAsync("number 59.");
        Assert.Equal(0, await page.EvaluateAsync<int>("scrollY"));
        await newer.ClickAsync();
        await Expect(rows.First).ToContainTextAsync("number 109.");
        await Expect(newer).ToHaveCountAsync(0);
        await older.ClickAsync();
        await Expect(rows.First).ToContainTextAsync("number 59.");
        await older.ClickAsync();
        await Expect(rows).ToHaveCountAsync(10);
        await Expect(rows.Last).ToContainTextAsync("number 0.");

        await page.GetByText("third").ClickAsync();
        await Expect(page.Locator("table.jobs tbody tr")).ToHaveCountAsync(1);
        await page.GetByLabel("Success").CheckAsync();
        await Expect(page.GetByText("No job fits.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Chosen_jobs_are_canceled_together_and_opened_again()
    {
        var queue = "chosen";
        await site.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 5)
            .Select(i => JobClient.Request($"{Site.Tasks}.noop") with { Queue = queue })]);
        var page = await browser.OpenAsync($"{site.Url}/jobs?queue={queue}");

        await page.GetByLabel("Choose all of this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        var told = Expect(page.GetByText("5 jobs told to stop")).ToBeVisibleAsync(); // It goes by itself.
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel them" }).ClickAsync();
        await told;
        await Expect(page.Locator("table.jobs .badge")).ToHaveTextAsync(Enumerable.Repeat("Canceled", 5));

        await page.GetByLabel("Choose all of this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry them" }).ClickAsync();
        await Expect(page.Locator("table.jobs .badge")).ToHaveTextAsync(Enumerable.Repeat("Queued", 5));
    }

    [Fact]
    public async Task An_order_is_offered_only_where_a_job_fits()
    {
        var queue = "fitting";
        var request = JobClient.Request($"{Site.Tasks}.noop") with { Queue = queue, Title = "canceled" };
        var waiting = await site.Jobs.SubmitAsync(request with { Id = Guid.CreateVersion7(), Title = "waiting" });
        var page = await browser.OpenAsync($"{site.Url}/jobs?queue={queue}");
        var orders = page.Locator(".bar-of-tools button");
        await Expect(orders).ToHaveTextAsync(["Cancel all…"]);

        var canceled = await site.Jobs.SubmitAsync(request);
        await canceled.CancelAsync();
        await Expect(orders).ToHaveTextAsync(["Cancel all…", "Retry all…", "Delete all…"]);
        await page.GetByLabel("Choose canceled").CheckAsync();
        await Expect(orders).ToHaveTextAsync(["Retry", "Delete"]);
        await page.GoLiveAsync($"{site.Url}/jobs?queue={queue}&endedSince=1h");
        await Expect(orders).ToHaveTextAsync(["Retry all…", "Delete all…"]);
        await page.GoLiveAsync($"{site.Url}/jobs?queue={queue}&status=running");
        await Expect(page.GetByText("No job fits.")).ToBeVisibleAsync();

        await Expect(orders).ToHaveCountAsync(0);
        await waiting.CancelAsync();
    }

    [Fact]
    public async Task What_failed_last_night_is_found_by_its_end()
    {
        var request = JobClient.Request($"{Site.Tasks}.noop") with { Queue = "by-end" };
        var first = await site.Jobs.SubmitAsync(request with { Title = "submitted first" });
        var second = await site.Jobs.SubmitAsync(request with { Id = Guid.CreateVersion7(), Title = "submitted second" });
        await second.CancelAsync();
        await first.CancelAsync();
        var page = await browser.OpenAsync($"{site.Url}/jobs?queue=by-end");
        await Expect(page.Locator("table.jobs tbody tr").First).ToContainTextAsync("submitted second");

        await page.GetByLabel("Ended since").FillAsync("12h");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("table.jobs tbody tr").First).ToContainTextAsync("submitted first");
        await Expect(page.Locator("table.jobs th").Last).ToContainTextAsync("Ended");
        Assert.EndsWith("queue=by-end&endedSince=12h", page.Url, StringComparison.Ordinal);
        await page.GetByLabel("Ended until").FillAsync("12h");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("No job fits.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_shows_a_new_job_by_itself()
    {
        var page = await browser.OpenAsync($"{site.Url}/jobs?tag=fresh");
        await Expect(page.GetByText("No job fits.")).ToBeVisibleAsync();

        await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.noop") with { Tags = ["fresh"], Title = "just come" });

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "just come" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("status=Failed&queue=default", "status is 'Failed'; it must be one of")]
    [InlineData("since=soon", "since is 'soon'; it must be")]
    [InlineData("after=nowhere", "no cursor of a listing")]
    public async Task A_filter_that_cannot_be_is_told_and_lists_nothing(string query, string words)
    {
        await site.RunAsync("noop");
        var page = await browser.OpenAsync($"{site.Url}/jobs?{query}");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(words);
        await Expect(page.Locator("table.jobs")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete all" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_link_leads_from_a_wrong_cursor_to_the_first_page()
    {
        await site.RunAsync("noop");
        var page = await browser.OpenAsync($"{site.Url}/jobs?status=success&after=nowhere");

        await page.GetByRole(AriaRole.Link, new() { Name = "To the first page" }).ClickAsync();

        await Expect(page.Locator("table.jobs .badge").First).ToHaveTextAsync("Success");
        await Expect(page.GetByLabel("Success")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task What_was_typed_stays_when_a_status_is_chosen()
    {
        var page = await browser.OpenAsync($"{site.Url}/jobs");
        await page.GetByLabel("Queue").FillAsync("kept");

        await page.GetByLabel("Error").CheckAsync();

        await Expect(page.GetByText("No job fits.")).ToBeVisibleAsync();
        Assert.EndsWith("/jobs?status=Error&queue=kept", page.Url, StringComparison.Ordinal);
        await Expect(page.GetByLabel("Queue")).ToHaveValueAsync("kept");
    }

    [Fact]
    public async Task Enter_pressed_twice_deletes_nothing()
    {
        var job = await site.RunAsync("noop");
        var page = await browser.OpenAsync($"{site.Url}/jobs?status=success");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete all" }).FocusAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".rz-dialog")).ToHaveCountAsync(0);
        Assert.Equal(JobStatus.Success, (await site.Jobs.Job(job.Id).GetAsync()).Status);
    }
}
