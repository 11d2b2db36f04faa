using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gristmill;

/// <summary>Tests run as our programs do: in the invariant culture, whatever the machine's language is.</summary>
internal static class TestCulture
{
    [ModuleInitializer]
    public static void Prepare() =>
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
}
