using System.Globalization;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>
/// Carries out changes that people ask for, within one open transaction. Each holds the variant's level first, so that what it
/// reads then is still so when it writes.
/// </summary>
internal sealed class StockActWriter(StockLedger ledger, MarketplaceDbContext db, StockPlaces places, string actor, DateTimeOffset now)
{
    /// <summary>Carries out one change; a refusal leaves everything as it was.</summary>
    public async Task<StockChangeResult> WriteAsync(StockAct act, CancellationToken cancellationToken)
    {
        var (least, most) = act.Kind switch
        {
            StockActKind.Adjust or StockActKind.Undo => (-StockLedger.MaxOnHand, StockLedger.MaxOnHand),
            StockActKind.Receive or StockActKind.Transfer => (1, StockLedger.MaxOnHand),
            _ => (0, StockLedger.MaxOnHand),
        };
        if (act.Items < least || act.Items > most)
        {
            return StockChangeResult.Refused(string.Create(CultureInfo.InvariantCulture, $"{Subject(act.Kind)} must be between {least:N0} and {most:N0}."));
        }

        if (await HoldAsync(act.VariantId, cancellationToken) is not { } level)
        {
            return StockChangeResult.Refused("This item is not there any more. Reload the page to see what is.");
        }

        if (level.Buildable is not null)
        {
            return StockChangeResult.Refused("This is a bundle and has no stock of its own. Change the stock of its parts, and it follows.");
        }

        var from = act.LocationId ?? await places.DefaultAsync(cancellationToken);
        var to = act.ToLocationId ?? await places.DefaultAsync(cancellationToken);
        if (!await IsKnownAsync(from, cancellationToken) || (act.Kind == StockActKind.Transfer && !await IsKnownAsync(to, cancellationToken)))
        {
            return StockChangeResult.Refused("This location is not there any more. Choose another.");
        }

        return act.Kind == StockActKind.Transfer
            ? await TransferAsync(act, level, from, to, cancellationToken)
            : await ChangeAsync(act, level, from, cancellationToken);
    }

    /// <summary>The level, held until the transaction ends; null where the seller has no such variant.</summary>
    public async Task<StockLevel?> HoldAsync(Guid variantId, CancellationToken cancellationToken)
    {
        await db.StockLevels.Where(s => s.VariantId == variantId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), cancellationToken);
        return await db.StockLevels.AsNoTracking().SingleOrDefaultAsync(s => s.VariantId == variantId, cancellationToken);
    }

    private async Task<StockChangeResult> ChangeAsync(StockAct act, StockLevel level, Guid location, CancellationToken cancellationToken)
    {
        var here = await places.AtAsync(act.VariantId, location, cancellationToken);
        var change = act.Kind switch
        {
            StockActKind.Count => act.Items - here,
            StockActKind.CountAll => act.Items - level.OnHand,
            _ => act.Items,
        };
        if (RefusalOf(act.Kind, level, here, change) is { } refusal)
        {
            return StockChangeResult.Refused(refusal);
        }

        await db.StockLevels.Where(s => s.VariantId == act.VariantId).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.OnHand, s => s.OnHand + change).SetProperty(s => s.BaselineAt, s => s.BaselineAt ?? now), cancellationToken);
        if (change < 0 && !await places.TakeAsync(act.VariantId, new Part(location, -change), cancellationToken))
        {
            throw new InvalidOperationException($"The locations of variant {act.VariantId} do not agree with its level; nothing was changed.");
        }

        if (change > 0)
        {
            await places.PutAsync(act.VariantId, new Part(location, change), cancellationToken);
        }

        Note(act, location, change);
        if (change > 0)
        {
            await ledger.FillAsync(db, act.VariantId, cancellationToken);
        }

        return await ResultAsync(act.VariantId, location, change, cancellationToken);
    }

    private async Task<StockChangeResult> TransferAsync(StockAct act, StockLevel level, Guid from, Guid to, CancellationToken cancellationToken)
    {
        if (from == to)
        {
            return StockChangeResult.Refused("From and to are the same location. Choose another one to carry it to.");
        }

        if (!await places.TakeAsync(act.VariantId, new Part(from, act.Items), cancellationToken))
        {
            var here = await places.AtAsync(act.VariantId, from, cancellationToken);
            return StockChangeResult.Refused($"Only {Items(here)} there, so {Number(act.Items)} cannot be carried away. Carry fewer, or count what is there first.");
        }

        await places.PutAsync(act.VariantId, new Part(to, act.Items), cancellationToken);
        Note(act, from, -act.Items);
        Note(act, to, act.Items);
        return StockChangeResult.Changed(level) with { Change = act.Items, LocationId = from };
    }

    private static string? RefusalOf(StockActKind kind, StockLevel level, int here, int change)
    {
        if ((long)level.OnHand + change > StockLedger.MaxOnHand)
        {
            return $"That would be more than {Number(StockLedger.MaxOnHand)} items of one SKU.";
        }

        if (kind == StockActKind.CountAll && here + change < 0)
        {
            return $"{Items(level.OnHand - here)} at other locations, so on hand cannot be less than {Number(level.OnHand - here)} here. Choose a location above the list and change the count there.";
        }

        if (here + change < 0)
        {
            return $"Only {Items(here)} there, so {Number(-change)} cannot be taken away.";
        }

        return level.OnHand + change < level.Reserved
            ? $"{Number(level.Reserved)} of these are held for orders that have not shipped, so on hand cannot be less than {Number(level.Reserved)}. Ship or cancel those orders first."
            : null;
    }

    private async Task<StockChangeResult> ResultAsync(Guid variantId, Guid location, int change, CancellationToken cancellationToken)
    {
        var after = await db.StockLevels.AsNoTracking().SingleAsync(s => s.VariantId == variantId, cancellationToken);
        return StockChangeResult.Changed(after) with { Change = change, LocationId = location };
    }

    private Task<bool> IsKnownAsync(Guid locationId, CancellationToken cancellationToken) => db.StockLocations.AnyAsync(l => l.Id == locationId, cancellationToken);

    private void Note(StockAct act, Guid location, int change) => db.StockMovements.Add(new StockMovement
    {
        SellerId = db.SellerId,
        VariantId = act.VariantId,
        LocationId = location,
        Kind = act.Kind switch
        {
            StockActKind.Adjust => MovementKind.Adjusted,
            StockActKind.Receive => MovementKind.Received,
            StockActKind.Transfer => MovementKind.Transferred,
            StockActKind.Undo => MovementKind.Undone,
            _ => MovementKind.Counted,
        },
        OnHandChange = change,
        BatchId = act.BatchId,
        Actor = actor,
        Note = string.IsNullOrWhiteSpace(act.Note) ? null : act.Note.Trim(),
        At = now,
    });

    private static string Subject(StockActKind kind) => kind switch
    {
        StockActKind.Count or StockActKind.CountAll => "On hand",
        StockActKind.Adjust or StockActKind.Undo => "The difference",
        _ => "The number of items",
    };

    private static string Items(int items) => items == 1 ? "1 lies" : $"{Number(items)} lie";

    private static string Number(int items) => items.ToString("N0", CultureInfo.InvariantCulture);
}
