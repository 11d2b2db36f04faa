using System.Reflection;

namespace Gristmill.Core;

/// <summary>The platform's own version.</summary>
public static class Product
{
    /// <summary>As packages have it, without what the build adds.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
