using Marketplace.Core.Changes;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Listings;

/// <summary>Lets a seller move listings that were made by hand into the marketplace's newer model: what it means, which ones, a question, a result each.</summary>
public sealed partial class MoveListingsPage
{
    private const int PageSize = 50;
    private readonly HashSet<Guid> selected = [];
    private MoveChoice? choice;
    private IReadOnlyList<MoveVerdict>? verdicts;
    private string? failure;
    private bool isLoaded;
    private bool isBusy;

    /// <summary>The store.</summary>
    [Parameter]
    public Guid StoreId { get; set; }

    /// <summary>Page of the address, from 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Catalog];

    [Inject]
    private ListingMoves Moves { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private int PageNumber => Math.Max(1, Page ?? 1);

    private IEnumerable<MovableListing> Shown => choice!.Listings.Skip((PageNumber - 1) * PageSize).Take(PageSize);

    private string Summary
    {
        get
        {
            var moved = verdicts!.Count(v => v.Moved);
            return moved == verdicts!.Count ? $"{moved} moved" : $"{moved} moved, {verdicts.Count - moved} left as they were";
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        isLoaded = true;
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 && !isBusy ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        choice = await Moves.ChoiceAsync(await Seller.IdAsync(), StoreId, CancellationToken.None);
        selected.IntersectWith(choice?.Listings.Select(l => l.ListingId) ?? []);
    }

    // Variations go with the listing that they are of.
    private void Select(MovableListing listing, bool isSelected)
    {
        foreach (var id in choice!.Listings.Where(l => l.ListingId == listing.ListingId || l.ProductId == listing.ProductId).Select(l => l.ListingId))
        {
            _ = isSelected ? selected.Add(id) : selected.Remove(id);
        }
    }

    private async Task MoveAsync()
    {
        if (selected.Count > ListingMoves.MostAtOnce)
        {
            failure = $"{selected.Count} are too many for one go. Choose up to {ListingMoves.MostAtOnce}, and the others afterwards.";
            return;
        }

        var sure = await ConfirmDialog.AskAsync(
            Dialogs, $"Move {selected.Count} {(selected.Count == 1 ? "listing" : "listings")} for good?", choice!.Consequences, "Move for good", isDangerous: true);
        if (!sure)
        {
            return;
        }

        (isBusy, failure) = (true, null);
        try
        {
            verdicts = await Moves.MoveAsync(await Seller.IdAsync(), StoreId, selected, CancellationToken.None);
            selected.ExceptWith((verdicts ?? []).Where(v => v.Moved).Select(v => v.ListingId));
        }
        catch (PlatformException exception)
        {
            failure = $"{exception.Message} Listings that were moved before that show up here once the store is read again.";
        }
        finally
        {
            isBusy = false;
            await LoadAsync();
        }
    }
}
