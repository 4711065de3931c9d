using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Inventory;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Reading stock and its ledger. Counts are items, times UTC.</summary>
public static class InventoryEndpoints
{
    /// <summary>Most items of one page.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapInventory(this RouteGroupBuilder group)
    {
        group.MapGet("/inventory", ListAsync).Needs(Right.ViewStock).WithSummary("Stock by SKU, filtered and sorted as the grid is, page by page.");
        group.MapGet("/inventory/{variantId:guid}", ReadAsync).Needs(Right.ViewStock).WithSummary("Stock of one item: where it lies, and what its listings should show and show.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/inventory/{variantId:guid}/movements", MovementsAsync).Needs(Right.ViewStock).WithSummary("The ledger of one item, newest first: who, why, when, where, and for which order.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<ItemPage>> ListAsync(
        HttpContext http, InventoryQueries inventory, CancellationToken cancellationToken,
        string? search = null, string? platform = null, Guid? locationId = null, StockFilter stock = StockFilter.Any,
        InventorySort sort = InventorySort.Sku, bool descending = false, [Range(1, 1_000_000)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var filter = new InventoryFilter
        {
            Search = search,
            Marketplace = platform?.ToLowerInvariant(),
            LocationId = locationId,
            Stock = stock,
            Sort = sort,
            Descending = descending,
        };
        var found = await inventory.ListAsync(http.User.SellerId(), filter, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new ItemPage([.. found.Items.Select(ItemAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<ItemAnswer>, ProblemHttpResult>> ReadAsync(
        Guid variantId, HttpContext http, InventoryQueries inventory, CancellationToken cancellationToken) =>
        (await inventory.FindAsync(http.User.SellerId(), [variantId], cancellationToken)).GetValueOrDefault(variantId) is { } row
            ? TypedResults.Ok(ItemAnswer.Of(row)) : NoSuchItem();

    private static async Task<Results<Ok<MovementPage>, ProblemHttpResult>> MovementsAsync(
        Guid variantId, HttpContext http, InventoryQueries inventory, LedgerQueries ledger, CancellationToken cancellationToken,
        MovementKind? kind = null, Guid? locationId = null, DateTimeOffset? since = null,
        [Range(1, 1_000_000)] int page = 1, [Range(1, LedgerQueries.MaxPage)] int pageSize = 50)
    {
        var seller = http.User.SellerId();
        if ((await inventory.FindAsync(seller, [variantId], cancellationToken)).Count == 0)
        {
            return NoSuchItem();
        }

        var filter = new LedgerFilter { Kinds = kind is { } one ? [one] : [], LocationId = locationId, Since = since };
        var found = await ledger.ListAsync(seller, variantId, filter, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new MovementPage(found.Items, found.Total, page, pageSize));
    }

    internal static ProblemHttpResult NoSuchItem() => TypedResults.Problem("There is no such item here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A page of items.</summary>
    /// <param name="Items">The page.</param>
    /// <param name="Total">Items over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most items of a page.</param>
    public sealed record ItemPage(IReadOnlyList<ItemAnswer> Items, int Total, int Page, int PageSize);

    /// <summary>A page of the ledger.</summary>
    /// <param name="Movements">The page.</param>
    /// <param name="Total">Entries over all pages.</param>
    /// <param name="Page">Number of the page, from 1.</param>
    /// <param name="PageSize">Most entries of a page.</param>
    public sealed record MovementPage(IReadOnlyList<MovementView> Movements, int Total, int Page, int PageSize);

    /// <summary>An item's stock. Available is on hand less reserved, or of a bundle what its parts allow.</summary>
    public sealed record ItemAnswer(
        Guid VariantId, string Sku, string Title, int OnHand, int Reserved, int Available, int Incoming, bool IsBundle, int LowStockThreshold, int Oversold,
        IReadOnlyList<PlaceAnswer> Locations, IReadOnlyList<ListingAnswer> Listings)
    {
        internal static ItemAnswer Of(InventoryRow row) => new(
            row.VariantId, row.Sku, row.Title, row.OnHand, row.Reserved, row.Available, row.Incoming, row.IsBundle, row.LowStockThreshold, row.Oversold,
            [.. row.Places.Select(p => new PlaceAnswer(p.LocationId, p.Name, p.OnHand))],
            [.. row.Listings.Select(l => new ListingAnswer(l.ListingId, l.ConnectionId, l.Marketplace, l.Sku, l.Wanted, l.Sent, l.Acknowledged, l.Seen, l.SeenAt, l.IsDue, l.IsHeld, l.Problem))]);
    }

    /// <summary>What lies at a location.</summary>
    public sealed record PlaceAnswer(Guid LocationId, string Name, int OnHand);

    /// <summary>A listing: what it should show, what was sent and accepted, and what it was last seen to show.</summary>
    public sealed record ListingAnswer(
        Guid ListingId, Guid ConnectionId, string Platform, string? Sku, int? Wanted, int? Sent, int? Acknowledged, int? Seen, DateTimeOffset? SeenAt, bool IsDue, bool IsHeld, string? Problem);
}
