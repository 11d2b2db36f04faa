using System.Diagnostics;
using System.Globalization;
using Gristmill.Clustering;
using Gristmill.Storage;

namespace Gristmill;

/// <summary>
/// A process of its own that plays a role in a test, and tells its progress line by line. Disposing of it kills it.
/// </summary>
internal sealed class TestProcess : IAsyncDisposable
{
    public const string Switch = "--role";

    private readonly Process _process;

    private TestProcess(Process process) => _process = process;

    /// <summary>Starts this assembly in a role.</summary>
    public static TestProcess Start(string role, params string[] arguments) => new(Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", typeof(TestProcess).Assembly.Location, Switch, role, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        // A process that is killed would leave its diagnostic sockets behind.
        Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
    })!);

    /// <summary>In the process: plays the role.</summary>
    public static Task<int> PlayAsync(string role, string[] arguments) => role switch
    {
        nameof(StoreRoles.Submit) => StoreRoles.Submit(arguments[0]),
        nameof(StoreRoles.ClaimAll) => StoreRoles.ClaimAll(arguments[0], arguments[1]),
        nameof(StoreRoles.KeepTurn) => StoreRoles.KeepTurn(arguments[0]),
        nameof(StoreRoles.TakeKeys) => StoreRoles.TakeKeys(arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture)),
        nameof(AccessRoles.Intrude) => AccessRoles.Intrude(arguments[0], arguments[1]),
        _ => throw new ArgumentException($"unknown role {role}"),
    };

    /// <summary>The next line that it wrote; null when it has ended.</summary>
    public ValueTask<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync(CancellationToken.None);

    /// <summary>Lets a process that waits for a line of input go on.</summary>
    public void Go()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    public void Kill() => _process.Kill();

    /// <summary>Stops it as Ctrl-Z does: it keeps all that it has, and does nothing.</summary>
    public async Task FreezeAsync()
    {
        using var kill = Process.Start("kill", ["-STOP", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    public Task EndAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
