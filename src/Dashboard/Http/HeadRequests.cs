using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Http;

/// <summary>
/// HEAD: whatever can be got can be asked for without its body (RFC 9110, section 9.1), which the web server leaves out by
/// itself.
/// </summary>
internal static class HeadRequests
{
    public static T TakesHead<T>(this T endpoints) where T : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods is { } methods
                && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
                endpoint.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
        });
        return endpoints;
    }
}
