using System.Globalization;
using System.Runtime.InteropServices;

namespace Gristmill.Hosting;

/// <summary>
/// The system's data of cultures, which are in the library ICU. Where there is none, .NET ends the process with the first text
/// that needs it; our programs go on with the invariant culture's data for all cultures.
/// </summary>
public static partial class CultureData
{
    private const string InvariantSwitch = "System.Globalization.Invariant";
    private const string InvariantVariable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    /// <summary>What to tell the operator, in one line; null for nothing.</summary>
    public static string? Notice { get; private set; }

    /// <summary>
    /// Prepares the process; to be called first of all. What no culture is named for is formatted as the invariant culture has
    /// it, so that neither a task's result nor our own texts depend on whose machine it is.
    /// </summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(InvariantVariable) is null && !CanLoad())
        {
            AppContext.SetSwitch(InvariantSwitch, true); // .NET reads it when it first needs a culture.
            Notice = "there is no ICU library, so that all cultures are like the invariant one, and some libraries (SQL Server's client) "
                + $"fail; install it (Debian: libicu, Alpine: icu-libs), or set {InvariantVariable}=1 if that will do";
        }
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }

    // Asks as .NET itself will.
    private static bool CanLoad()
    {
        try
        {
            return LoadIcu() != 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return true; // Linked in, or under another name.
        }
    }

    [LibraryImport("libSystem.Globalization.Native", EntryPoint = "GlobalizationNative_LoadICU")]
    private static partial int LoadIcu();
}
