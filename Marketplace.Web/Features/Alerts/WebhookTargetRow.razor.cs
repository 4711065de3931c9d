using System.Globalization;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Alerts;

/// <summary>One address of the seller's own systems: on or off, what it is told of, and what it is told again.</summary>
public sealed partial class WebhookTargetRow(WebhookTargets webhooks, WebhookReplay replay, CurrentSeller seller, IDialogService dialogs, ISnackbar snackbar, TimeProvider time)
{
    private DateTime from = time.GetUtcNow().UtcDateTime.AddHours(-24);
    private DateTime until = time.GetUtcNow().UtcDateTime;

    /// <summary>The address.</summary>
    [Parameter, EditorRequired]
    public WebhookTarget Target { get; set; } = null!;

    /// <summary>Called after something was changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private string Chosen => Target.Events is null ? "Told of everything" : $"Told of {Target.Events.Replace(",", ", ", StringComparison.Ordinal)}";

    private async Task EnableAsync(bool isEnabled)
    {
        await webhooks.EnableAsync(await seller.IdAsync(), Target.Id, isEnabled, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }

    private async Task TestAsync()
    {
        await webhooks.TestAsync(await seller.IdAsync(), Target.Id, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }

    private async Task ChooseAsync(string happening, bool isWanted)
    {
        var chosen = OutboundEvents.All.Where(e => e == happening ? isWanted : Target.Wants(e)).ToList();
        await webhooks.ChooseAsync(await seller.IdAsync(), Target.Id, chosen, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }

    private async Task ReplayAsync()
    {
        var count = until > from
            ? await replay.ReplayAsync(await seller.IdAsync(), Target.Id, new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero), CancellationToken.None)
            : null;
        snackbar.Add(
            count switch
            {
                null => "The span must end after it begins.",
                0 => "Nothing was sent in that time.",
                1 => "One message is sent again.",
                _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} messages are sent again."),
            },
            count is null ? Severity.Warning : Severity.Normal);
        await OnChanged.InvokeAsync();
    }

    private async Task RemoveAsync()
    {
        if (await ConfirmDialog.AskAsync(dialogs, "Remove this address?", $"Nothing more is sent to {Target.Url}, and the log of what was sent goes with it.", "Remove", isDangerous: true))
        {
            await webhooks.RemoveAsync(await seller.IdAsync(), Target.Id, CancellationToken.None);
            await OnChanged.InvokeAsync();
        }
    }
}
