using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Conformance;

internal static class ServiceExtensions
{
    public static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
