using Gristmill.Dashboard.Security;
using Radzen;

namespace Gristmill.Dashboard.Parts;

/// <summary>Carries out what a button asks for, and tells how it went.</summary>
internal sealed class Actions(Viewer viewer, NotificationService notifications, DialogService dialogs)
{
    /// <summary>Asks whether that is meant.</summary>
    /// <param name="question">What is done then.</param>
    /// <param name="yes">What is written on the button that does it.</param>
    /// <param name="isHarmless">Whether it can be taken back.</param>
    public async Task<bool> ConfirmAsync(string question, string yes, bool isHarmless = false) =>
        await dialogs.OpenAsync<Confirm>(
        "Are you sure?",
        new() { [nameof(Confirm.Question)] = question, [nameof(Confirm.Yes)] = yes, [nameof(Confirm.IsHarmless)] = isHarmless },
        new DialogOptions { AutoFocusFirstElement = false, ShowClose = false, Width = "min(30rem, 92vw)" }) is true;

    /// <summary>Does it; says what was done, or why it was not. True if it was.</summary>
    public async Task<bool> TryAsync(Func<Task<Outcome>> action)
    {
        if (!viewer.MayAct)
        {
            Tell(NotificationSeverity.Error, viewer.Refusal
                ?? $"The key '{viewer.Name}' is a viewer's, who may see everything and change nothing.");
            return false;
        }
        try
        {
            var outcome = await action();
            Tell(outcome.IsNothing ? NotificationSeverity.Info : NotificationSeverity.Success, outcome.Text);
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
