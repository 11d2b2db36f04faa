using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// Whoever looks at a page, and what they may do. The one place that pages ask. A page may be open for longer than its key is
/// one, so the keys are read whenever it asks, as they are for each request.
/// </summary>
internal sealed class Viewer(AuthenticationStateProvider authentication, ApiKeys keys)
{
    /// <summary>Whether to offer what changes something: submit, cancel, retry, pause, cordon.</summary>
    public bool MayAct => Role is Roles.Operator;

    /// <summary>Who orders are from, for those who wonder later; null for nobody in particular.</summary>
    public string? Name => Who.Identity?.Name;

    /// <summary>Whether a key was asked for; without one everybody is an operator.</summary>
    public bool HasKey => KeyId is not null;

    /// <summary>One of <see cref="Roles"/>; null for whoever may not even look any more.</summary>
    public string? Role => Look().Role;

    /// <summary>Why the key that the page was opened with opens nothing any more; null as long as it does.</summary>
    public string? Refusal => Look().Refusal;

    private string? KeyId => Who.FindFirstValue(Access.KeyClaim);

    // Known since the page's connection was made, which was authorized: the task has ended.
    private ClaimsPrincipal Who => authentication.GetAuthenticationStateAsync().Result.User;

    private (string? Role, string? Refusal) Look()
    {
        if (!HasKey)
            return (Who.FindFirstValue(ClaimTypes.Role), null);
        try
        {
            return keys.All.FirstOrDefault(key => key.Id == KeyId) is { } key ? (key.Role, null)
                : (null, $"The key '{Name}' was revoked.");
        }
        catch (Exception e) when (e is KeysUnreadableException or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }
}
