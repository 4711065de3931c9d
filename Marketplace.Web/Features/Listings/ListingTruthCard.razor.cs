using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;
using Marketplace.Core.Linking;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Listings;

/// <summary>One listing: its numbers with their ages, the answer to "why is this not syncing?", and what can be done.</summary>
public sealed partial class ListingTruthCard(ListingLinks links, ListingResend resend, CurrentSeller seller, IDialogService dialogs, ISnackbar snackbar)
{
    /// <summary>The listing.</summary>
    [Parameter, EditorRequired]
    public ListingTruth Truth { get; set; } = null!;

    /// <summary>Called once something was done with it.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private SyncFacts Facts => Truth.Facts;

    private StatusTone Tone => Truth.Answer.Cause switch
    {
        SyncCause.InStep => StatusTone.Good,
        SyncCause.WaitingForBatch or SyncCause.Sent or SyncCause.WaitingToBeSeen => StatusTone.Busy,
        SyncCause.HeldByMarketplace or SyncCause.RuleSaysNo or SyncCause.Ended or SyncCause.LeftOut or SyncCause.NotSupported => StatusTone.Neutral,
        SyncCause.Refused or SyncCause.NeedsReauthorization or SyncCause.GivenUp or SyncCause.BrakeOn => StatusTone.Bad,
        _ => StatusTone.Caution,
    };

    private async Task SendAgainAsync()
    {
        var problem = await resend.SendAsync(await seller.IdAsync(), Truth.ListingId, CancellationToken.None);
        snackbar.Add(problem ?? "It is sent again now.", problem is null ? Severity.Normal : Severity.Warning);
        await OnChanged.InvokeAsync();
    }

    private async Task UnlinkAsync()
    {
        if (!await ConfirmDialog.AskAsync(
            dialogs, "Unlink this listing?", $"{Facts.MarketplaceName} is no longer told a quantity. Its open order lines give their stock back and wait under “To link”, as does the listing.", "Unlink"))
        {
            return;
        }

        var result = await links.UnlinkAsync(await seller.IdAsync(), Truth.ListingId, CancellationToken.None);
        snackbar.Add(result.Problem ?? "Unlinked. It waits under “To link”.", result.Done ? Severity.Success : Severity.Warning);
        await OnChanged.InvokeAsync();
    }
}
