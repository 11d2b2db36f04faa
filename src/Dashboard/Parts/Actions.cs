using Radzen;

namespace Gristmill.Dashboard.Parts;

/// <summary>Carries out what a button asks for, and tells how it went.</summary>
internal sealed class Actions(Viewer viewer, NotificationService notifications, DialogService dialogs)
{
    /// <summary>Asks whether that is meant.</summary>
    public async Task<bool> ConfirmAsync(string question, string yes) => await dialogs.Confirm(question, "Are you sure?", new ConfirmOptions
    {
        OkButtonText = yes,
        CancelButtonText = "No",
        AutoFocusFirstElement = true,
    }) == true;

    /// <summary>Does it; says what was done, or why it was not. True if it was.</summary>
    public async Task<bool> TryAsync(Func<Task<string>> action)
    {
        if (!viewer.MayAct)
        {
            Tell(NotificationSeverity.Error, $"The key '{viewer.Name}' is a viewer's, who may see everything and change nothing.");
            return false;
        }
        try
        {
            Tell(NotificationSeverity.Success, await action());
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e)
        {
            Tell(NotificationSeverity.Error, e.Message);
            return false;
        }
    }

    public void Tell(NotificationSeverity severity, string text) =>
        notifications.Notify(severity, text, duration: severity is NotificationSeverity.Error ? 10_000 : 6_000);
}
