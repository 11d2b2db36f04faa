using System.Text.RegularExpressions;
using Gristmill.Grains;
using Gristmill.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

public sealed class OperationsTests(Site site, Browser browser)
{
    [Fact]
    public async Task A_queue_is_paused_purged_and_resumed()
    {
        var page = await browser.OpenAsync($"{site.Url}/queues");
        var row = page.Locator("tr", new() { HasText = "reports" });
        await page.GetByLabel("Pause reports").ClickAsync();
        await Expect(row.Locator(".badge")).ToHaveTextAsync("Paused");
        var job = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.noop") with { Queue = "reports" });

        await page.GetByLabel("Purge reports").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Purge", Exact = true }).Last.ClickAsync();
        Assert.Equal(JobStatus.Canceled, (await job.WaitAsync(TestContext.Current.CancellationToken)).Status);

        await page.GetByLabel("Resume reports").ClickAsync();
        await Expect(row.Locator(".badge")).ToHaveTextAsync("Open");
    }

    [Fact]
    public async Task A_silo_shows_what_it_runs_and_is_cordoned_and_uncordoned()
    {
        var job = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.untilcanceled") with { Title = "at work" });
        var page = await browser.OpenAsync($"{site.Url}/silos");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "at work" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Cordon" }).ClickAsync();
        await Expect(page.Locator("h2 .badge")).ToContainTextAsync("still running");
        await job.CancelAsync();
        await Expect(page.Locator("h2 .badge")).ToHaveTextAsync("Cordoned, nothing runs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Uncordon" }).ClickAsync();

