using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>
/// The single entries of the ledger. Each changes a level by one guarded statement, which the database carries out for one buyer
/// at a time, and notes a movement beside it; the caller saves the movement in the same transaction. With a sheet, levels change
/// there, and whoever has the sheet writes it.
/// </summary>
internal sealed class StockBook(MarketplaceDbContext db, StockPlaces places, Guid variantId, Guid? orderId, string actor, DateTimeOffset now, LevelSheet? sheet = null)
{
    /// <summary>Holds up to this many items; returns how many there were.</summary>
    public async Task<int> HoldAsync(int items, string? note, CancellationToken cancellationToken)
    {
        while (items > 0)
        {
            var wish = items;
            if (await ChangeAsync(new LevelChange(0, wish) { NeedsFree = wish }, cancellationToken))
            {
                Note(MovementKind.Reserved, 0, wish, note);
                return wish;
            }

            items = Math.Min(wish - 1, await AvailableAsync(cancellationToken));
        }

        return 0;
    }

    /// <summary>Adds items to on hand that the first count lacked, because the marketplace had already taken this sale from it, and holds them.</summary>
    public async Task HoldUncountedAsync(int items, CancellationToken cancellationToken)
    {
        await MustChangeAsync(new LevelChange(items, items), cancellationToken);
        var part = new Part(await places.DefaultAsync(cancellationToken), items);
        if (sheet is null)
        {
            await places.PutAsync(variantId, part, cancellationToken);
        }
        else
        {
            sheet.Put(variantId, part);
        }

        Note(MovementKind.Opening, part, "Sold before the first count, which the marketplace gave without it");
        Note(MovementKind.Reserved, 0, items, null);
    }

    /// <summary>Lets go of held items.</summary>
    public async Task ReleaseAsync(int items, CancellationToken cancellationToken)
    {
        if (items == 0)
        {
            return;
        }

        await MustChangeAsync(new LevelChange(0, -items) { NeedsHeld = items }, cancellationToken);
        Note(MovementKind.Released, 0, -items, null);
    }

    /// <summary>Location that items leave from first; null for the default one.</summary>
    public Guid? TakesFrom { get; init; }

    /// <summary>Takes held items out of the shed.</summary>
    public async Task ShipHeldAsync(int items, CancellationToken cancellationToken)
    {
        await MustChangeAsync(new LevelChange(-items, -items) { NeedsHeld = items }, cancellationToken);
        await LeaveAsync(MovementKind.Shipped, items, items, null, cancellationToken);
    }

    /// <summary>Takes held items off the books: their sale was cancelled because they are not there or not fit for sale.</summary>
    public async Task WriteOffHeldAsync(int items, CancellationToken cancellationToken)
    {
        await MustChangeAsync(new LevelChange(-items, -items) { NeedsHeld = items }, cancellationToken);
        await LeaveAsync(MovementKind.Adjusted, items, items, "Cancelled and not put back on sale", cancellationToken);
    }

    /// <summary>Puts items that came back into the usual place.</summary>
    public async Task TakeBackAsync(int items, CancellationToken cancellationToken)
    {
        await MustChangeAsync(new LevelChange(items, 0), cancellationToken);
        var part = new Part(await places.DefaultAsync(cancellationToken), items);
        await places.PutAsync(variantId, part, cancellationToken);
        Note(MovementKind.Received, part, "Came back from a buyer");
    }

    /// <summary>Takes items out of the shed that were not held, as far as the books have them free. What the books lack is noted, for the count was wrong.</summary>
    public async Task ShipUnheldAsync(int items, CancellationToken cancellationToken)
    {
        var free = items;
        while (free > 0)
        {
            var wish = free;
            if (await ChangeAsync(new LevelChange(-wish, 0) { NeedsFree = wish }, cancellationToken))
            {
                await LeaveAsync(MovementKind.Shipped, wish, 0, null, cancellationToken);
                break;
            }

            free = Math.Min(wish - 1, await AvailableAsync(cancellationToken));
        }

        if (items > free)
        {
            Note(MovementKind.Shipped, 0, 0, $"{items - Math.Max(free, 0)} shipped although the books had none left; please count");
        }
    }

