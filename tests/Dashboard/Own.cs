using Gristmill.Dashboard.Http;
using Gristmill.Dashboard.Security;
using Gristmill.Grains;
using Gristmill.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gristmill.Dashboard;

/// <summary>A silo of one test.</summary>
internal sealed class Own : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-dashboard-");
    private SiloHost? _silo;

    public string Url => _silo!.Url!;

    public string Data => _data.FullName;

    public JobClient Jobs { get; private set; } = null!;

    /// <param name="configure">Changes its host, given the data folder.</param>
    public static async Task<Own> StartAsync(Action<IHostApplicationBuilder, string>? configure = null)
    {
        var own = new Own();
        own._silo = await SiloHost.StartAsync(
            new SiloOptions
            {
                Name = "own",
                Data = own.Data,
                Http = "http://127.0.0.1:0",
                ShutdownGrace = TimeSpan.Zero,
                Concurrency = 2
            },
            host => configure?.Invoke(host, own.Data));
        own.Jobs = new JobClient(own._silo.Grains);
        return own;
    }

    /// <summary>One that asks for keys, as on an address that other machines reach.</summary>
    public static Task<Own> StartLockedAsync() =>
        StartAsync((host, data) => host.Services.AddSingleton(new HttpSettings("own", data, IsOpen: false, TimeProvider.System)));

    /// <summary>Goes to its jobs with a new key of a role, which is called as the role is.</summary>
    public async Task<IPage> LogInAsync(Browser browser, string role)
    {
        var key = new ApiKeys(Data).Create(role, role, TimeProvider.System.GetUtcNow());
        var page = await browser.BlankAsync();
        await page.GotoAsync($"{Url}/jobs");
        await Expect(page).ToHaveTitleAsync("Log in – Gristmill");
        await page.GetByLabel("Key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await _silo!.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
