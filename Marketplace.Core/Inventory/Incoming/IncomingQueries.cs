using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Incoming;

/// <summary>A delivery that is expected, as lists show it. Counts are items.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="VariantId">Of what.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Title">Title.</param>
/// <param name="ImageUrl">Image.</param>
/// <param name="Quantity">Items expected.</param>
/// <param name="Received">Items of these that have come.</param>
/// <param name="Reference">Supplier's or purchase order's number.</param>
/// <param name="DueOn">Day on which it should come.</param>
/// <param name="LocationId">Where it will be put.</param>
/// <param name="LocationName">Where it will be put, by name.</param>
public sealed record IncomingView(
    Guid Id, Guid VariantId, string Sku, string Title, string? ImageUrl, int Quantity, int Received, string Reference, DateOnly? DueOn, Guid LocationId, string LocationName)
{
    /// <summary>Items that are still to come.</summary>
    public int Missing => Quantity - Received;
}

/// <summary>Reads of expected deliveries.</summary>
public sealed class IncomingQueries(MarketplaceDb database)
{
    /// <summary>Open deliveries, the earliest first; those without a day last.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="variantId">Of what; null for all.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<IncomingView>> OpenAsync(Guid sellerId, Guid? variantId, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var open = db.IncomingStocks.AsNoTracking().Where(i => i.ClosedAt == null && (variantId == null || i.VariantId == variantId));
        var total = await open.CountAsync(cancellationToken);
        var page = await (
            from incoming in open
            join variant in db.Variants on incoming.VariantId equals variant.Id
            join location in db.StockLocations on incoming.LocationId equals location.Id
            orderby incoming.DueOn == null, incoming.DueOn, incoming.Id
            select new IncomingView(
                incoming.Id, variant.Id, variant.Sku, variant.Title, variant.ImageUrl ?? variant.Product!.ImageUrl,
                incoming.Quantity, incoming.Received, incoming.Reference, incoming.DueOn, location.Id, location.Name)).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new Page<IncomingView>(page, total);
    }
}
