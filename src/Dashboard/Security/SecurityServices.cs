using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Dashboard.Security;

/// <summary>Everything that answers needs somebody who may see; what changes something needs an operator.</summary>
internal static class SecurityServices
{
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    public static void AddSecurity(this IServiceCollection services, HttpSettings settings)
    {
        // Browsers send cookies to every port of a machine: each cluster there has its own.
        var cluster = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.Data)).AsSpan(0, 4));
        services.AddSingleton(new ApiKeys(settings.Data));
        services.AddSingleton<Attempts>();
        // Cookies hold on every silo of the cluster, and across restarts.
        services.AddDataProtection().SetApplicationName("gristmill")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.Data, "web")));
        services.AddAntiforgery(options => Harden(options.Cookie, $"gristmill-form-{cluster}"));
        services.AddAuthentication(Access.Name)
            .AddScheme<AuthenticationSchemeOptions, Access>(Access.Name, null)
            .AddCookie(options =>
            {
                Harden(options.Cookie, $"gristmill-key-{cluster}");
                options.ExpireTimeSpan = Session;
                options.SlidingExpiration = true;
                options.Events.OnValidatePrincipal = CheckAsync;
            });
        services.AddAuthorizationBuilder()
            .AddPolicy(Roles.Operator, policy => policy.RequireRole(Roles.Operator))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(Roles.Viewer, Roles.Operator).Build());
    }

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    // A cookie is worth as much as its key is now.
    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<ApiKeys>();
        var id = context.Principal?.FindFirstValue(Access.KeyClaim);
        if (keys.All.FirstOrDefault(key => key.Id == id) is { } key)
        {
            context.ReplacePrincipal(Access.Holder(key));
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
