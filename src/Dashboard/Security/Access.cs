using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// Tells who sends a request: on the loopback address of an open port everybody, as operator; else whoever has a key, sent with
/// the request by programs, and as a cookie by browsers that have logged in.
/// </summary>
internal sealed class Access(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, HttpSettings settings, ApiKeys keys, Attempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string Name = "Gristmill";
    public const string KeyClaim = "key";

    private const string Bearer = "Bearer ";
    private const string Nobody = "local";

    private bool _tooOften;

    /// <summary>Somebody with a key.</summary>
    public static ClaimsPrincipal Holder(ApiKey key) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, key.Name), new Claim(ClaimTypes.Role, key.Role), new Claim(KeyClaim, key.Id)], Name));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Where the request came in is asked, too: the configuration of the web server may have opened further addresses.
        if (settings.IsOpen && (Context.Connection.LocalIpAddress is not { } local || IPAddress.IsLoopback(local)))
            return Success(new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.Name, Nobody), new Claim(ClaimTypes.Role, Roles.Operator)], Name)));
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) is { Succeeded: true } cookie
                ? Success(cookie.Principal)
                : AuthenticateResult.NoResult();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && keys.Find(header[Bearer.Length..].Trim()) is { } key)
            return Success(Holder(key));
        // Only wrong keys are counted and slowed down: others behind the same address go on.
        _tooOften = !attempts.Count(Context);
        return AuthenticateResult.Fail("unknown key");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_tooOften)
            return Problem.Of(429, Attempts.TooMany(Context)).ExecuteAsync(Context);
        if (!Problems.IsApi(Request.Path) && (HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)))
        {
            Response.Redirect($"/login?to={Uri.EscapeDataString(Request.PathBase + Request.Path + Request.QueryString)}");
            return Task.CompletedTask;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(401, Request.Headers.Authorization.Count == 0
            ? "This needs a key: send it as \"Authorization: Bearer KEY\". `gristmill keys create NAME --role viewer` makes one."
            : "The key that was sent is none, or was revoked.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Of(403,
        $"The key '{Context.User.Identity?.Name}' is a viewer's, who may see everything and change nothing. {Request.Method} {Request.Path} takes an operator's.")
        .ExecuteAsync(Context);

    private static AuthenticateResult Success(ClaimsPrincipal who) =>
        AuthenticateResult.Success(new AuthenticationTicket(who, Name));
}
