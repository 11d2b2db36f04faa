using System.Runtime.Versioning;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Storage;

/// <summary>A store that cannot be opened says in one sentence what, where, and what to do.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SqliteOpeningTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<string> RefusalAsync(string folder)
    {
        await using var store = new SqliteJobStore(folder, new FakeTimeProvider(TestJobs.Start));
        return (await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(CancellationToken.None))).Message;
    }

    [Fact]
    public async Task Stores_that_open_a_new_folder_at_once_share_it()
    {
        var stores = Enumerable.Range(0, 8)
            .Select(_ => new SqliteJobStore(_folder["deep/new"], new FakeTimeProvider(TestJobs.Start))).ToArray();
        await Task.WhenAll(stores.Select(store => store.OpenAsync(CancellationToken.None)));

        await Task.WhenAll(stores.Select(store => store.ExecuteAsync(new SubmitJob(TestJobs.New()))));
        Assert.Equal(8, (await stores[0].ListAsync(new JobQuery())).Rows.Length);
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_store_is_not_used_before_it_is_open()
    {
        await using var store = new SqliteJobStore(_folder.Path, new FakeTimeProvider(TestJobs.Start));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.ExecuteAsync(new CancelJob(Guid.NewGuid(), null)));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(_folder["jobs.db"], new string('?', 4_096));
        Assert.Equal(
            $"{_folder["jobs.db"]} is not an SQLite database; move it away or choose another data folder.",
            await RefusalAsync(_folder.Path));
        Assert.StartsWith("???", File.ReadAllText(_folder["jobs.db"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        using (var database = new SqliteDatabase(_folder["jobs.db"]))
            database.Execute("CREATE TABLE theirs (x)");
        Assert.Equal(
            $"{_folder["jobs.db"]} is an SQLite database of another program; move it away or choose another data folder.",
            await RefusalAsync(_folder.Path));
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_left_alone()
    {
        using (var database = new SqliteDatabase(_folder["jobs.db"]))
            database.Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = 99");
        Assert.Equal(
            $"{_folder["jobs.db"]} has schema version 99, and this program knows versions up to {SqliteSchema.Version}; " +
            "start the newer program that wrote it, or choose another data folder.",
            await RefusalAsync(_folder.Path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder["file"], "");
        var message = await RefusalAsync(_folder["file/data"]);
        Assert.StartsWith($"the data folder {_folder["file/data"]} cannot be used (", message, StringComparison.Ordinal);
        Assert.EndsWith("give this user read and write access to it, or choose another one.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_files_place_is_named()
    {
        Directory.CreateDirectory(_folder["jobs.db"]);
        Assert.StartsWith($"{_folder["jobs.db"]} cannot be opened for writing (", await RefusalAsync(_folder.Path),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_named()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "the superuser may write everywhere");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var message = await RefusalAsync(_folder.Path);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.StartsWith($"the data folder {_folder.Path} cannot be used (", message, StringComparison.Ordinal);
    }
}
