using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory.Brakes;

/// <summary>Asks what is to become of quantities that a store's brake holds; nothing where no brake is on.</summary>
public sealed partial class BrakeBanner
{
    private IReadOnlyList<BrakeView> brakes = [];
    private bool isBusy;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory, ChangeTopic.Connections];

    [Inject]
    private BrakeQueries Queries { get; set; } = null!;

    [Inject]
    private StockBrakes Stock { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() => brakes = await Queries.OnAsync(await Seller.IdAsync(), CancellationToken.None);

    private async Task SendAsync(BrakeView brake)
    {
        var details = $"{Listings(brake.Held)} of {brake.StoreName} will be changed, {Count(brake.ToZero)} of them to zero. Buyers see it at once.";
        if (await ConfirmDialog.AskAsync(Dialogs, "Send these quantities?", details, "Send anyway", isDangerous: true))
        {
            await AnswerAsync(brake, send: true);
        }
    }

    private async Task AnswerAsync(BrakeView brake, bool send)
    {
        isBusy = true;
        await Stock.AnswerAsync(await Seller.IdAsync(), brake.ConnectionId, send, await Seller.NameAsync(), CancellationToken.None);
        await LoadAsync();
        isBusy = false;
    }

    private Task LimitsAsync(BrakeView brake) => BrakeLimitsDialog.ShowAsync(Dialogs, brake.ConnectionId, brake.StoreName);

    private static string Headline(BrakeView brake) => brake.State == BrakeState.Asking
        ? brake.ToZero > 0 ? $"{Listings(brake.ToZero)} would go to zero" : $"{Listings(brake.Held)} would change"
        : $"{Listings(brake.Held)} held back";

    private static string Explanation(BrakeView brake) => brake.State == BrakeState.Asking
        ? $"An edit, file or import would change {Count(brake.Held)} of {Listings(brake.Listings)} on {brake.StoreName} at once. Nothing of it was sent; sales go on as ever. Is it meant?"
        : $"{brake.AnsweredBy} held these quantities for {brake.StoreName}. Send them, or put the stock right, and they are let go by themselves.";

    private static string Listings(int count) => count == 1 ? "1 listing" : $"{Count(count)} listings";

    private static string Count(int? items) => items?.ToString("N0", CultureInfo.InvariantCulture) ?? "?";
}
