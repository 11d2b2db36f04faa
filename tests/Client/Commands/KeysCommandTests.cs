using Gristmill.Client.Tests.Fakes;
using Gristmill.Dashboard.Security;

namespace Gristmill.Client.Tests.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-keys-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_key_is_shown_once_and_only_its_hash_is_kept_where_its_user_alone_can_read_it()
    {
        var (exit, output, _) = await RunAsync("keys", "create", "tv", "--role", "viewer");

        Assert.Equal(0, exit);
        var text = output.Trim();
        Assert.Equal(("tv", "viewer"),
            (new ApiKeys(_data.FullName).Find(text)!.Name, new ApiKeys(_data.FullName).Find(text)!.Role));
        var file = Path.Combine(_data.FullName, "keys.json");
        Assert.DoesNotContain(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Keys_are_listed_without_what_they_are()
    {
        var made = (await RunAsync("keys", "create", "ci", "--role", "operator")).Output.Trim();

        var (_, output, _) = await RunAsync("keys", "--output", "json");

        Assert.StartsWith("""{"name":"ci","role":"operator","id":""", output, StringComparison.Ordinal);
        Assert.DoesNotContain(made, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_none_any_more()
    {
        var text = (await RunAsync("keys", "create", "ci", "--role", "operator")).Output.Trim();
        var keys = new ApiKeys(_data.FullName);
        Assert.NotNull(keys.Find(text));

        Assert.Equal((0, "ci  revoked\n"),
            ((await RunAsync("keys", "revoke", "ci")) is var (exit, output, _) ? (exit, output) : default));

        Assert.Null(keys.Find(text));
    }

    [Theory]
    [InlineData("there is a key 'ci' already", "keys", "create", "ci", "--role", "viewer")]
    [InlineData("there is no key 'cy'; those are ci", "keys", "revoke", "cy")]
    [InlineData("--role 'root' is unknown; it is viewer or operator", "keys", "create", "x", "--role", "root")]
    public async Task What_cannot_be_done_is_told(string says, params string[] typed)
    {
        await RunAsync("keys", "create", "ci", "--role", "operator");

        var (exit, _, errors) = await RunAsync(typed);

        Assert.Equal(2, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_holds_no_keys_is_told_with_what_to_do()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "keys.json"), "[{", TestContext.Current.CancellationToken);

        var (exit, _, errors) = await RunAsync("keys");

        Assert.Equal(2, exit);
        Assert.Contains("Restore it, or delete it and make new keys.", errors, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output, string Errors)> RunAsync(params string[] typed) =>
        TestConsole.RunAsync(new FakeCluster(), [.. typed, "--data", _data.FullName]);
}
