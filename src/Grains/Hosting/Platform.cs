using System.Reflection;

namespace Gristmill.Hosting;

/// <summary>The platform's own version.</summary>
internal static class Platform
{
    public static string Version { get; } =
        typeof(Platform).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
