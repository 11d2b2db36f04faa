using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// What every answer tells browsers: to run no script but the silo's own files, to put the pages into no frame, to guess no
/// types. Styles may be given on elements, as the pages' components do, and nowhere else in line.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy = $"{Common}; font-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'";

    // Orleans' dashboard draws diagrams that bring their styles with them, and has a font within its style sheet.
    private const string OrleansPolicy = $"{Common}; font-src 'self' data:; style-src 'self' 'unsafe-inline'";

    private const string Common =
        "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; " +
        "base-uri 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: the pages' own framework sets a policy, too.
        context.Response.OnStarting(static state =>
        {
            var (response, policy) = ((HttpResponse, string))state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return Task.CompletedTask;
        }, (context.Response, IsOrleans(context.Request.Path) ? OrleansPolicy : Policy));
        return next(context);
    }

    private static bool IsOrleans(PathString path) =>
        path.StartsWithSegments(OrleansDashboard.Path, StringComparison.OrdinalIgnoreCase);
}