        await Expect(page.Locator("h2 .badge")).ToHaveTextAsync("Accepting");
    }

    [Fact]
    public async Task A_broken_plugin_is_listed_with_its_reason_and_a_task_with_its_parameters_and_figures()
    {
        await site.RunAsync("fibonacci", 5);

        var page = await browser.OpenAsync($"{site.Url}/tasks");

        await Expect(page.Locator("tr", new() { HasText = "broken" })).ToContainTextAsync("its folder holds neither broken.dll");
        await page.GetByLabel("Find a task").FillAsync("fibonacci");
        await page.Locator("summary", new() { HasText = "fibonacci" }).ClickAsync();
        await Expect(page.Locator("details.task")).ToHaveCountAsync(1);
        await Expect(page.Locator("details.task")).ToContainTextAsync("Which one; 1 or more.");
        await Expect(page.Locator("details.task tr", new() { HasText = "millstone" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_plugin_is_left_out_and_used_again()
    {
        await using var own = await Own.StartAsync();
        var page = await browser.OpenAsync($"{own.Url}/tasks");
        var plugin = page.Locator("tr", new() { HasText = "gwexample" });
        await Expect(plugin.Locator(".badge")).ToHaveTextAsync("Working");

        await page.GetByLabel("Disable gwexample").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable it" }).ClickAsync();
        await Expect(plugin.Locator(".badge")).ToHaveTextAsync("Disabled");
        await Expect(page.Locator("summary", new() { HasText = "gwexample" })).ToHaveCountAsync(0);
        await page.GetByLabel("Use gwexample").ClickAsync();

        await Expect(plugin.Locator(".badge")).ToHaveTextAsync("Working");
        await own.Jobs.RunAsync<long>($"{Site.Tasks}.fibonacci", 5);
    }

    [Fact]
    public async Task A_silo_shows_what_its_grains_do()
    {
        await site.RunAsync("noop");

        var page = await browser.OpenAsync($"{site.Url}/silos");
        await page.Locator("summary", new() { HasText = "Grains:" }).ClickAsync();

        var activations = page.Locator("tr", new() { HasText = "JobIntakeGrain" }).Locator("td").Nth(1);
        await Expect(activations).ToHaveTextAsync(new Regex("^[1-9]"));
        await Expect(page.Locator("summary", new() { HasText = "Grains:" })).Not.ToContainTextAsync("Grains: 0 ");
        await Expect(page.Locator("tr", new() { HasText = "QueueGrain" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_overview_shows_what_was_done_before_the_silo_was_started_again()
    {
        var data = Directory.CreateTempSubdirectory("gristmill-dashboard-history-");
        await using (var first = await Site.StartAsync(data.FullName, SiloOptions.NoHttp))
        {
            await using var jobs = new JobClient(first.Grains);
            await (await jobs.SubmitAsync($"{Site.Tasks}.noop")).WaitAsync(TestContext.Current.CancellationToken);
        }
        await using (var second = await Site.StartAsync(data.FullName, "http://127.0.0.1:0"))
        {
            var page = await browser.OpenAsync(second.Url!);
            await page.GetByLabel("Show").SelectOptionAsync("30 days");
            await Expect(page).ToHaveURLAsync(new Regex(@"\?range=30d$"));
            await page.ReloadAsync();
            var throughput = page.Locator("figure", new() { HasText = "Jobs a second" });

            await Expect(page.Locator("h2").First).ToHaveTextAsync("The last 30 days");
            // In the first seconds of an hour its figures are shown with the next minute's.
            await Expect(throughput.Locator("path.c2")).ToHaveAttributeAsync("d", new Regex("^M"), new() { Timeout = 120_000 });
            await Expect(throughput.Locator(".key", new() { HasText = "out" }))
                .Not.ToHaveTextAsync(new Regex("out\\s*(0|–)$"), new() { Timeout = 120_000 });
        }
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task The_overview_begins_with_what_failed_last_whenever_it_was_submitted()
    {
        await site.Jobs.PauseQueueAsync("reports");
        var first = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.fail", "at last") with
        {
            Queue = "reports",
            Title = "submitted first"
        });
        await site.RunAsync("fail", "at once");
        await site.Jobs.ResumeQueueAsync("reports");
        await first.WaitAsync(TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync(site.Url);

        await Expect(page.Locator(".failures li").First).ToContainTextAsync("submitted first");
        await Expect(page.Locator(".failures li").Nth(1)).ToContainTextAsync("at once");
    }

    [Fact]
    public async Task On_a_phone_a_queue_still_says_what_a_purge_would_cancel()
    {
        var job = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.noop") with
        {
            Queue = "nobody-s",
            Delay = TimeSpan.FromHours(1)
        });

        var page = await browser.OpenAsync($"{site.Url}/queues", width: 390);

        var row = page.Locator("tr", new() { HasText = "nobody-s" });
        await Expect(page.Locator("tr", new() { HasText = "reports" }).GetByText("no silo")).ToHaveCountAsync(0);
        await Expect(row.GetByText("1 delayed")).ToBeVisibleAsync();
        await Expect(row.GetByText("no silo: its jobs wait").First).ToBeVisibleAsync();
        await page.GetByLabel("Purge nobody-s").ClickAsync();
        await Expect(page.GetByText("Cancel the one job that waits in nobody-s?")).ToBeVisibleAsync();
        await job.CancelAsync();
    }

    [Fact]
    public async Task The_overview_and_the_form_warn_of_a_queue_that_no_silo_serves()
    {
        var job = await site.Jobs.SubmitAsync(JobClient.Request($"{Site.Tasks}.noop") with { Queue = "unserved" });
        var page = await browser.OpenAsync(site.Url);
        var warning = page.GetByText("No silo serves the queue unserved: 1 job waits until one does.");
        await Expect(warning).ToBeVisibleAsync();
        await job.CancelAsync();
        await Expect(warning).ToHaveCountAsync(0);

        await page.GoLiveAsync($"{site.Url}/submit?from={job.Id}");
        await Expect(page.GetByText("No silo serves the queue unserved now: the job will wait")).ToBeVisibleAsync();
        await page.GetByLabel("Queue").FillAsync("reports");
        await Expect(page.GetByText("No silo serves the queue")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_sought_among_the_tasks_is_in_the_address()
    {
        var page = await browser.OpenAsync($"{site.Url}/tasks");
        await page.GetByLabel("Find a task").FillAsync("fibonacci");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/tasks\\?text=fibonacci$"));

        await page.ReloadAsync();

        await Expect(page.GetByLabel("Find a task")).ToHaveValueAsync("fibonacci");
        await Expect(page.Locator("details.task")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_overview_moves_by_itself()
    {
        var page = await browser.OpenAsync(site.Url);
        var running = page.Locator(".figures div", new() { HasText = "Running" });
        await Expect(running).ToContainTextAsync("0 of 8 slots");

        var job = await site.Jobs.SubmitAsync($"{Site.Tasks}.untilcanceled");
        await Expect(running).ToContainTextAsync("1 of 8 slots");
        await job.CancelAsync();

        await Expect(running).ToContainTextAsync("0 of 8 slots");
    }

    [Fact]
    public async Task A_page_that_loses_its_silo_says_so_and_comes_back_with_it()
    {
        var data = Directory.CreateTempSubdirectory("gristmill-dashboard-");
        var silo = await Site.StartAsync(data.FullName, "http://127.0.0.1:0");
        var url = silo.Url!;
        IPage page;
        try
        {
            page = await browser.OpenAsync($"{url}/silos");
        }
        finally
        {
            await silo.DisposeAsync();
        }
        await Expect(page.GetByText("The silo does not answer")).ToBeVisibleAsync();
        await Expect(page.Locator(".app[inert] main")).ToHaveCountAsync(1);
        await page.EvaluateAsync("document.body.dataset.before = 'lost'");

        await using (await Site.StartAsync(data.FullName, url))
        {
            await Expect(page.Locator("body[data-before]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
            await Expect(page.Locator("main")).ToContainTextAsync("millstone");
        }
        data.Delete(recursive: true);
    }
}