    /// <summary>Notes the first count, unless there was one.</summary>
    public async Task<bool> OpenAsync(int items, Guid? connectionId, DateTimeOffset countedAt, CancellationToken cancellationToken)
    {
        var opened = await db.StockLevels.Where(s => s.VariantId == variantId && s.BaselineAt == null && s.Buildable == null).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.OnHand, s => s.OnHand + items)
                .SetProperty(s => s.BaselineConnectionId, connectionId)
                .SetProperty(s => s.BaselineAt, (DateTimeOffset?)countedAt)
                .SetProperty(s => s.Version, s => s.Version + 1),
            cancellationToken) == 1;
        if (opened)
        {
            var part = new Part(await places.DefaultAsync(cancellationToken), items);
            await places.PutAsync(variantId, part, cancellationToken);
            Note(MovementKind.Opening, part, null);
        }

        return opened;
    }

    /// <summary>Takes away all that is on hand, wherever it lies; nothing may be held.</summary>
    public async Task WriteOffAsync(string note, CancellationToken cancellationToken)
    {
        foreach (var place in await db.LocationStocks.AsNoTracking().Where(s => s.VariantId == variantId && s.OnHand > 0).ToListAsync(cancellationToken))
        {
            await MustChangeAsync(new LevelChange(-place.OnHand, 0) { NeedsFree = place.OnHand }, cancellationToken);
            if (!await places.TakeAsync(variantId, new Part(place.LocationId, place.OnHand), cancellationToken))
            {
                throw new InvalidOperationException($"The locations of variant {variantId} do not agree with its level; nothing was changed.");
            }

            Note(MovementKind.Adjusted, new Part(place.LocationId, -place.OnHand), note);
        }
    }

    /// <summary>Writes a movement of reserved items; they lie where they lay.</summary>
    public void Note(MovementKind kind, int onHandChange, int reservedChange, string? note) => Add(kind, null, onHandChange, reservedChange, note);

    /// <summary>Writes a movement of items into a location.</summary>
    public void Note(MovementKind kind, Part part, string? note) => Add(kind, part.LocationId, part.Items, 0, note);

    // Items leave the places once they have left the level.
    private async Task LeaveAsync(MovementKind kind, int items, int held, string? note, CancellationToken cancellationToken)
    {
        if (sheet is not null)
        {
            await sheet.WriteAsync(cancellationToken);
        }

        foreach (var part in await places.TakeAnywhereAsync(variantId, items, TakesFrom, cancellationToken))
        {
            Add(kind, part.LocationId, -part.Items, -Math.Min(held, part.Items), note);
            held -= Math.Min(held, part.Items);
        }
    }

    private void Add(MovementKind kind, Guid? locationId, int onHandChange, int reservedChange, string? note) => db.StockMovements.Add(new StockMovement
    {
        SellerId = db.SellerId,
        VariantId = variantId,
        LocationId = locationId,
        Kind = kind,
        OnHandChange = onHandChange,
        ReservedChange = reservedChange,
        OrderId = orderId,
        Actor = actor,
        Note = note,
        At = now,
    });

    private async Task<int> AvailableAsync(CancellationToken cancellationToken) =>
        sheet?.FreeOf(variantId) ?? await db.StockLevels.Where(s => s.VariantId == variantId).Select(s => s.Available).FirstOrDefaultAsync(cancellationToken);

    // By hand, because it runs for each entry: an expression would be taken apart anew each time.
    private async Task<bool> ChangeAsync(LevelChange change, CancellationToken cancellationToken) =>
        sheet?.TryChange(variantId, change) ?? await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE "StockLevels"
            SET "OnHand" = "OnHand" + {change.OnHand}, "Reserved" = "Reserved" + {change.Reserved}, "Version" = "Version" + 1
            WHERE "VariantId" = {variantId} AND "SellerId" = {db.SellerId} AND "OnHand" - "Reserved" >= {change.NeedsFree} AND "Reserved" >= {change.NeedsHeld}
            """,
            cancellationToken) == 1;

    private async Task MustChangeAsync(LevelChange change, CancellationToken cancellationToken)
    {
        if (!await ChangeAsync(change, cancellationToken))
        {
            throw new InvalidOperationException($"Stock of variant {variantId} does not agree with its reservations; nothing was changed.");
        }
    }
}
