using System.Reflection;

namespace Gristmill.Hosting;

/// <summary>The platform's own version.</summary>
internal static class Product
{
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
