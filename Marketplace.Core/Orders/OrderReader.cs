using System.Security.Cryptography;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Reads one order whole; the only place where a buyer's data is decrypted for the screen.</summary>
public sealed class OrderReader(MarketplaceDb database, PersonalDataProtector protector)
{
    private const int MaxEvents = 200;

    /// <summary>The order; null when it is not this seller's.</summary>
    public async Task<OrderDetails?> ReadAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == orderId, cancellationToken) is not { } order)
        {
            return null;
        }

        var lines = await LinesAsync(db, order, cancellationToken);
        var events = await db.OrderEvents.AsNoTracking()
            .Where(e => e.OrderId == orderId)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Take(MaxEvents)
            .Select(e => new OrderEventView(e.At, e.Text, e.Actor, e.IsProblem))
            .ToListAsync(cancellationToken);
        var tags = await db.Set<OrderTag>().Where(t => t.OrderId == orderId).OrderBy(t => t.Key).Select(t => t.Name).ToListAsync(cancellationToken);
        var asked = await OrderMatching.Asked(db).Where(r => r.OrderId == orderId).Select(r => r.AnswerBy ?? Order.NoShipBy).ToListAsync(cancellationToken);
        var location = order.LocationId is { } place ? await db.StockLocations.Where(l => l.Id == place).Select(l => l.Name).SingleOrDefaultAsync(cancellationToken) : null;
        var (buyer, problem) = BuyerOf(order);
        return new OrderDetails
        {
            Row = RowOf(order, lines, tags) with { ReturnAnswerBy = asked.Count > 0 ? asked.Min() : null },
            DeliverBy = order.DeliverBy,
            ShippedAt = order.ShippedAt,
            ShippingService = order.ShippingService,
            PlannedCarrier = order.PlannedCarrier,
            PlannedService = order.PlannedService,
            LocationName = location,
            Subtotal = new Money(order.SubtotalMinor, order.Currency),
            Shipping = new Money(order.ShippingMinor, order.Currency),
            Tax = new Money(order.TaxMinor, order.Currency),
            Lines = lines,
            Events = events,
            CustomerId = order.CustomerId,
            Buyer = buyer,
            BuyerProblem = problem,
        };
    }

    private static Task<List<OrderLineView>> LinesAsync(MarketplaceDbContext db, Order order, CancellationToken cancellationToken) => (
        from line in db.OrderLines.AsNoTracking()
        where line.OrderId == order.Id
        join level in db.StockLevels on line.VariantId equals level.VariantId into levels
        from level in levels.DefaultIfEmpty()
        orderby line.Id
        select new OrderLineView(
            line.Id, line.Sku, line.Title, line.VariationTitle,
            line.ImageUrl ?? db.Variants.Where(v => v.Id == line.VariantId).Select(v => v.ImageUrl ?? v.Product!.ImageUrl).FirstOrDefault(),
            line.Quantity, line.QuantityShipped,
            new Money(line.UnitPriceMinor, order.Currency), line.VariantId,
            level == null ? null : level.OnHand, level == null ? null : level.Available,
            db.Reservations.Where(r => r.OrderLineId == line.Id).Max(r => (int?)((r.Oversold + r.PerItem - 1) / r.PerItem)) ?? 0,
            line.QuantityTakenBack)).ToListAsync(cancellationToken);

    private static OrderRow RowOf(Order order, List<OrderLineView> lines, List<string> tags) => new()
    {
        Id = order.Id,
        ConnectionId = order.ConnectionId,
        Marketplace = order.Marketplace,
        ExternalId = order.ExternalId,
        State = order.State,
        FulfilledByMarketplace = order.FulfilledByMarketplace,
        CancelRequested = order.CancelRequested,
        PlacedAt = order.PlacedAt,
        ImportedAt = order.ImportedAt,
        ShipBy = order.ShipBy,
        ShippingService = order.ShippingService,
        Summary = order.Summary,
        ImageUrl = lines.FirstOrDefault()?.ImageUrl,
        ItemCount = order.ItemCount,
        Total = order.Total,
        Oversold = lines.Sum(line => line.Oversold),
        Tags = tags,
        HoldUntil = order.HoldUntil,
        HoldReason = order.HoldReason,
    };

    private (RemoteBuyer? Buyer, string? Problem) BuyerOf(Order order)
    {
        try
        {
            return (protector.Unprotect<RemoteBuyer>(order.ProtectedBuyer), null);
        }
        catch (CryptographicException)
        {
            return (null, "The buyer's data was encrypted with keys that this installation does not have. Restore the keys from a backup, or look the order up on the marketplace.");
        }
    }
}
