using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// Lets nothing through that a page sends once its key opens nothing any more: whatever a button does, it is not done. That the
/// page shows nothing either is the layout's work.
/// </summary>
internal sealed class Turnstile(Viewer viewer) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) =>
        activity => viewer.Refusal is null ? next(activity) : Task.CompletedTask;
}
