using System.Net;
using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// Refuses what other sites make a browser send. On an open port the Host must be this machine's: a name of an attacker's that
/// resolves to it (DNS rebinding) is refused. An Origin must be the one that the request goes to.
/// </summary>
internal sealed class SameSite(RequestDelegate next, HttpSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (settings.IsOpen && !IsThisMachine(request.Host.Host))
            return Problem.Of(421,
                $"The Host '{request.Host}' is not this machine's loopback address; call the silo as http://127.0.0.1 or http://localhost, with its port.")
                .ExecuteAsync(context);
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !IsSame(origin.ToString(), request.Host))
            return Problem.Of(403,
                $"The request was sent by a page of '{origin}', which is not this silo's; only its own pages may.").ExecuteAsync(context);
        return next(context);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out var address)
            && IPAddress.IsLoopback(address);

    // Not the scheme: a proxy in front may speak TLS for the silo.
    private static bool IsSame(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url) && new HostString(url.Authority).Equals(host);
}
