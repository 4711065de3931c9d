using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Dashboard;

/// <summary>A connected store: how it is, what it holds, what runs, and what can be done with it.</summary>
public sealed partial class StoreCard(ConnectStore connect, SyncStarter sync, CurrentSeller seller, IDialogService dialogs, ISnackbar snackbar, TimeProvider time)
{
    /// <summary>The store.</summary>
    [Parameter, EditorRequired]
    public StoreView Store { get; set; } = null!;

    /// <summary>Its marketplace.</summary>
    [Parameter, EditorRequired]
    public MarketplacePlatform Platform { get; set; } = null!;

    /// <summary>Its numbers.</summary>
    [Parameter, EditorRequired]
    public StoreFigures Figures { get; set; } = StoreFigures.None;

    private bool NeedsConsent => Store.State == ConnectionState.NeedsReauthorization;

    private bool ConsentEndsSoon => Store.AuthorizationExpiresAt is { } end && end - time.GetUtcNow() <= Platform.Descriptor.ConsentWarning;

    private StatusTone Tone => NeedsConsent ? StatusTone.Bad : Store.Problem is null ? StatusTone.Good : StatusTone.Caution;

    private string StateText => NeedsConsent ? "Reconnect needed" : ConsentEndsSoon ? "Reconnect soon" : Store.Problem is null ? "Connected" : "Having trouble";

    private string RegionName => Platform.Descriptor.Regions.FirstOrDefault(region => region.Id == Store.Region)?.Name ?? Store.Region;

    private async Task SyncAsync()
    {
        var id = await seller.IdAsync();
        foreach (var job in SyncJobs.Imports)
        {
            if (await sync.StartForConnectionAsync(id, Store.Id, job, "seller", CancellationToken.None) is null)
            {
                snackbar.Add($"{Store.StoreName} is not connected any more. Reconnect it, then sync.", Severity.Warning);
                return;
            }
        }
    }

    private async Task DisconnectAsync()
    {
        var sure = await ConfirmDialog.AskAsync(
            dialogs,
            $"Disconnect {Store.StoreName}?",
            $"Marketplace forgets its access to this {Platform.Descriptor.Name} store: no new orders come in, and its listings no longer follow your stock. Everything that is here stays, and you can connect it again at any time.",
            "Disconnect",
            isDangerous: true);
        if (!sure)
        {
            return;
        }

        try
        {
            await connect.DisconnectAsync(await seller.IdAsync(), Store.Id, CancellationToken.None);
            snackbar.Add($"{Store.StoreName} is disconnected.", Severity.Normal);
        }
        catch (UnknownConnectionException)
        {
            snackbar.Add("This store is not there any more. Reload the page to see what is.", Severity.Warning);
        }
    }
}
