using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Orders;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Marketplace.Web.Features.Packing;

/// <summary>The packing table. Which order lies on it is in the address; how far it is packed is in the database, so that nothing is lost with the page.</summary>
public sealed partial class PackingPage
{
    private readonly CancellationTokenSource leaving = new();
    private ElementReference box;
    private IJSObjectReference? module;
    private IJSObjectReference? scanner;
    private DotNetObjectReference<PackingPage>? self;
    private PackQueuePage? queue;
    private PackRun? run;
    private OrderRow? entry;
    private PackVerdict? verdict;
    private Guid station;
    private string? failure;
    private bool isReady;

    /// <summary>The order on the table, of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Order { get; set; }

    /// <summary>Tab of the address: "packed", or nothing.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment, ChangeTopic.Orders];

    [Inject]
    private PackDesk Desk { get; set; } = null!;

    [Inject]
    private PackQueue Queue { get; set; } = null!;

    [Inject]
    private OrderReader Orders { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private ILogger<PackingPage> Logger { get; set; } = null!;

    private bool IsPackedTab => string.Equals(Tab, "packed", StringComparison.OrdinalIgnoreCase);

    private bool IsMine => run is not null && run.Station == station;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && RendererInfo.IsInteractive)
        {
            module = await Script.InvokeAsync<IJSObjectReference>("import", "./packing.js");
            station = Guid.TryParse(await module.InvokeAsync<string>("station"), out var known) ? known : Guid.Empty;
            self = DotNetObjectReference.Create(this);
            scanner = await module.InvokeAsync<IJSObjectReference>("attach", box, self);
            isReady = true;
        }

        await base.OnAfterRenderAsync(firstRender);
    }

    /// <summary>Takes a scan from the browser, which sends one after the other.</summary>
    /// <param name="code">What the scanner read.</param>
    /// <returns>What the loudspeaker plays: "right", "wrong" or "done".</returns>
    [JSInvokable]
    public async Task<string> ScannedAsync(string code)
    {
        await (run is { State: PackState.Open } && IsMine
            ? TakeAsync(await Desk.ScanAsync(await Seller.IdAsync(), run.Id, await PackerAsync(), code, leaving.Token))
            : OpenAsync(code));
        StateHasChanged();
        return verdict is null ? "right" : Tone(verdict.Outcome);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Dispose();
        self?.Dispose();
        try
        {
            await (scanner?.InvokeVoidAsync("detach") ?? ValueTask.CompletedTask);
            await (scanner?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        leaving.Cancel();
    }

    private async Task LoadAsync()
    {
        try
        {
            var seller = await Seller.IdAsync();
            queue = await Queue.ReadAsync(seller, IsPackedTab, PackQueue.MostEntries, leaving.Token);
            run = Order is { } order ? await Queue.OfOrderAsync(seller, order, leaving.Token) : null;
            entry = run is null ? null : entry?.Id == run.OrderId ? entry : (await Orders.ReadAsync(seller, run.OrderId, leaving.Token))?.Row;
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The packing table could not be read");
            failure = "The database did not answer. Nothing that was scanned is lost; try again in a moment.";
        }
    }

    private async Task OpenAsync(string code)
    {
        var found = await Queue.FindAsync(await Seller.IdAsync(), code, leaving.Token);
        if (found.Count == 1)
        {
            await StartAsync(found[0]);
            return;
        }

        verdict = new PackVerdict(PackOutcome.UnknownCode, found.Count == 0
            ? $"No order has the number “{code.Trim()}”. Scan the barcode of a packing slip, of a pick list's order, or of a label."
            : "Several stores have an order with this number. Pick it from the list below.");
    }

    private async Task StartAsync(Guid orderId) => await TakeAsync(await Desk.StartAsync(await Seller.IdAsync(), orderId, await PackerAsync(), takeOver: false, leaving.Token));

    private async Task TakeOverAsync(Guid orderId) => await TakeAsync(await Desk.StartAsync(await Seller.IdAsync(), orderId, await PackerAsync(), takeOver: true, leaving.Token));

    private async Task CountAsync(PackItem item) => await TakeAsync(await Desk.CountAsync(await Seller.IdAsync(), run!.Id, await PackerAsync(), item.Id, leaving.Token));

    private async Task UndoAsync() => await TakeAsync(await Desk.UndoAsync(await Seller.IdAsync(), run!.Id, await PackerAsync(), leaving.Token));

    private async Task ReleaseAsync()
    {
        await TakeAsync(await Desk.ReleaseAsync(await Seller.IdAsync(), run!.Id, await PackerAsync(), leaving.Token));
        Navigation.NavigateTo(Address(null, IsPackedTab));
    }

    private async Task ShipAsync()
    {
        await ShipDialog.ShowAsync(Dialogs, [run!.OrderId]);
        await LoadAsync();
    }

    private Task LabelAsync() => LabelDialog.ShowAsync(Dialogs, [run!.OrderId]);

    private async Task NextAsync()
    {
        var page = await Queue.ReadAsync(await Seller.IdAsync(), packed: false, PackQueue.MostEntries, leaving.Token);
        if (page.Entries.FirstOrDefault(e => e is { State: null, CancelRequested: false }) is { } next)
        {
            await StartAsync(next.OrderId);
            return;
        }

        verdict = new PackVerdict(PackOutcome.Refused, "Nothing else waits to be packed.");
    }

    private async Task TakeAsync(PackVerdict answer)
    {
        verdict = answer;
        if (answer is { Outcome: not PackOutcome.Claimed, Run: { State: not PackState.Released } shown })
        {
            run = shown;
            if (Order != shown.OrderId)
            {
                Navigation.NavigateTo(Address(shown.OrderId, IsPackedTab), replace: Order is not null);
                return;
            }
        }

        await LoadAsync();
    }

    private async Task<Packer> PackerAsync() => new(await Seller.NameAsync(), station);

    private List<FilterTabs.Tab> Tabs() =>
    [
        new("to-pack", "To pack", queue?.ToPack, Address(Order, false), !IsPackedTab),
        new("packed", "Packed, to ship", queue?.Packed, Address(Order, true), IsPackedTab),
    ];

    private static string Address(Guid? orderId, bool packed) => Query.Address("packing", ("order", orderId?.ToString()), ("tab", packed ? "packed" : null));

    private static string Tone(PackOutcome outcome) => outcome switch
    {
        PackOutcome.Ok => "right",
        PackOutcome.Complete => "done",
        _ => "wrong",
    };
}
