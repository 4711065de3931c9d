using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Platforms;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>Compares the marketplaces' offers for one order or a selection, buys the labels, and hands them out for printing.</summary>
public sealed partial class LabelDialog
{
    /// <summary>Most orders whose offers are compared at once; each costs the marketplace two calls.</summary>
    public const int MostOrders = 100;

    private readonly CancellationTokenSource leaving = new();
    private List<LabelEntry>? entries;
    private ParcelSize size = new();
    private OfferChoice choice = OfferChoice.Cheapest;
    private string? problem;
    private bool asking;
    private bool buying;
    private int asked;

    /// <summary>The orders, in the order of the page.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Guid> OrderIds { get; set; } = [];

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment];

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private ShipCandidates Candidates { get; set; } = null!;

    [Inject]
    private LabelShop Shop { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private IEnumerable<LabelEntry> Open => entries?.Where(e => e.IsOpen) ?? [];

    private List<Guid> Stored => [.. (entries ?? []).Where(e => e.Label is { State: ActionState.Done, MediaType: not null }).Select(e => e.Order.OrderId)];

    private string Title => OrderIds.Count == 1 ? "Buy a label" : $"Buy {OrderIds.Count} labels";

    private string BuyText
    {
        get
        {
            var ready = Open.Where(e => e.IsReady).ToList();
            var prices = ready.Select(e => e.Chosen?.Price).OfType<Money>().GroupBy(p => p.Currency).Select(g => g.Aggregate((sum, price) => sum + price).ToString()).ToList();
            var what = buying ? "Buying…" : ready.Count > 1 ? $"Buy {ready.Count} labels" : "Buy label";
            return prices.Count > 0 ? $"{what} for {string.Join(" + ", prices)}" : what;
        }
    }

    /// <summary>Opens the dialog.</summary>
    /// <param name="dialogs">The page's dialogs.</param>
    /// <param name="orderIds">One order or many; those beyond <see cref="MostOrders"/> are left out.</param>
    public static async Task ShowAsync(IDialogService dialogs, IReadOnlyList<Guid> orderIds)
    {
        var parameters = new DialogParameters<LabelDialog> { { d => d.OrderIds, [.. orderIds.Take(MostOrders)] } };
        var options = new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false, CloseOnEscapeKey = true };
        var dialog = await dialogs.ShowAsync<LabelDialog>(null, parameters, options);
        await dialog.Result;
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var seller = await Seller.IdAsync();
        var obstacles = await Shop.ObstaclesAsync(seller, OrderIds, leaving.Token);
        entries = [.. (await Candidates.LoadAsync(seller, OrderIds, leaving.Token)).Select(order => new LabelEntry(order, obstacles.GetValueOrDefault(order.OrderId)))];
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender && RendererInfo.IsInteractive && entries is [{ IsOpen: true }])
        {
            await CompareAsync();
            StateHasChanged();
        }
    }

    /// <inheritdoc />
    protected override async Task OnChangesAsync(IReadOnlyList<Change> changes)
    {
        var waiting = (entries ?? []).Where(e => e.Verdict?.ActionId is not null).ToDictionary(e => e.Verdict!.ActionId!.Value);
        if (waiting.Count == 0)
        {
            return;
        }

        foreach (var label in await Shop.OfOrdersAsync(await Seller.IdAsync(), [.. waiting.Values.Select(e => e.Order.OrderId)], leaving.Token))
        {
            if (waiting.TryGetValue(label.Id, out var entry))
            {
                entry.Label = label;
            }
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        leaving.Cancel();
        leaving.Dispose();
    }

    private void SetSize(ParcelSize value) => size = value;

    private void SetChoice(OfferChoice value)
    {
        choice = value;
        entries?.ForEach(e => e.Choose(choice));
    }

    private async Task CompareAsync()
    {
        (asking, asked, problem) = (true, 0, null);
        try
        {
            foreach (var entry in Open.ToList())
            {
                asked++;
                StateHasChanged();
                if (await Shop.OffersAsync(await Seller.IdAsync(), new LabelWish { OrderId = entry.Order.OrderId, Size = size }, leaving.Token) is { } offers)
                {
                    entry.Take(offers, entries!.Count > 1 ? choice : OfferChoice.Named);
                }
            }
        }
        catch (PlatformException failure)
        {
            problem = $"The offers could not all be read: {failure.Message}";
        }

        asking = false;
    }

    private async Task BuyAsync()
    {
        var ready = Open.Where(e => e.IsReady).ToList();
        var unsure = ready.Count(e => e.Order.CancelRequested);
        if (unsure > 0 && !await AskAboutCancelRequestAsync(Dialogs, unsure))
        {
            return;
        }

        var held = ready.Count(e => e.Order.HoldProblem is not null);
        if (held > 0 && !await AskAboutHoldAsync(Dialogs, held))
        {
            return;
        }

        buying = true;
        var verdicts = await Shop.BuyAsync(
            await Seller.IdAsync(), [.. ready.Select(e => e.ToWish(size, despiteCancelRequest: unsure > 0, despiteHold: held > 0))], await Seller.NameAsync(), CancellationToken.None);
        foreach (var (entry, verdict) in ready.Zip(verdicts))
        {
            entry.Verdict = verdict;
        }

        buying = false;
    }

    /// <summary>Asks whether orders are shipped whose buyers want to cancel.</summary>
    internal static Task<bool> AskAboutCancelRequestAsync(IDialogService dialogs, int orders) => ConfirmDialog.AskAsync(
        dialogs,
        orders == 1 ? "The buyer has asked to cancel" : $"{orders} buyers have asked to cancel",
        "If you ship now, you refuse the request, and some marketplaces count that against you. Answer the request on the order, or ship all the same.",
        "Ship all the same",
        isDangerous: true);

    /// <summary>Asks whether orders are shipped that are held.</summary>
    internal static Task<bool> AskAboutHoldAsync(IDialogService dialogs, int orders) => ConfirmDialog.AskAsync(
        dialogs,
        orders == 1 ? "This order is held" : $"{orders} of these orders are held",
        "Somebody, a rule, or the buyer's time to cancel holds them back; each order says which. Ship them all the same only if that is settled.",
        "Ship all the same",
        isDangerous: true);

    private void Close() => Dialog.Close();
}
