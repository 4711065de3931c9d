using System.Globalization;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Incoming;

/// <summary>A delivery that a supplier announces.</summary>
/// <param name="VariantId">Of what.</param>
/// <param name="Quantity">Items; 1 to <see cref="StockLedger.MaxOnHand"/>.</param>
/// <param name="Reference">Supplier's or purchase order's number; may be empty.</param>
/// <param name="DueOn">Day on which it should come.</param>
/// <param name="LocationId">Where it will be put; null for the default location.</param>
public sealed record IncomingWish(Guid VariantId, int Quantity, string Reference, DateOnly? DueOn, Guid? LocationId);

/// <summary>What became of a delivery.</summary>
/// <param name="Id">The expected delivery.</param>
/// <param name="Problem">Why it was refused and what to do; null when it was done.</param>
public sealed record IncomingResult(Guid? Id, string? Problem);

/// <summary>Expects deliveries, and receives them wholly or in parts.</summary>
public sealed class IncomingDesk(StockLedger ledger, TimeProvider time)
{
    /// <summary>Notes that a delivery is expected. Nothing is offered because of it.</summary>
    public async Task<IncomingResult> ExpectAsync(Guid sellerId, IncomingWish wish, string actor, CancellationToken cancellationToken)
    {
        if (wish.Quantity is < 1 or > StockLedger.MaxOnHand)
        {
            return Refused(string.Create(CultureInfo.InvariantCulture, $"The number of items must be between 1 and {StockLedger.MaxOnHand:N0}."));
        }

        if (wish.Reference.Trim().Length > IncomingStock.MaxReference)
        {
            return Refused($"A reference can have at most {IncomingStock.MaxReference} characters.");
        }

        var result = Refused("This item is not there any more. Reload the page to see what is.");
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            var places = new StockPlaces(db, time);
            var location = wish.LocationId ?? await places.DefaultAsync(cancellationToken);
            if (!await db.StockLocations.AnyAsync(l => l.Id == location, cancellationToken))
            {
                result = Refused("This location is not there any more. Choose another.");
                return [];
            }

            var held = await db.StockLevels.Where(s => s.VariantId == wish.VariantId && s.Buildable == null).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Incoming, s => s.Incoming + wish.Quantity).SetProperty(s => s.Version, s => s.Version + 1), cancellationToken);
            if (held == 0)
            {
                result = await db.StockLevels.AnyAsync(s => s.VariantId == wish.VariantId, cancellationToken)
                    ? Refused("This is a bundle and has no stock of its own. Expect its parts instead.") : result;
                return [];
            }

            var incoming = new IncomingStock
            {
                VariantId = wish.VariantId,
                LocationId = location,
                Quantity = wish.Quantity,
                Reference = wish.Reference.Trim(),
                DueOn = wish.DueOn,
                Actor = actor,
                CreatedAt = time.GetUtcNow(),
            };
            db.IncomingStocks.Add(incoming);
            result = new IncomingResult(incoming.Id, null);
            return [];
        }, cancellationToken);
        return result;
    }

    /// <summary>Takes a delivery in, wholly or in part; it counts as on hand from then on. What is still missing stays expected.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="incomingId">The expected delivery.</param>
    /// <param name="items">Items that came; null for all that are missing.</param>
    /// <param name="locationId">Where they were put; null for the place that was planned.</param>
    /// <param name="actor">Who received them, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    public async Task<IncomingResult> ReceiveAsync(Guid sellerId, Guid incomingId, int? items, Guid? locationId, string actor, CancellationToken cancellationToken)
    {
        var result = Gone;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            result = Gone;
            var places = new StockPlaces(db, time);
            var writer = new StockActWriter(ledger, db, places, actor, time.GetUtcNow());
            if (await db.IncomingStocks.AsNoTracking().SingleOrDefaultAsync(i => i.Id == incomingId, cancellationToken) is not { } known)
            {
                return [];
            }

            // The level is held before the delivery is read, so that nobody else receives the same items meanwhile.
            await writer.HoldAsync(known.VariantId, cancellationToken);
            var incoming = await db.IncomingStocks.SingleAsync(i => i.Id == incomingId, cancellationToken);
            var missing = incoming.ClosedAt is null ? incoming.Quantity - incoming.Received : 0;
            var count = items ?? missing;
            if (count < 1 || count > missing)
            {
                result = Refused(missing == 0
                    ? "This delivery has been received or cancelled already. Enter more items with “Receive”."
                    : $"{missing.ToString("N0", CultureInfo.InvariantCulture)} are still expected, so between 1 and that many can be received here. Enter more with “Receive” on the item.");
                return [];
            }

            var act = new StockAct
            {
                VariantId = incoming.VariantId,
                Kind = StockActKind.Receive,
                Items = count,
                LocationId = locationId ?? incoming.LocationId,
                Note = incoming.Reference.Length > 0 ? $"Delivery {incoming.Reference}" : "Expected delivery",
            };
            var received = await writer.WriteAsync(act, cancellationToken);
            if (received.Problem is { } problem)
            {
                result = Refused(problem);
                return [];
            }

            incoming.Received += count;
            incoming.ClosedAt = incoming.Received == incoming.Quantity ? time.GetUtcNow() : null;
            await ExpectLessAsync(db, incoming.VariantId, count, cancellationToken);
            result = new IncomingResult(incomingId, null);
            return [incoming.VariantId];
        }, cancellationToken);
        return result;
    }

    /// <summary>Gives up what is still missing of a delivery.</summary>
    public async Task<IncomingResult> CancelAsync(Guid sellerId, Guid incomingId, CancellationToken cancellationToken)
    {
        var result = Gone;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            result = Gone;
            if (await db.IncomingStocks.SingleOrDefaultAsync(i => i.Id == incomingId && i.ClosedAt == null, cancellationToken) is not { } incoming)
            {
                return [];
            }

            var now = time.GetUtcNow();
            var closed = await db.IncomingStocks.Where(i => i.Id == incomingId && i.ClosedAt == null && i.Received == incoming.Received)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.ClosedAt, now), cancellationToken);
            if (closed == 1)
            {
                await ExpectLessAsync(db, incoming.VariantId, incoming.Quantity - incoming.Received, cancellationToken);
                result = new IncomingResult(incomingId, null);
            }

            return [];
        }, cancellationToken);
        return result;
    }

    private static Task<int> ExpectLessAsync(Data.MarketplaceDbContext db, Guid variantId, int items, CancellationToken cancellationToken) =>
        db.StockLevels.Where(s => s.VariantId == variantId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Incoming, s => s.Incoming - items), cancellationToken);

    private static IncomingResult Gone => Refused("This delivery is not expected any more. Reload the page to see what is.");

    private static IncomingResult Refused(string problem) => new(null, problem);
}
