using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Alerts;

/// <summary>Addresses of the seller's own systems, and how sending to them goes.</summary>
public sealed partial class WebhookCard(WebhookTargets webhooks, ISnackbar snackbar)
{
    private const int MessagesShown = 20;
    private IReadOnlyList<WebhookTarget> targets = [];
    private Page<WebhookMessage> messages = new([], 0);
    private string? url;
    private string? secret;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Alerts];

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        targets = await webhooks.ListAsync(seller, CancellationToken.None);
        messages = await webhooks.MessagesAsync(seller, 0, MessagesShown, CancellationToken.None);
    }

    private async Task AddAsync()
    {
        var added = await webhooks.AddAsync(await Seller.IdAsync(), url, CancellationToken.None);
        if (added.Problem is { } problem)
        {
            snackbar.Add(problem, Severity.Warning);
            return;
        }

        (secret, url) = (added.Secret, null);
        await LoadAsync();
    }

    private async Task RedeliverAsync(WebhookMessage message)
    {
        await webhooks.RedeliverAsync(await Seller.IdAsync(), message.Id, CancellationToken.None);
        await LoadAsync();
    }

    private static (string Text, StatusTone Tone) Words(WebhookMessageState state) => state switch
    {
        WebhookMessageState.Delivered => ("Received", StatusTone.Good),
        WebhookMessageState.Failed => ("Given up", StatusTone.Bad),
        _ => ("Waiting", StatusTone.Busy),
    };
}
