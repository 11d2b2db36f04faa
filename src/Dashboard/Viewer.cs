using System.Security.Claims;
using Gristmill.Dashboard.Security;
using Microsoft.AspNetCore.Components.Authorization;

namespace Gristmill.Dashboard;

/// <summary>Whoever looks at a page, and what they may do. The one place that pages ask.</summary>
internal sealed class Viewer(AuthenticationStateProvider authentication)
{
    /// <summary>Whether to offer what changes something: submit, cancel, retry, pause, cordon.</summary>
    public bool MayAct => Who.IsInRole(Roles.Operator);

    /// <summary>Who orders are from, for those who wonder later; null for nobody in particular.</summary>
    public string? Name => Who.Identity?.Name;

    // Known since the page's connection was made, which was authorized: the task has ended.
    private ClaimsPrincipal Who => authentication.GetAuthenticationStateAsync().Result.User;
}
