using System.Text;
using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>Our programs have the data of all cultures that the system has, and write in none of them.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly PluginFolders _folders = new();

    public CultureTests() => _folders.Add("culture", "1.0", """
        using System.Globalization;
        [assembly: WorkerPlugin("culture", typeof(P))]
        public class P : IWorkerPlugin;
        public static class Tasks
        {
            [JobTask(Name = "culture.german")] public static string German() =>
                $"{1234.5m.ToString("N2", new CultureInfo("de-DE"))} {"é".Normalize(System.Text.NormalizationForm.FormD).Length}";
            [JobTask(Name = "culture.zone")] public static double Zone() => TimeZoneInfo.FindSystemTimeZoneById("W. Europe Standard Time").BaseUtcOffset.TotalHours;
            [JobTask(Name = "culture.current")] public static string Current() => $"{1234.5} {"I".ToLower()} {CultureInfo.CurrentCulture.Name}";
        }
        """);

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    public async Task Tasks_find_every_culture_and_run_in_the_invariant_one_wherever_the_silo_is(string locale)
    {
        Assert.SkipUnless("é".Normalize(NormalizationForm.FormD).Length == 2, "this machine has no ICU");
        await using var cluster = await TestCluster.StartAsync();
        cluster.Environment["LC_ALL"] = locale;

        var silo = await cluster.AddSiloAsync("one", "--plugins", _folders.Root, "--shutdown-grace", "0.5");

        Assert.Equal("", silo.Errors);
        Assert.Equal((0, "\"1.234,50 2\"", ""), await cluster.ConsoleAsync("run", "culture.german"));
        Assert.Equal((0, "1", ""), await cluster.ConsoleAsync("run", "culture.zone"));
        Assert.Equal((0, "\"1234.5 i \"", ""), await cluster.ConsoleAsync("run", "culture.current"));
    }

    [Fact]
    public async Task Without_the_data_a_silo_says_so_in_one_line_and_runs_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is null, "they are missed on Linux only");
        await using var cluster = await TestCluster.StartAsync();
        cluster.Environment["LD_LIBRARY_PATH"] = NoIcu();

        var silo = await cluster.AddSiloAsync("one", "--plugins", _folders.Root);

        Assert.Equal(
            "gristmill-silo: there is no ICU library, so that all cultures are like the invariant one, and some libraries (SQL Server's client) fail; " +
            "install it (Debian: libicu, Alpine: icu-libs), or set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 if that will do",
            silo.Errors);
        Assert.Equal((0, "\"1,234.50 1\"", ""), await cluster.ConsoleAsync("run", "culture.german"));

        cluster.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        Assert.Equal("", (await cluster.AddSiloAsync("two")).Errors);
    }

    // The loader looks here first, by all names that .NET knows, and finds no library under any.
    private string NoIcu()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folders.Root, ".lib")).FullName;
        foreach (var version in Enumerable.Range(50, 100))
            foreach (var suffix in Enumerable.Range(0, 10).Select(minor => $".{minor}").Prepend(""))
                File.WriteAllBytes(Path.Combine(folder, $"libicuuc.so.{version}{suffix}"), []);
        return folder;
    }
}
