using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory.Stock;

/// <summary>Deliveries of one item that are expected, received where they are listed.</summary>
public sealed partial class IncomingList
{
    private const int MostShown = 50;

    private readonly Dictionary<Guid, int> counts = [];
    private Page<IncomingView>? deliveries;
    private Guid loaded;

    /// <summary>Of what.</summary>
    [Parameter, EditorRequired]
    public Guid VariantId { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory];

    [Inject]
    private IncomingQueries Queries { get; set; } = null!;

    [Inject]
    private IncomingDesk Desk { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (loaded != VariantId)
        {
            loaded = VariantId;
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() => deliveries = await Queries.OpenAsync(await Seller.IdAsync(), VariantId, 0, MostShown, CancellationToken.None);

    private void Set(IncomingView delivery, ChangeEventArgs args)
    {
        if (int.TryParse(args.Value as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var items))
        {
            counts[delivery.Id] = items;
        }
    }

    private async Task ReceiveAsync(IncomingView delivery)
    {
        var items = counts.TryGetValue(delivery.Id, out var wish) ? wish : delivery.Missing;
        var result = await Desk.ReceiveAsync(await Seller.IdAsync(), delivery.Id, items, null, await Seller.NameAsync(), CancellationToken.None);
        counts.Remove(delivery.Id);
        if (result.Problem is { } problem)
        {
            Snackbar.Add(problem, Severity.Warning);
        }

        await LoadAsync();
    }

    private async Task CancelAsync(IncomingView delivery)
    {
        var details = string.Create(CultureInfo.InvariantCulture, $"{delivery.Missing:N0} items are not expected any more. What came already stays on hand.");
        if (await ConfirmDialog.AskAsync(Dialogs, "Give the rest of this delivery up?", details, "Give up", isDangerous: true))
        {
            await Desk.CancelAsync(await Seller.IdAsync(), delivery.Id, CancellationToken.None);
            await LoadAsync();
        }
    }
}
