using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>Enters tracking numbers for one order or a selection, and shows what the marketplaces make of them.</summary>
public sealed partial class ShipDialog
{
    /// <summary>Most orders that are typed in by hand at once; beyond it a file is the better tool.</summary>
    public const int MostOrders = 100;

    private readonly CancellationTokenSource leaving = new();
    private List<ShipEntry>? entries;
    private ShipDraftKeeper? keeper;
    private IReadOnlyList<TypedParcel> restored = [];
    private string? problem;
    private bool sending;

    /// <summary>The orders, in the order of the page.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Guid> OrderIds { get; set; } = [];

    /// <summary>The orders leave in one parcel: what is typed for the first counts for all.</summary>
    [Parameter]
    public bool Together { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment];

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private ShipCandidates Candidates { get; set; } = null!;

    [Inject]
    private ShipOrders Ship { get; set; } = null!;

    [Inject]
    private ShipDrafts Drafts { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private PlatformCatalog Platforms { get; set; } = null!;

    [Inject]
    private ILogger<ShipDialog> Logger { get; set; } = null!;

    private IEnumerable<ShipEntry> Open => entries?.Where(e => e.IsOpen) ?? [];

    private int Ready => Open.Count(e => e.IsReady);

    // A typing error in one of many must be seen to before the others leave.
    private bool CanSend => !sending && Ready > 0 && Open.All(e => e.IsReady || !e.IsFilled);

    private string SendText => sending ? "Sending…" : entries is { Count: > 1 } ? $"Ship {Ready} {(Ready == 1 ? "order" : "orders")}" : "Ship";

    private string Title => OrderIds.Count == 1 ? "Ship this order" : $"Ship {Math.Min(OrderIds.Count, MostOrders)} orders";

    /// <summary>Opens the dialog.</summary>
    /// <param name="dialogs">The page's dialogs.</param>
    /// <param name="orderIds">One order or many; those beyond <see cref="MostOrders"/> are left out.</param>
    /// <param name="together">The orders leave in one parcel, with one number.</param>
    /// <returns>Whether any parcel was entered.</returns>
    public static async Task<bool> ShowAsync(IDialogService dialogs, IReadOnlyList<Guid> orderIds, bool together = false)
    {
        var parameters = new DialogParameters<ShipDialog> { { d => d.OrderIds, [.. orderIds.Take(MostOrders)] }, { d => d.Together, together } };
        var options = new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false, CloseOnEscapeKey = true };
        var dialog = await dialogs.ShowAsync<ShipDialog>(null, parameters, options);
        return await dialog.Result is { Canceled: false, Data: true };
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var orders = await Candidates.LoadAsync(await Seller.IdAsync(), OrderIds, leaving.Token);
        entries = [.. orders.Select(order => new ShipEntry(order, Platforms.TryGet(order.Marketplace, out var platform) ? platform.Descriptor : null))];
        await RestoreAsync();
    }

    /// <inheritdoc />
    protected override async Task OnChangesAsync(IReadOnlyList<Change> changes)
    {
        var entered = entries?.Where(e => e.Verdict?.ShipmentId is not null).ToDictionary(e => e.Verdict!.ShipmentId!.Value) ?? [];
        if (entered.Count == 0)
        {
            return;
        }

        foreach (var (id, parcel) in await Candidates.StatesAsync(await Seller.IdAsync(), entered.Keys, leaving.Token))
        {
            entered[id].Parcel = parcel;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        leaving.Cancel();
        leaving.Dispose();
    }

    private async Task RestoreAsync()
    {
        var (seller, user) = (await Seller.IdAsync(), await Seller.UserIdAsync());
        keeper = new ShipDraftKeeper(typed => Drafts.SaveAsync(seller, user, typed, CancellationToken.None), Logger);
        var kept = await Drafts.LoadAsync(seller, user, [.. Open.Select(e => e.Order.OrderId)], leaving.Token);
        foreach (var entry in Open.Where(e => kept.ContainsKey(e.Order.OrderId)))
        {
            entry.Restore(kept[entry.Order.OrderId]);
        }

        restored = [.. kept.Values];
        CopyToOthers();
    }

    private async Task ForgetRestoredAsync()
    {
        foreach (var entry in Open)
        {
            entry.Reset();
        }

        restored = [];
        await ForgetAsync(entries!);
    }

    private async Task ForgetAsync(IEnumerable<ShipEntry> some) =>
        await Drafts.ClearAsync(await Seller.IdAsync(), await Seller.UserIdAsync(), [.. some.Select(e => e.Order.OrderId)], CancellationToken.None);

    private void OnTyped(ShipEntry entry)
    {
        CopyToOthers();
        keeper?.Keep(entry.ToTyped());
    }

    private void CopyToOthers()
    {
        foreach (var other in Together ? Open.Skip(1) : [])
        {
            (other.Tracking, other.Carrier) = (Open.First().Tracking, Open.First().Carrier);
        }
    }

    private async Task SendAsync()
    {
        var ready = Open.Where(e => e.IsReady).ToList();
        var unsure = ready.Count(e => e.Order.CancelRequested);
        if (unsure > 0 && !await LabelDialog.AskAboutCancelRequestAsync(Dialogs, unsure))
        {
            return;
        }

        var held = ready.Count(e => e.Order.HoldProblem is not null);
        if (held > 0 && !await LabelDialog.AskAboutHoldAsync(Dialogs, held))
        {
            return;
        }

        sending = true;
        problem = null;
        try
        {
            var verdicts = await Ship.ShipAsync(await Seller.IdAsync(), [.. ready.Select(e => e.ToRequest() with { DespiteCancelRequest = unsure > 0, DespiteHold = held > 0 })], await Seller.NameAsync(), CancellationToken.None);
            foreach (var (entry, verdict) in ready.Zip(verdicts))
            {
                entry.Verdict = verdict;
            }

            await (keeper?.SettledAsync() ?? Task.CompletedTask);
            await ForgetAsync(ready.Where(e => e.IsDone));
        }
        catch (Exception failure)
        {
            // What was stored before the failure is found again as "already entered".
            Logger.LogError(failure, "Parcels could not be entered");
            problem = "The parcels could not all be stored. Nothing is sent twice if you press Ship again.";
        }

        sending = false;
    }

    private void Close() => Dialog.Close(DialogResult.Ok(entries?.Any(e => e.IsDone) == true));
}
