using System.Net;
using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Security;

/// <summary>A form that takes a key and gives the browser a cookie for it.</summary>
internal static class Login
{
    private const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login", (HttpContext context, IAntiforgery antiforgery) => Form(context, antiforgery, null)).AllowAnonymous()
            .ExcludeFromDescription();
        app.MapPost("/login", EnterAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/logout", LeaveAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> EnterAsync(HttpContext context, IAntiforgery antiforgery, ApiKeys keys, Attempts attempts)
    {
        if (!await IsOursAsync(context, antiforgery))
            return Form(context, antiforgery, "The form was too old. Try again.", 400);
        if (attempts.AreSpent(context))
            return TooMany(context, antiforgery);
        var form = await context.Request.ReadFormAsync();
        if (keys.Find(form["key"].ToString().Trim()) is not { } key)
            return attempts.Count(context) ? Form(context, antiforgery, "This is no key, or it was revoked.", 401)
                : TooMany(context, antiforgery);
        await context.SignInAsync(Cookie, Access.Holder(key));
        return Results.LocalRedirect(Target(context));
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await IsOursAsync(context, antiforgery))
            return Form(context, antiforgery, "The page was too old. Go back, load it again, and log out there.", 400);
        await context.SignOutAsync(Cookie);
        return Results.LocalRedirect("/login");
    }

    private static async Task<bool> IsOursAsync(HttpContext context, IAntiforgery antiforgery) =>
        context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context);

    private static IResult TooMany(HttpContext context, IAntiforgery antiforgery) =>
        Form(context, antiforgery, Attempts.TooMany(context), 429);

    private static IResult Form(HttpContext context, IAntiforgery antiforgery, string? fault, int status = 200)
    {
        var token = antiforgery.GetAndStoreTokens(context);
        var told = fault is null ? "" : $"<p class=\"fault\" role=\"alert\">{WebUtility.HtmlEncode(fault)}</p>";
        return Results.Content($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>Log in – Gristmill</title>
                <link rel="icon" href="/{DashboardAssets.Url("app/icon.svg")}" />
                <link rel="stylesheet" href="/{DashboardAssets.Url("app/app.css")}" />
                <script src="/{DashboardAssets.Url("app/dashboard.js")}"></script>
            </head>
            <body>
                <main class="login">
                    <h1>Gristmill</h1>
                    <form method="post" action="/login?to={WebUtility.HtmlEncode(Uri.EscapeDataString(Target(context)))}">
                        {told}
                        <label>Key <input name="key" type="password" autocomplete="current-password" required autofocus /></label>
                        <input name="{WebUtility.HtmlEncode(token.FormFieldName)}" type="hidden" value="{WebUtility.HtmlEncode(token.RequestToken)}" />
                        <button class="primary">Log in</button>
                    </form>
                    <p>A key is made with <code>gristmill keys create NAME --role viewer</code> on the silo's machine.</p>
                </main>
            </body>
            </html>
            """, "text/html; charset=utf-8", statusCode: status);
    }

    // Nowhere else than to the silo's own pages.
    private static string Target(HttpContext context)
    {
        var to = context.Request.Query["to"].ToString();
        return to is ['/', not ('/' or '\\'), ..] && !to.Any(char.IsControl) ? to : "/";
    }
}
